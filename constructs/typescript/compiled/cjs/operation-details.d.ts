/** The method of an operation; "any" stands for all. */
export type Method = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "any";
/** What there is to know about an operation. */
export interface OperationDetails {
    readonly method: Method;
    /** The path in the model: "/pets/{petId}". */
    readonly path: string;
    /** The content types of the requests that it accepts: application/json where it has no body. */
    readonly contentTypes: readonly string[];
    /** The content types of its responses. */
    readonly responseContentTypes: readonly string[];
}
/** All operations of an API, by their IDs. */
export type OperationDetailsById = Readonly<Record<string, OperationDetails>>;
