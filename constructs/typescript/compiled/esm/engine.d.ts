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
    readonly sizes: {
        readonly full: number;
        readonly pruned: number;
    };
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
export declare class GatewrightError extends Error {
    readonly name = "GatewrightError";
}
/**
 * Asks the engine about an API.
 *
 * @param document what is said in gatewright.yaml, and what a binding adds to it
 * @throws GatewrightError when there is no engine, or one that does not answer as this one's does
 */
export declare function ask(document: object): Answer;
