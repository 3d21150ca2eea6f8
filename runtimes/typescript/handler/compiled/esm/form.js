import { add, checkList, Decoder, unescaped } from "./decode.js";
import { headerValue } from "./event.js";
import { Reason } from "./problem.js";
/** Reads a body as a form of application/x-www-form-urlencoded. */
export function formBody(body, spec, decoder) {
    const fields = new Map();
    for (const part of body.toString("utf8").split("&")) {
        if (/;|%(?![0-9a-fA-F]{2})/.test(part)) {
            throw new Reason("is not a valid form");
        }
        if (part !== "") {
            const at = part.includes("=") ? part.indexOf("=") : part.length;
            add(fields, formText(part.slice(0, at)), formText(part.slice(at + 1)));
        }
    }
    return decodeFields(new Decoder(decoder.event, fields), spec.fields ?? [], decoder);
}
function formText(text) {
    return unescaped(text.replaceAll("+", " "));
}
function decodeFields(form, fields, decoder) {
    const values = form.decode(fields);
    decoder.problems.push(...form.problems);
    return values;
}
/** Reads a body as a form of multipart/form-data (RFC 7578). */
export function multipartBody(body, spec, decoder) {
    const boundary = boundaryOf(headerValue(decoder.event, "Content-Type"));
    const fields = new Map();
    const files = new Map();
    for (const { field, file } of partsOf(body, boundary)) {
        files.set(field, [...(files.get(field) ?? []), file]);
        if (file.name === "") {
            add(fields, field, Buffer.from(file.content).toString("utf8"));
        }
    }
    const form = new Decoder(decoder.event, fields);
    const values = {};
    for (const one of (spec.fields ?? [])) {
        Object.assign(values, one.file === undefined ? form.decode([one]) : readFiles(form, one, files.get(one.name) ?? []));
    }
    decoder.problems.push(...form.problems);
    return values;
}
function readFiles(form, spec, files) {
    const last = files.at(-1);
    if (last === undefined) {
        if (spec.required === true) {
            form.refuse(spec, "is missing");
        }
        return {};
    }
    try {
        if (spec.file === "many") {
            checkList(files, spec);
        }
    }
    catch (error) {
        if (!(error instanceof Reason)) {
            throw error;
        }
        form.refuse(spec, error.message);
    }
    return { [spec.property ?? spec.name]: spec.file === "many" ? files : last };
}
const invalid = "is not a valid multipart form";
function boundaryOf(contentType) {
    const boundary = parameterOf(contentType, "boundary");
    if (boundary === "") {
        throw new Reason(invalid);
    }
    return boundary;
}
/** Returns a parameter of a header such as Content-Disposition, or "". */
function parameterOf(header, name) {
    for (const [, key = "", quoted, plain = ""] of header.matchAll(/;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g)) {
        if (key.toLowerCase() === name) {
            return quoted === undefined ? plain.trim() : quoted.replace(/\\(["\\])/g, "$1");
        }
    }
    return "";
}
/** Takes a multipart body apart. What is before the first boundary and after the last one is nothing. */
function partsOf(body, boundary) {
    const text = `\r\n${body.toString("latin1")}`;
    const delimiter = Buffer.from(`\r\n--${boundary}`, "utf8").toString("latin1");
    const parts = [];
    let start;
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length)) {
        const rest = /^(--)?[ \t]*(\r\n|$)/.exec(text.slice(at + delimiter.length, at + delimiter.length + 64));
        if (rest === null || (rest[1] === undefined && rest[2] === "")) {
            continue; // a part that only begins like the boundary
        }
        if (start !== undefined) {
            parts.push(partOf(text.slice(start, at)));
        }
        if (rest[1] !== undefined) {
            return parts;
        }
        start = at + delimiter.length + rest[0].length;
    }
    if (start !== undefined) {
        throw new Reason(invalid); // it is cut off
    }
    return parts;
}
function partOf(text) {
    const end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
    if (end < 0) {
        throw new Reason(invalid);
    }
    const headers = new Map();
    for (const line of text.slice(0, end).split("\r\n")) {
        const colon = line.indexOf(":");
        headers.set(line.slice(0, colon).trim().toLowerCase(), Buffer.from(line.slice(colon + 1).trim(), "latin1").toString("utf8"));
    }
    const disposition = headers.get("content-disposition") ?? "";
    return {
        field: parameterOf(disposition, "name"),
        file: {
            name: parameterOf(disposition, "filename").replace(/^.*\//, ""),
            contentType: headers.get("content-type") ?? "",
            content: new Uint8Array(Buffer.from(text.slice(text.startsWith("\r\n") ? 2 : end + 4), "latin1")),
        },
    };
}
