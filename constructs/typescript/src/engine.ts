import { spawnSync } from "node:child_process";
import { VERSION } from "./version.js";

/** What the engine says of an API: see docs/language-bindings.md of gatewright. */
export interface Answer {
  readonly gatewright: string;
  readonly error?: string;
  readonly title: string;
  readonly definition: Record<string, unknown>;
  readonly usesRole: boolean;
  readonly permissions: {
    readonly stacks: number;
    readonly operations: readonly Permission[];
    readonly authorizers: readonly Permission[];
  };
  readonly grants?: readonly Grant[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly annotations?: readonly Annotation[];
  readonly metadata: readonly Metadata[];
  readonly sizes: { readonly full: number; readonly pruned: number };
}

/** Lets API Gateway invoke a function. */
export interface Permission {
  readonly id: string;
  readonly function: string;
  readonly source: string;
  readonly stack: number;
}

/** What a role must be allowed for an operation. */
export interface Grant {
  readonly operation: string;
  readonly role: string;
  readonly statements: readonly Statement[];
}

/** A statement of a policy. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** A message that the CDK shows. */
export interface Annotation {
  readonly level: "warning" | "info";
  readonly id: string;
  readonly text: string;
}

/** Metadata of a resource that the underlying construct creates. */
export interface Metadata {
  /** IDs of constructs below the API's; the last one may not exist. */
  readonly path: readonly string[];
  readonly resource: Readonly<Record<string, unknown>>;
  readonly construct: Readonly<Record<string, unknown>>;
}

/** Something is wrong with an API, or with the engine. The message says what to do. */
export class GatewrightError extends Error {
  override readonly name = "GatewrightError";
}

const install = `install gatewright ${VERSION}: run make install in a clone of https://github.com/gatewright/gatewright, or set GATEWRIGHT to its path`;

/**
 * Asks the engine about an API.
 *
 * @param document what is said in gatewright.yaml, and what a binding adds to it
 * @throws GatewrightError when there is no engine, or one that does not answer as this one's does
 */
export function ask(document: object): Answer {
  const named = process.env.GATEWRIGHT ?? "";
  const command = named === "" ? "gatewright" : named;
  const run = spawnSync(command, ["render", "--format", "binding", "-"], {
    input: JSON.stringify(document),
    encoding: "utf8",
    maxBuffer: 1 << 30,
    windowsHide: true,
  });
  // A program that does not read what it is sent (EPIPE) has answered all the same.
  if (run.error !== undefined && (run.error as NodeJS.ErrnoException).code !== "EPIPE") {
    throw new GatewrightError(cannotRun(command, run.error));
  }
  const answer = parse(run.stdout);
  if (answer === undefined) {
    const written = (run.stderr || run.stdout).trim().split("\n").slice(0, 5).join("\n  ");
    throw new GatewrightError(`${command} does not answer as gatewright ${VERSION} does:\n  ${written}\n  help: ${install}`);
  }
  return answer;
}

function cannotRun(command: string, error: NodeJS.ErrnoException): string {
  if (error.code !== "ENOENT") {
    return `${command} cannot be run: ${error.message}\n  help: ${install}`;
  }
  return command !== "gatewright"
    ? `gatewright is not installed: there is no ${command}, which GATEWRIGHT names\n  help: ${install}`
    : `gatewright is not installed: neither GATEWRIGHT nor the PATH names it\n  help: ${install}`;
}

function parse(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "gatewright" in value ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}
