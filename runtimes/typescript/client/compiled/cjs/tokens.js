"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.clientCredentials = clientCredentials;
exports.refreshToken = refreshToken;
/** Returns a source of tokens by client credentials (RFC 6749, section 4.4). */
function clientCredentials(endpoint) {
    return kept((asked) => request(endpoint, { grant_type: "client_credentials", scope: (endpoint.scopes ?? asked).join(" ") }));
}
/** Returns a source of tokens by a refresh token (RFC 6749, section 6). A new refresh token replaces the one before. */
function refreshToken(endpoint) {
    let current = endpoint.refreshToken;
    return kept(async () => {
        const issued = await request(endpoint, { grant_type: "refresh_token", refresh_token: current, scope: (endpoint.scopes ?? []).join(" ") });
        current = issued.refreshToken ?? current;
        return issued;
    });
}
/** Keeps tokens by their scopes, and asks for one at a time. */
function kept(issue) {
    const margin = 60_000;
    const tokens = new Map();
    const running = new Map();
    return async (scopes, refresh) => {
        const key = [...scopes].sort().join(" ");
        const last = tokens.get(key);
        if (last !== undefined && !refresh && last.expiresAt - margin > Date.now()) {
            return last.token;
        }
        let next = running.get(key);
        if (next === undefined) {
            next = issue(scopes).finally(() => running.delete(key));
            running.set(key, next);
        }
        const issued = await next;
        tokens.set(key, issued);
        return issued.token;
    };
}
async function request(endpoint, fields) {
    const { clientId, clientSecret, tokenUrl, token = "access_token", fetch: send = (one) => fetch(one) } = endpoint;
    const body = new URLSearchParams(Object.entries({ ...fields, client_id: clientId }).filter(([, value]) => value !== ""));
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    if (clientSecret !== undefined) {
        headers.Authorization = `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;
    }
    const response = await send(new Request(tokenUrl, { method: "POST", headers, body: body.toString() }));
    const issued = (await response.json());
    const value = issued[token];
    if (!response.ok || typeof value !== "string") {
        const reason = typeof issued.error === "string" ? issued.error : `and no ${token}`;
        throw new Error(`the token endpoint responded with ${String(response.status)} ${reason}`);
    }
    const lifetime = typeof issued.expires_in === "number" ? issued.expires_in : 0;
    return { token: value, refreshToken: issued.refresh_token, expiresAt: Date.now() + 1000 * lifetime };
}
