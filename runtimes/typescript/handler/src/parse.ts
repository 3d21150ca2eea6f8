import { type Format, formats, isBase64, isDate, isDateTime } from "./format.js";
import { Reason } from "./problem.js";
import { checkShape, fits, type Shape } from "./shape.js";

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
export function parseValue(text: string, spec: ValueSpec): unknown {
  const value = spec.type(text, spec);
  if (spec.enum !== undefined && !spec.enum.includes(value as string | number)) {
    throw new Reason(`must be one of ${enumeration(spec.enum)}`);
  }
  return value;
}

/** Lists values, when they are few enough to read. */
function enumeration(values: readonly (string | number)[]): string {
  const few = 20;
  return values.length > few ? `the ${String(values.length)} values that the API allows` : values.join(", ");
}

/** Parses a string. */
export function string(text: string, spec: ValueSpec): string {
  if (spec.format !== undefined) {
    checkFormat(text, spec.format);
  }
  const { minLength = 0, maxLength = Infinity } = spec;
  if (text.length < 2 * minLength && codePoints(text) < minLength) {
    throw new Reason(`must have at least ${count(minLength, "character")}`);
  }
  if (text.length > maxLength && codePoints(text) > maxLength) {
    throw new Reason(`must have at most ${count(maxLength, "character")}`);
  }
  for (const pattern of spec.pattern === undefined ? [] : [spec.pattern].flat()) {
    if (compiled(pattern)?.test(text) === false) {
      throw new Reason(`must match the pattern ${pattern}`);
    }
  }
  return text;
}

function codePoints(text: string): number {
  let n = 0;
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- only how many there are
  for (const _ of text) {
    n++;
  }
  return n;
}

/** Returns how many there are of something. */
export function count(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? "" : "s"}`;
}

/** The patterns that were used, compiled; undefined are those that are not ECMAScript. */
const patterns = new Map<string, RegExp | undefined>();

function compiled(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) {
    patterns.set(pattern, compile(pattern, "u") ?? compile(pattern, ""));
  }
  return patterns.get(pattern);
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** Parses an integer of 64 bits, as far as a number is exact. */
export function integer(text: string, spec: ValueSpec): number {
  return wholeNumber(text, spec, Number.MAX_SAFE_INTEGER);
}

/** Parses an integer of 32 bits. */
export function int32(text: string, spec: ValueSpec): number {
  return wholeNumber(text, spec, 2 ** 31 - 1);
}

function wholeNumber(text: string, spec: ValueSpec, largest: number): number {
  if (!/^-?[0-9]+$/.test(text)) {
    throw new Reason("must be an integer");
  }
  const n = Number(text) + 0; // not -0
  if (n > largest || n < (largest === Number.MAX_SAFE_INTEGER ? -largest : -largest - 1)) {
    throw new Reason("is too large an integer");
  }
  return within(n, spec);
}

/** Parses a number as JSON writes it. */
export function number(text: string, spec: ValueSpec): number {
  if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/.test(text)) {
    throw new Reason("must be a number");
  }
  const x = Number(text);
  if (!Number.isFinite(x)) {
    throw new Reason("is too large a number");
  }
  return within(x, spec);
}

function within(x: number, spec: ValueSpec): number {
  if (spec.minimum !== undefined && x < spec.minimum) {
    throw new Reason(`must be at least ${String(spec.minimum)}`);
  }
  if (spec.exclusiveMinimum !== undefined && x <= spec.exclusiveMinimum) {
    throw new Reason(`must be more than ${String(spec.exclusiveMinimum)}`);
  }
  if (spec.maximum !== undefined && x > spec.maximum) {
    throw new Reason(`must be at most ${String(spec.maximum)}`);
  }
  if (spec.exclusiveMaximum !== undefined && x >= spec.exclusiveMaximum) {
    throw new Reason(`must be less than ${String(spec.exclusiveMaximum)}`);
  }
  if (spec.multipleOf !== undefined && !isMultiple(x, spec.multipleOf)) {
    throw new Reason(`must be a multiple of ${String(spec.multipleOf)}`);
  }
  return x;
}

/** Reports whether a number is a multiple of another one in decimal arithmetic: 0.3 is a multiple of 0.1. */
function isMultiple(x: number, divisor: number): boolean {
  const a = decimal(x);
  const b = decimal(divisor);
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent: e }: Decimal): bigint => digits * 10n ** BigInt(e - exponent);
  return scaled(a) % scaled(b) === 0n;
}

interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Returns the shortest decimal fraction that is read as a number. */
function decimal(x: number): Decimal {
  const [mantissa = "0", power = "0"] = String(x).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** Parses "true" and "false". */
export function boolean(text: string): boolean {
  if (text !== "true" && text !== "false") {
    throw new Reason("must be true or false");
  }
  return text === "true";
}

/** Parses a full-date of RFC 3339, which stays a string. */
export function date(text: string): string {
  if (!isDate(text)) {
    throw new Reason("must be a date as in 2006-01-02");
  }
  return text;
}

/** Parses a date with a time and an offset of RFC 3339, which stays a string. */
export function dateTime(text: string): string {
  if (!isDateTime(text)) {
    throw new Reason("must be a date and a time as in 2006-01-02T15:04:05Z");
  }
  return text;
}

/** Parses base64, padded or not, which stays a string. */
export function byte(text: string): string {
  if (!isBase64(text.replace(/=+$/, ""), false)) {
    throw new Reason("must be base64");
  }
  return text;
}

/** Parses JSON. */
export function json(text: string, spec: ValueSpec): unknown {
  const value = parseJson(text);
  checkShape(value, spec.shape ?? "any");
  return value;
}

/** Parses JSON, as deep as 10,000 levels. */
export function parseJson(text: string): unknown {
  const deepest = 10_000;
  if (text.length > 2 * deepest && depth(text) > deepest) {
    throw new Reason("is not valid JSON");
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Reason("is not valid JSON", { cause: error });
  }
}

function depth(text: string): number {
  let [now, most, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (inString) {
      i += c === "\\" ? 1 : 0;
      inString = c !== '"';
    } else if (c === '"') {
      inString = true;
    } else if (c === "[" || c === "{") {
      most = Math.max(most, ++now);
    } else if (c === "]" || c === "}") {
      now--;
    }
  }
  return most;
}

/** Parses what may be of several types: a JSON text other than a string, or else any text as a string. */
export function value(text: string, spec: ValueSpec): unknown {
  const shape = spec.shape ?? "any";
  for (const parsed of [parsedOr(text, undefined), text]) {
    if (parsed !== undefined && fits(parsed, shape)) {
      return parsed;
    }
  }
  throw new Reason("does not have the form that the API describes");
}

function parsedOr(text: string, otherwise: unknown): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof Reason) {
      return otherwise;
    }
    throw error;
  }
}

function checkFormat(text: string, format: Format): void {
  const { holds, words } = formats[format];
  if (!holds(text)) {
    throw new Reason(`must be ${words}`);
  }
}
