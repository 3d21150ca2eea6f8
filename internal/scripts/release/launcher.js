#!/usr/bin/env node
// Runs the program of the package for this platform, which npm has installed as an optional dependency.
"use strict";
const { spawn } = require("node:child_process");

const name = `@gatewright/${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/bin/gatewright${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`gatewright: the package ${name} is not installed\n  help: install again, without --omit=optional; or set GATEWRIGHT to the path of a gatewright`);
  process.exit(3);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`gatewright: ${program} cannot be run: ${error.message}`);
  process.exit(3);
});
child.on("exit", (status, signal) => process.exit(signal === null ? status : 1));
