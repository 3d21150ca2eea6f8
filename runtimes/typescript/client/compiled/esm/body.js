import { pairsOf, queryOf, textOf, valueOf } from "./encode.js";
/** Writes a body as JSON. */
export function jsonBody(body) {
    return { content: JSON.stringify(body) };
}
/** Writes a body that is text or bytes. */
export function plainBody(body) {
    return { content: body };
}
/** Writes a body as a form of application/x-www-form-urlencoded. */
export function formBody(body, { fields = [] }) {
    return { content: queryOf(fields.flatMap((field) => pairsOf(field, body))) };
}
/** Writes a body as a form of multipart/form-data. */
export async function multipartBody(body, { fields = [] }) {
    const form = new FormData();
    const values = body;
    for (const field of fields) {
        if (field.file === undefined) {
            pairsOf(field, values).forEach(([name, value]) => { form.append(name, value); });
        }
        else {
            [valueOf(field, values) ?? []].flat().forEach((file) => { appendFile(form, field.name, file); });
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
        form.append(name, textOf(file));
    }
}
