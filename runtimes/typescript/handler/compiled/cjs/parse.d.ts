import { type Format } from "./format.js";
import { type Shape } from "./shape.js";
/** What the model says of a value that is written as text. */
export interface ValueSpec {
    /** Parses the text of the value. */
    readonly type: Parser;
    /** The values that the model allows. */
    readonly enum?: readonly (string | number)[];
    readonly format?: Format;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly pattern?: string | readonly string[];
    readonly minimum?: number;
    readonly maximum?: number;
    readonly exclusiveMinimum?: number;
    readonly exclusiveMaximum?: number;
    readonly multipleOf?: number;
    /** The shape of a value that is written as JSON. */
    readonly shape?: Shape;
}
/** Parses a text, or throws a {@link Reason}. */
export type Parser = (text: string, spec: ValueSpec) => unknown;
/** Parses a text by its specification. */
export declare function parseValue(text: string, spec: ValueSpec): unknown;
/** Parses a string. */
export declare function string(text: string, spec: ValueSpec): string;
/** Returns how many there are of something. */
export declare function count(n: number, what: string): string;
/** Parses an integer of 64 bits, as far as a number is exact. */
export declare function integer(text: string, spec: ValueSpec): number;
/** Parses an integer of 32 bits. */
export declare function int32(text: string, spec: ValueSpec): number;
/** Parses a number as JSON writes it. */
export declare function number(text: string, spec: ValueSpec): number;
/** Parses "true" and "false". */
export declare function boolean(text: string): boolean;
/** Parses a full-date of RFC 3339, which stays a string. */
export declare function date(text: string): string;
/** Parses a date with a time and an offset of RFC 3339, which stays a string. */
export declare function dateTime(text: string): string;
/** Parses base64, padded or not, which stays a string. */
export declare function byte(text: string): string;
/** Parses JSON. */
export declare function json(text: string, spec: ValueSpec): unknown;
/** Parses JSON, as deep as 10,000 levels. */
export declare function parseJson(text: string): unknown;
/** Parses what may be of several types: a JSON text other than a string, or else any text as a string. */
export declare function value(text: string, spec: ValueSpec): unknown;
