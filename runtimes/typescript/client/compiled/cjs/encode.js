"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.escaped = escaped;
exports.queryOf = queryOf;
exports.urlOf = urlOf;
exports.setHeaders = setHeaders;
exports.valueOf = valueOf;
exports.textOf = textOf;
exports.pairsOf = pairsOf;
/** Encodes all but the unreserved characters of RFC 3986, so that what is sent is what is signed. */
function escaped(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
/** Writes pairs of names and values as a query, or as a form. */
function queryOf(pairs) {
    return pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join("&");
}
/** Returns the URL of a request. */
function urlOf(baseUrl, path, specs, input) {
    const query = queryOf(specs.filter((spec) => spec.in === "query").flatMap((spec) => pairsOf(spec, input)));
    const filled = path
        .split("/")
        .map((segment) => segment.replace(/\{([^}+]+)(\+?)\}/g, (_, name, greedy) => pathText(specs, input, name, greedy !== "")))
        .join("/");
    return baseUrl.replace(/\/$/, "") + filled + (query === "" ? "" : `?${query}`);
}
function pathText(specs, input, name, greedy) {
    const spec = specs.find((one) => one.in === "path" && one.name === name) ?? { name };
    const value = valueOf(spec, input);
    const text = value === undefined ? "" : written(spec, value, greedy ? (part) => part.split("/").map(escaped).join("/") : escaped);
    // URLs lose empty and dotted segments: the request would be for another resource.
    if (text === "" || text.split("/").some((part) => /^\.{1,2}$/.test(part))) {
        throw new TypeError(`path parameter ${name} must not be ${text === "" ? "empty" : JSON.stringify(text)}`);
    }
    return text;
}
/** Writes parameters into headers, cookies among them. */
function setHeaders(headers, specs, input) {
    const cookies = [];
    for (const spec of specs) {
        const value = valueOf(spec, input);
        if (value !== undefined && spec.in === "header") {
            headers.set(spec.name, written(spec, value, String));
        }
        else if (spec.in === "cookie") {
            cookies.push(...pairsOf(spec, input).map(cookie));
        }
    }
    if (cookies.length > 0) {
        headers.set("Cookie", cookies.join("; "));
    }
}
function cookie([name, value]) {
    if (!/^[ !#-:<-[\]-~]*$/.test(value)) {
        throw new TypeError(`cookie ${name} cannot hold ${JSON.stringify(value)}`);
    }
    return `${name}=${value}`;
}
/** Returns the value of a parameter; undefined: it is not sent. */
function valueOf({ name, property = name }, input) {
    return input[property] ?? undefined;
}
/** Returns the text of one value. */
function textOf(value, { kind } = {}) {
    return typeof value === "string" && kind !== "json" ? value : JSON.stringify(value);
}
function entriesOf(value) {
    return Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([name, one]) => [name, textOf(one)]);
}
/** Writes a value into one text, in the styles simple, label and matrix. */
function written(spec, value, encode) {
    const { name, kind, style = "simple", explode = false } = spec;
    const items = kind === "list"
        ? value.map((item) => encode(textOf(item)))
        : kind === "object"
            ? entriesOf(value).flatMap(([key, one]) => (explode ? [`${encode(key)}=${encode(one)}`] : [encode(key), encode(one)]))
            : [encode(textOf(value, spec))];
    if (style === "label") {
        return `.${items.join(explode ? "." : ",")}`;
    }
    if (style !== "matrix") {
        return items.join(",");
    }
    if (explode && kind === "object") {
        return items.map((item) => `;${item}`).join("");
    }
    return explode && kind === "list" ? items.map((item) => `;${name}=${item}`).join("") : `;${name}=${items.join(",")}`;
}
/** Writes a value into names and values, in the styles of the query. */
function pairsOf(spec, input) {
    const { name, kind, style = "form", explode = style === "form" || style === "deepObject" } = spec;
    const value = valueOf(spec, input);
    if (value === undefined) {
        return [];
    }
    if (kind === "object") {
        const entries = entriesOf(value);
        if (style === "deepObject") {
            return entries.map(([key, one]) => [`${name}[${key}]`, one]);
        }
        return explode ? entries : [[name, entries.flat().join(",")]];
    }
    if (kind !== "list") {
        return [[name, textOf(value, spec)]];
    }
    const items = value.map((item) => textOf(item));
    return explode ? items.map((item) => [name, item]) : [[name, items.join({ spaceDelimited: " ", pipeDelimited: "|" }[style] ?? ",")]];
}
