/** How a list or an object is written into a parameter: OpenAPI's style. */
export type Style = "simple" | "label" | "matrix" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
/** How a parameter, or a field of a form, is written. */
export interface ParameterSpec {
    readonly name: string;
    /** The name in the input, where it is another one. */
    readonly property?: string;
    readonly in?: "path" | "query" | "header" | "cookie";
    /** The default is one value: a string as it is, and anything else as JSON. */
    readonly kind?: "list" | "object" | "json";
    /** The default is simple in the path and in headers, form elsewhere. */
    readonly style?: Style;
    /** The default is true for the styles form and deepObject. */
    readonly explode?: boolean;
}
type Input = Readonly<Record<string, unknown>>;
type Pair = readonly [name: string, value: string];
/** Encodes all but the unreserved characters of RFC 3986, so that what is sent is what is signed. */
export declare function escaped(text: string): string;
/** Writes pairs of names and values as a query, or as a form. */
export declare function queryOf(pairs: readonly Pair[]): string;
/** Returns the URL of a request. */
export declare function urlOf(baseUrl: string, path: string, specs: readonly ParameterSpec[], input: Input): string;
/** Writes parameters into headers, cookies among them. */
export declare function setHeaders(headers: Headers, specs: readonly ParameterSpec[], input: Input): void;
/** Returns the value of a parameter; undefined: it is not sent. */
export declare function valueOf({ name, property }: ParameterSpec, input: Input): unknown;
/** Returns the text of one value. */
export declare function textOf(value: unknown, { kind }?: Pick<ParameterSpec, "kind">): string;
/** Writes a value into names and values, in the styles of the query. */
export declare function pairsOf(spec: ParameterSpec, input: Input): Pair[];
export {};
