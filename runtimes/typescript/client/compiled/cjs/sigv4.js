"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.sigV4 = sigV4;
const encode_js_1 = require("./encode.js");
const algorithm = "AWS4-HMAC-SHA256";
/** Returns a signer by Signature Version 4 of AWS. It signs the body, the content type, and the headers that start with x-amz-. */
function sigV4({ region, service = "execute-api", credentials, clock = () => new Date() }) {
    return {
        async sign(request) {
            const { accessKeyId, secretAccessKey, sessionToken } = typeof credentials === "function" ? await credentials() : credentials;
            const time = clock().toISOString().replace(/[-:]|\.\d+/g, "");
            const added = { "x-amz-date": time };
            if (sessionToken !== undefined) {
                added["x-amz-security-token"] = sessionToken;
            }
            const headers = signedHeaders(request, added);
            const scope = [time.slice(0, 8), region, service, "aws4_request"];
            const canonical = await canonicalRequest(request, headers);
            const key = await signingKey(secretAccessKey, scope);
            const signature = hex(await hmac(key, [algorithm, time, scope.join("/"), await sha256(bytes(canonical))].join("\n")));
            const names = headers.map(([name]) => name).join(";");
            return { ...added, authorization: `${algorithm} Credential=${accessKeyId}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}` };
        },
    };
}
function signedHeaders({ url, headers }, added) {
    const signed = new Map([["host", url.host], ...Object.entries(added)]);
    headers.forEach((value, name) => {
        if ((name === "content-type" || name.startsWith("x-amz-")) && !signed.has(name)) {
            signed.set(name, value.trim().replace(/ +/g, " "));
        }
    });
    return [...signed].sort(([a], [b]) => compare(a, b));
}
async function canonicalRequest({ method, url, body }, headers) {
    // Empty segments are not signed.
    const path = url.pathname.replace(/\/+/g, "/").split("/").map(encode_js_1.escaped).join("/");
    const query = url.search
        .slice(1)
        .split("&")
        .filter((part) => part !== "")
        .map((part) => (part.includes("=") ? part : `${part}=`).split(/=([^]*)/, 2).map((text) => (0, encode_js_1.escaped)(decodeURIComponent(text))))
        .sort(([a = "", x = ""], [b = "", y = ""]) => compare(a, b) || compare(x, y));
    return [
        method,
        path,
        query.map((pair) => pair.join("=")).join("&"),
        ...headers.map(([name, value]) => `${name}:${value}`),
        "",
        headers.map(([name]) => name).join(";"),
        await sha256(body),
    ].join("\n");
}
/** Compares by code units, which are bytes here. */
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
async function signingKey(secret, scope) {
    let key = bytes(`AWS4${secret}`).buffer;
    for (const part of scope) {
        key = await hmac(key, part);
    }
    return key;
}
async function hmac(key, text) {
    const { subtle } = globalThis.crypto;
    return subtle.sign("HMAC", await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]), bytes(text));
}
async function sha256(data) {
    return hex(await globalThis.crypto.subtle.digest("SHA-256", data));
}
function bytes(text) {
    return new TextEncoder().encode(text);
}
function hex(data) {
    return Array.from(new Uint8Array(data), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
