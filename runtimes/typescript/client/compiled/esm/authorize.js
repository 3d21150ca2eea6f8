/** Adds credentials to a request. With refresh, kept tokens are not used. Signatures come last, since they cover the others. */
export async function authorize(state, specs, request, refresh) {
    for (const spec of [...specs].sort((a, b) => Number(a.kind === "signature") - Number(b.kind === "signature"))) {
        const credential = state.credentials[spec.name];
        if (credential === undefined) {
            throw new TypeError(`the client has no credential ${spec.name}`);
        }
        request = await add(spec, credential, request, refresh);
    }
    return request;
}
async function add(spec, credential, request, refresh) {
    const { kind, field = "Authorization", prefix = "", scopes = [] } = spec;
    switch (kind) {
        case "custom":
            return credential(request);
        case "signature": {
            const body = new Uint8Array(await request.clone().arrayBuffer());
            const { method, url, headers } = request;
            for (const [name, value] of Object.entries(await credential.sign({ method, url: new URL(url), headers, body }))) {
                headers.set(name, value);
            }
            return request;
        }
        case "key":
            return withKey(spec, credential, request);
        default: {
            const source = credential;
            request.headers.set(field, prefix + (typeof source === "string" ? source : await source(scopes, refresh)));
            return request;
        }
    }
}
function withKey({ field = "", in: place }, key, request) {
    if (place === "query") {
        const separator = request.url.includes("?") ? "&" : "?";
        return new Request(`${request.url}${separator}${encodeURIComponent(field)}=${encodeURIComponent(key)}`, request);
    }
    if (place === "cookie") {
        const cookies = [request.headers.get("Cookie"), `${field}=${key}`].filter((text) => text !== null);
        request.headers.set("Cookie", cookies.join("; "));
    }
    else {
        request.headers.set(field, key);
    }
    return request;
}
