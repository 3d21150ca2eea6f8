"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.GatewrightError = void 0;
exports.ask = ask;
const node_child_process_1 = require("node:child_process");
const version_js_1 = require("./version.js");
/** Something is wrong with an API, or with the engine. The message says what to do. */
class GatewrightError extends Error {
    name = "GatewrightError";
}
exports.GatewrightError = GatewrightError;
const install = `install gatewright ${version_js_1.VERSION}: run make install in a clone of https://github.com/gatewright/gatewright, or set GATEWRIGHT to its path`;
/**
 * Asks the engine about an API.
 *
 * @param document what is said in gatewright.yaml, and what a binding adds to it
 * @throws GatewrightError when there is no engine, or one that does not answer as this one's does
 */
function ask(document) {
    const named = process.env.GATEWRIGHT ?? "";
    const command = named === "" ? "gatewright" : named;
    const run = (0, node_child_process_1.spawnSync)(command, ["render", "--format", "binding", "-"], {
        input: JSON.stringify(document),
        encoding: "utf8",
        maxBuffer: 1 << 30,
        windowsHide: true,
    });
    // A program that does not read what it is sent (EPIPE) has answered all the same.
    if (run.error !== undefined && run.error.code !== "EPIPE") {
        throw new GatewrightError(cannotRun(command, run.error));
    }
    const answer = parse(run.stdout);
    if (answer === undefined) {
        const written = (run.stderr || run.stdout).trim().split("\n").slice(0, 5).join("\n  ");
        throw new GatewrightError(`${command} does not answer as gatewright ${version_js_1.VERSION} does:\n  ${written}\n  help: ${install}`);
    }
    return answer;
}
function cannotRun(command, error) {
    if (error.code !== "ENOENT") {
        return `${command} cannot be run: ${error.message}\n  help: ${install}`;
    }
    return command !== "gatewright"
        ? `gatewright is not installed: there is no ${command}, which GATEWRIGHT names\n  help: ${install}`
        : `gatewright is not installed: neither GATEWRIGHT nor the PATH names it\n  help: ${install}`;
}
function parse(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === "object" && value !== null && "gatewright" in value ? value : undefined;
    }
    catch {
        return undefined;
    }
}
