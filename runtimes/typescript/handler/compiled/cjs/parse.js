"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.parseValue = parseValue;
exports.string = string;
exports.count = count;
exports.integer = integer;
exports.int32 = int32;
exports.number = number;
exports.boolean = boolean;
exports.date = date;
exports.dateTime = dateTime;
exports.byte = byte;
exports.json = json;
exports.parseJson = parseJson;
exports.value = value;
const format_js_1 = require("./format.js");
const problem_js_1 = require("./problem.js");
const shape_js_1 = require("./shape.js");
/** Parses a text by its specification. */
function parseValue(text, spec) {
    const value = spec.type(text, spec);
    if (spec.enum !== undefined && !spec.enum.includes(value)) {
        throw new problem_js_1.Reason(`must be one of ${enumeration(spec.enum)}`);
    }
    return value;
}
/** Lists values, when they are few enough to read. */
function enumeration(values) {
    const few = 20;
    return values.length > few ? `the ${String(values.length)} values that the API allows` : values.join(", ");
}
/** Parses a string. */
function string(text, spec) {
    if (spec.format !== undefined) {
        checkFormat(text, spec.format);
    }
    const { minLength = 0, maxLength = Infinity } = spec;
    if (text.length < 2 * minLength && codePoints(text) < minLength) {
        throw new problem_js_1.Reason(`must have at least ${count(minLength, "character")}`);
    }
    if (text.length > maxLength && codePoints(text) > maxLength) {
        throw new problem_js_1.Reason(`must have at most ${count(maxLength, "character")}`);
    }
    for (const pattern of spec.pattern === undefined ? [] : [spec.pattern].flat()) {
        if (compiled(pattern)?.test(text) === false) {
            throw new problem_js_1.Reason(`must match the pattern ${pattern}`);
        }
    }
    return text;
}
function codePoints(text) {
    let n = 0;
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- only how many there are
    for (const _ of text) {
        n++;
    }
    return n;
}
/** Returns how many there are of something. */
function count(n, what) {
    return `${String(n)} ${what}${n === 1 ? "" : "s"}`;
}
/** The patterns that were used, compiled; undefined are those that are not ECMAScript. */
const patterns = new Map();
function compiled(pattern) {
    if (!patterns.has(pattern)) {
        patterns.set(pattern, compile(pattern, "u") ?? compile(pattern, ""));
    }
    return patterns.get(pattern);
}
function compile(pattern, flags) {
    try {
        return new RegExp(pattern, flags);
    }
    catch (error) {
        if (error instanceof SyntaxError) {
            return undefined;
        }
        throw error;
    }
}
/** Parses an integer of 64 bits, as far as a number is exact. */
function integer(text, spec) {
    return wholeNumber(text, spec, Number.MAX_SAFE_INTEGER);
}
/** Parses an integer of 32 bits. */
function int32(text, spec) {
    return wholeNumber(text, spec, 2 ** 31 - 1);
}
function wholeNumber(text, spec, largest) {
    if (!/^-?[0-9]+$/.test(text)) {
        throw new problem_js_1.Reason("must be an integer");
    }
    const n = Number(text) + 0; // not -0
    if (n > largest || n < (largest === Number.MAX_SAFE_INTEGER ? -largest : -largest - 1)) {
        throw new problem_js_1.Reason("is too large an integer");
    }
    return within(n, spec);
}
/** Parses a number as JSON writes it. */
function number(text, spec) {
    if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/.test(text)) {
        throw new problem_js_1.Reason("must be a number");
    }
    const x = Number(text);
    if (!Number.isFinite(x)) {
        throw new problem_js_1.Reason("is too large a number");
    }
    return within(x, spec);
}
function within(x, spec) {
    if (spec.minimum !== undefined && x < spec.minimum) {
        throw new problem_js_1.Reason(`must be at least ${String(spec.minimum)}`);
    }
    if (spec.exclusiveMinimum !== undefined && x <= spec.exclusiveMinimum) {
        throw new problem_js_1.Reason(`must be more than ${String(spec.exclusiveMinimum)}`);
    }
    if (spec.maximum !== undefined && x > spec.maximum) {
        throw new problem_js_1.Reason(`must be at most ${String(spec.maximum)}`);
    }
    if (spec.exclusiveMaximum !== undefined && x >= spec.exclusiveMaximum) {
        throw new problem_js_1.Reason(`must be less than ${String(spec.exclusiveMaximum)}`);
    }
    if (spec.multipleOf !== undefined && !isMultiple(x, spec.multipleOf)) {
        throw new problem_js_1.Reason(`must be a multiple of ${String(spec.multipleOf)}`);
    }
    return x;
}
/** Reports whether a number is a multiple of another one in decimal arithmetic: 0.3 is a multiple of 0.1. */
function isMultiple(x, divisor) {
    const a = decimal(x);
    const b = decimal(divisor);
    const exponent = Math.min(a.exponent, b.exponent);
    const scaled = ({ digits, exponent: e }) => digits * 10n ** BigInt(e - exponent);
    return scaled(a) % scaled(b) === 0n;
}
/** Returns the shortest decimal fraction that is read as a number. */
function decimal(x) {
    const [mantissa = "0", power = "0"] = String(x).split("e");
    const [whole = "0", fraction = ""] = mantissa.split(".");
    return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}
/** Parses "true" and "false". */
function boolean(text) {
    if (text !== "true" && text !== "false") {
        throw new problem_js_1.Reason("must be true or false");
    }
    return text === "true";
}
/** Parses a full-date of RFC 3339, which stays a string. */
function date(text) {
    if (!(0, format_js_1.isDate)(text)) {
        throw new problem_js_1.Reason("must be a date as in 2006-01-02");
    }
    return text;
}
/** Parses a date with a time and an offset of RFC 3339, which stays a string. */
function dateTime(text) {
    if (!(0, format_js_1.isDateTime)(text)) {
        throw new problem_js_1.Reason("must be a date and a time as in 2006-01-02T15:04:05Z");
    }
    return text;
}
/** Parses base64, padded or not, which stays a string. */
function byte(text) {
    if (!(0, format_js_1.isBase64)(text.replace(/=+$/, ""), false)) {
        throw new problem_js_1.Reason("must be base64");
    }
    return text;
}
/** Parses JSON. */
function json(text, spec) {
    const value = parseJson(text);
    (0, shape_js_1.checkShape)(value, spec.shape ?? "any");
    return value;
}
/** Parses JSON, as deep as 10,000 levels. */
function parseJson(text) {
    const deepest = 10_000;
    if (text.length > 2 * deepest && depth(text) > deepest) {
        throw new problem_js_1.Reason("is not valid JSON");
    }
    try {
        return JSON.parse(text);
    }
    catch (error) {
        throw new problem_js_1.Reason("is not valid JSON", { cause: error });
    }
}
function depth(text) {
    let [now, most, inString] = [0, 0, false];
    for (let i = 0; i < text.length; i++) {
        const c = text.charAt(i);
        if (inString) {
            i += c === "\\" ? 1 : 0;
            inString = c !== '"';
        }
        else if (c === '"') {
            inString = true;
        }
        else if (c === "[" || c === "{") {
            most = Math.max(most, ++now);
        }
        else if (c === "]" || c === "}") {
            now--;
        }
    }
    return most;
}
/** Parses what may be of several types: a JSON text other than a string, or else any text as a string. */
function value(text, spec) {
    const shape = spec.shape ?? "any";
    for (const parsed of [parsedOr(text, undefined), text]) {
        if (parsed !== undefined && (0, shape_js_1.fits)(parsed, shape)) {
            return parsed;
        }
    }
    throw new problem_js_1.Reason("does not have the form that the API describes");
}
function parsedOr(text, otherwise) {
    try {
        return parseJson(text);
    }
    catch (error) {
        if (error instanceof problem_js_1.Reason) {
            return otherwise;
        }
        throw error;
    }
}
function checkFormat(text, format) {
    const { holds, words } = format_js_1.formats[format];
    if (!holds(text)) {
        throw new problem_js_1.Reason(`must be ${words}`);
    }
}
