import { type ProxyEvent } from "./event.js";
import { type ValueSpec } from "./parse.js";
import { type Place, type Problem } from "./problem.js";
/** How a list or an object is written into a parameter: OpenAPI's style. */
export type Style = "simple" | "label" | "matrix" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
/** What the model says of a parameter, of a field of a form, or of a property of an object. It is one value, a list, or an object. */
export interface ParameterSpec extends Partial<ValueSpec> {
    readonly name: string;
    /** The name in the input, where it is another one. */
    readonly property?: string;
    readonly in: Place;
    readonly required?: boolean;
    /** What stands for it when it is not there. */
    readonly default?: unknown;
    /** The default is that of the place: simple in the path and in headers, form elsewhere. */
    readonly style?: Style;
    /** The default is true for the styles form and deepObject. */
    readonly explode?: boolean;
    readonly items?: ValueSpec;
    readonly minItems?: number;
    readonly maxItems?: number;
    readonly uniqueItems?: boolean;
    /** The properties of an object. */
    readonly properties?: readonly ParameterSpec[];
    /** The properties of an object that may have any names. */
    readonly map?: ValueSpec;
}
type Values = ReadonlyMap<string, readonly string[]>;
/** Takes a request apart, and collects what is wrong with it. */
export declare class Decoder {
    #private;
    readonly event: ProxyEvent;
    /** The fields of a form, or the properties of an object. */
    private readonly fields;
    /** The object whose properties are decoded. */
    private readonly object?;
    readonly problems: Problem[];
    constructor(event: ProxyEvent, 
    /** The fields of a form, or the properties of an object. */
    fields?: Values, 
    /** The object whose properties are decoded. */
    object?: ParameterSpec | undefined);
    /** Returns the values of parameters that are there, by their names in the input. */
    decode(specs: readonly ParameterSpec[]): Record<string, unknown>;
    /** Reports what is wrong with a value. */
    refuse(spec: Pick<ParameterSpec, "in" | "name">, reason: string): void;
    private attempt;
    private read;
    private readList;
    private readObject;
    /** Returns the values as they are in the event. */
    private raw;
    private rawValues;
    private cookies;
    /** Returns the properties of an object, when it is there. */
    private propertiesOf;
    /** Collects name[property]=value. */
    private deepObject;
    /** Returns all that a place holds: the properties of an exploded object are parameters of their own. */
    private all;
}
/** Throws a {@link Reason} when a list has too few or too many items, or one twice. */
export declare function checkList(values: readonly unknown[], { minItems, maxItems, uniqueItems }: Omit<ParameterSpec, "in" | "name">): void;
/** Decodes percent-encoded UTF-8; what is not UTF-8 becomes U+FFFD. */
export declare function unescaped(text: string): string;
/** Adds a value to those of a name. */
export declare function add(to: Map<string, string[]>, name: string, value: string): void;
export {};
