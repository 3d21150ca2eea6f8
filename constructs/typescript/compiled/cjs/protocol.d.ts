/**
 * The version of what integrations and APIs of different generated packages agree on: the members of an integration whose
 * names begin with an underscore, `render`, `grant` and `toJSON`, and what these take and return.
 */
export declare const PROTOCOL = 1;
/** Throws an error for an integration that an API of this package cannot use. */
export declare function checkProtocol(integration: {
    readonly _protocol?: unknown;
    readonly constructor: {
        readonly name: string;
    };
}): void;
