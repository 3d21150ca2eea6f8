"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.jsonBody = jsonBody;
exports.plainBody = plainBody;
exports.formBody = formBody;
exports.multipartBody = multipartBody;
const encode_js_1 = require("./encode.js");
/** Writes a body as JSON. */
function jsonBody(body) {
    return { content: JSON.stringify(body) };
}
/** Writes a body that is text or bytes. */
function plainBody(body) {
    return { content: body };
}
/** Writes a body as a form of application/x-www-form-urlencoded. */
function formBody(body, { fields = [] }) {
    return { content: (0, encode_js_1.queryOf)(fields.flatMap((field) => (0, encode_js_1.pairsOf)(field, body))) };
}
/** Writes a body as a form of multipart/form-data. */
async function multipartBody(body, { fields = [] }) {
    const form = new FormData();
    const values = body;
    for (const field of fields) {
        if (field.file === undefined) {
            (0, encode_js_1.pairsOf)(field, values).forEach(([name, value]) => { form.append(name, value); });
        }
        else {
            [(0, encode_js_1.valueOf)(field, values) ?? []].flat().forEach((file) => { appendFile(form, field.name, file); });
        }
    }
    const encoded = new Response(form);
    return { content: new Uint8Array(await encoded.arrayBuffer()), contentType: encoded.headers.get("Content-Type") ?? "" };
}
function appendFile(form, name, file) {
    if (file instanceof Blob) {
        form.append(name, file);
    }
    else if (typeof file === "object") {
        form.append(name, new Blob([file.content], { type: file.contentType ?? "" }), file.name ?? name);
    }
    else {
        form.append(name, (0, encode_js_1.textOf)(file));
    }
}
