import { headerValues, own, queryParameters, queryValues } from "./event.js";
import { count, parseValue } from "./parse.js";
import { Reason } from "./problem.js";
/** Takes a request apart, and collects what is wrong with it. */
export class Decoder {
    event;
    fields;
    object;
    problems = [];
    #cookies;
    constructor(event, 
    /** The fields of a form, or the properties of an object. */
    fields = new Map(), 
    /** The object whose properties are decoded. */
    object) {
        this.event = event;
        this.fields = fields;
        this.object = object;
    }
    /** Returns the values of parameters that are there, by their names in the input. */
    decode(specs) {
        const all = {};
        for (const spec of specs) {
            const value = this.attempt(spec, () => this.read(spec));
            if (value !== undefined) {
                all[spec.property ?? spec.name] = value;
            }
            else if (spec.default !== undefined) {
                all[spec.property ?? spec.name] = spec.default;
            }
        }
        return all;
    }
    /** Reports what is wrong with a value. */
    refuse(spec, reason) {
        const { object } = this;
        this.problems.push(object === undefined ? { in: spec.in, name: spec.name, reason } : { in: object.in, name: `${object.name}.${spec.name}`, reason });
    }
    attempt(spec, read) {
        try {
            const value = read();
            if (value === undefined && spec.required === true) {
                this.refuse(spec, "is missing");
            }
            return value;
        }
        catch (error) {
            if (!(error instanceof Reason)) {
                throw error;
            }
            this.refuse(spec, error.message);
            return undefined;
        }
    }
    read(spec) {
        if (spec.items !== undefined) {
            return this.readList(spec, spec.items);
        }
        if (spec.properties !== undefined || spec.map !== undefined) {
            return this.readObject(spec);
        }
        const text = this.raw(spec)?.at(-1);
        return text === undefined || spec.type === undefined ? undefined : parseValue(decoded(spec, unmarked(spec, text)), spec);
    }
    readList(spec, item) {
        const raw = this.raw(spec);
        if (raw === undefined) {
            return undefined;
        }
        const texts = split(spec, raw).map((text) => decoded(spec, text));
        const values = texts.map((text, i) => parsedItem(text, item, i));
        checkList(values, spec);
        return values;
    }
    readObject(spec) {
        const found = this.propertiesOf(spec);
        if (found === undefined) {
            return undefined;
        }
        const inside = new Decoder(this.event, found, spec);
        const specs = spec.properties ?? [...found.keys()].sort().map((name) => ({ ...spec.map, name, in: "body", required: true }));
        const value = inside.decode(specs);
        this.problems.push(...inside.problems);
        return value;
    }
    /** Returns the values as they are in the event. */
    raw({ in: place, name }) {
        const values = this.rawValues(place, name);
        return values.length === 0 ? undefined : values;
    }
    rawValues(place, name) {
        switch (place) {
            case "path": {
                const text = own(this.event.pathParameters, name);
                return text === undefined ? [] : [text];
            }
            case "query":
                return queryValues(this.event, name);
            case "header":
                return headerValues(this.event, name);
            case "cookie":
                return this.cookies().get(name) ?? [];
            case "body":
                return this.fields.get(name) ?? [];
        }
    }
    cookies() {
        this.#cookies ??= readCookies(headerValues(this.event, "Cookie"));
        return this.#cookies;
    }
    /** Returns the properties of an object, when it is there. */
    propertiesOf(spec) {
        const style = styleOf(spec);
        if (style === "deepObject") {
            return this.deepObject(spec);
        }
        if (style === "form" && explodes(spec)) {
            const all = this.all(spec.in);
            return spec.properties?.some(({ name }) => all.has(name)) === true ? all : undefined;
        }
        const raw = this.raw(spec);
        return raw === undefined ? undefined : pairs(spec, raw);
    }
    /** Collects name[property]=value. */
    deepObject(spec) {
        const found = new Map();
        for (const [name, values] of this.all(spec.in)) {
            if (name.startsWith(`${spec.name}[`) && name.endsWith("]")) {
                found.set(name.slice(spec.name.length + 1, -1), values);
            }
        }
        return found.size === 0 ? undefined : found;
    }
    /** Returns all that a place holds: the properties of an exploded object are parameters of their own. */
    all(place) {
        return place === "query" ? queryParameters(this.event) : place === "cookie" ? this.cookies() : place === "body" ? this.fields : new Map();
    }
}
/** Throws a {@link Reason} when a list has too few or too many items, or one twice. */
export function checkList(values, { minItems = 0, maxItems = Infinity, uniqueItems = false }) {
    if (values.length < minItems) {
        throw new Reason(`must have at least ${count(minItems, "item")}`);
    }
    if (values.length > maxItems) {
        throw new Reason(`must have at most ${count(maxItems, "item")}`);
    }
    if (uniqueItems && new Set(values).size < values.length) {
        throw new Reason("must not have an item twice");
    }
}
function parsedItem(text, spec, i) {
    try {
        return parseValue(text, spec);
    }
    catch (error) {
        if (error instanceof Reason) {
            throw new Reason(`has a wrong value: item ${String(i + 1)} ${error.message}`, { cause: error });
        }
        throw error;
    }
}
function styleOf(spec) {
    return spec.style ?? (spec.in === "path" || spec.in === "header" ? "simple" : "form");
}
function explodes(spec) {
    const style = styleOf(spec);
    return spec.explode ?? (style === "form" || style === "deepObject");
}
/** Decodes a value of the path, which API Gateway passes as it was sent. What is elsewhere is decoded already. */
function decoded(spec, text) {
    if (spec.in !== "path" || !text.includes("%")) {
        return text;
    }
    if (/%(?![0-9a-fA-F]{2})/.test(text)) {
        throw new Reason("has a % that two hexadecimal digits do not follow");
    }
    return unescaped(text);
}
/** Decodes percent-encoded UTF-8; what is not UTF-8 becomes U+FFFD. */
export function unescaped(text) {
    return text.replace(/(%[0-9a-fA-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"));
}
/** Takes off what the styles label and matrix put before a value. */
function unmarked(spec, text) {
    const style = styleOf(spec);
    if (style === "label") {
        if (!text.startsWith(".")) {
            throw new Reason('must start with "."');
        }
        return text.slice(1);
    }
    if (style === "matrix") {
        const rest = text.startsWith(`;${spec.name}`) ? text.slice(spec.name.length + 1) : undefined;
        if (rest === undefined || (rest !== "" && !rest.startsWith("="))) {
            throw new Reason(`must start with ";${spec.name}="`);
        }
        return rest.slice(1);
    }
    return text;
}
/** Takes a list apart before it is decoded, so that an encoded delimiter delimits nothing. */
function split(spec, values) {
    const last = values.at(-1) ?? "";
    const style = styleOf(spec);
    if (spec.in === "header") {
        return cut(values.join(","), ",").map((item) => item.replace(/^[ \t]+|[ \t]+$/g, ""));
    }
    if (style === "matrix" && explodes(spec)) {
        return splitMatrix(spec, last);
    }
    if (style === "label" && explodes(spec)) {
        return cut(unmarked(spec, last), ".");
    }
    if (style === "label" || style === "matrix" || style === "simple") {
        return cut(unmarked(spec, last), ",");
    }
    return explodes(spec) ? values : cut(last, style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : ",");
}
function splitMatrix(spec, text) {
    if (!text.startsWith(";")) {
        throw new Reason(`must start with ";${spec.name}="`);
    }
    return text
        .slice(1)
        .split(";")
        .map((part) => {
        const [name, value] = assignment(part) ?? [part, ""];
        if (name !== spec.name) {
            throw new Reason(`must be written as ";${spec.name}=…;${spec.name}=…"`);
        }
        return value;
    });
}
/** Splits a text. An empty one has no parts. */
function cut(text, delimiter) {
    return text === "" ? [] : text.split(delimiter);
}
/** Returns what is before and after the first "=". */
function assignment(text) {
    const at = text.indexOf("=");
    return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}
/** Takes an object apart that is one value: name,value,name,value, or name=value,name=value when exploded. */
function pairs(spec, values) {
    const style = styleOf(spec);
    if (style === "matrix" && explodes(spec)) {
        const last = values.at(-1) ?? "";
        if (!last.startsWith(";")) {
            throw new Reason('must start with ";"');
        }
        return assign(spec, assignments(cut(last.slice(1), ";")));
    }
    const items = split({ ...spec, explode: explodes(spec) && style === "label" }, values);
    if (explodes(spec)) {
        return assign(spec, assignments(items));
    }
    if (items.length % 2 !== 0) {
        throw new Reason("must have a value for each name");
    }
    return assign(spec, items.flatMap((name, i) => (i % 2 === 0 ? [[name, items[i + 1] ?? ""]] : [])));
}
function assignments(items) {
    return items.map((item) => {
        const found = assignment(item);
        if (found === undefined) {
            throw new Reason("must be written as name=value");
        }
        return found;
    });
}
function assign(spec, properties) {
    const all = new Map();
    for (const [name, value] of properties) {
        add(all, decoded(spec, name), decoded(spec, value));
    }
    return all;
}
/** Adds a value to those of a name. */
export function add(to, name, value) {
    const values = to.get(name);
    if (values === undefined) {
        to.set(name, [value]);
    }
    else {
        values.push(value);
    }
}
/** Reads cookies as RFC 6265 says, and skips those that are not. */
function readCookies(headers) {
    const all = new Map();
    for (const part of headers.flatMap((header) => header.split(";"))) {
        const [name, value] = assignment(part.trim()) ?? [part.trim(), ""];
        const plain = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
        if (/^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(name.trim()) && /^[ !#-:<-[\]-~]*$/.test(plain)) {
            add(all, name.trim(), plain);
        }
    }
    return all;
}
