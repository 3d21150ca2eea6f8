import type { ClientState, CustomCredential, Signer, TokenSource } from "./client.js";

/** A credential that an operation needs. */
export interface CredentialSpec {
  /** The name among the options of the client. */
  readonly name: string;
  readonly kind: "signature" | "key" | "token" | "custom";
  /** The header of a key or a token, or the parameter of the query that holds a key. */
  readonly field?: string;
  readonly in?: "query" | "cookie";
  /** What is before a token, such as "Bearer ". */
  readonly prefix?: string;
  readonly scopes?: readonly string[];
}

/** Adds credentials to a request. With refresh, kept tokens are not used. Signatures come last, since they cover the others. */
export async function authorize(state: ClientState, specs: readonly CredentialSpec[], request: Request, refresh: boolean): Promise<Request> {
  for (const spec of [...specs].sort((a, b) => Number(a.kind === "signature") - Number(b.kind === "signature"))) {
    const credential = state.credentials[spec.name];
    if (credential === undefined) {
      throw new TypeError(`the client has no credential ${spec.name}`);
    }
    request = await add(spec, credential, request, refresh);
  }
  return request;
}

async function add(spec: CredentialSpec, credential: unknown, request: Request, refresh: boolean): Promise<Request> {
  const { kind, field = "Authorization", prefix = "", scopes = [] } = spec;
  switch (kind) {
    case "custom":
      return (credential as CustomCredential)(request);
    case "signature": {
      const body = new Uint8Array(await request.clone().arrayBuffer());
      const { method, url, headers } = request;
      for (const [name, value] of Object.entries(await (credential as Signer).sign({ method, url: new URL(url), headers, body }))) {
        headers.set(name, value);
      }
      return request;
    }
    case "key":
      return withKey(spec, credential as string, request);
    default: {
      const source = credential as TokenSource;
      request.headers.set(field, prefix + (typeof source === "string" ? source : await source(scopes, refresh)));
      return request;
    }
  }
}

function withKey({ field = "", in: place }: CredentialSpec, key: string, request: Request): Request {
  if (place === "query") {
    const separator = request.url.includes("?") ? "&" : "?";
    return new Request(`${request.url}${separator}${encodeURIComponent(field)}=${encodeURIComponent(key)}`, request);
  }
  if (place === "cookie") {
    const cookies = [request.headers.get("Cookie"), `${field}=${key}`].filter((text) => text !== null);
    request.headers.set("Cookie", cookies.join("; "));
  } else {
    request.headers.set(field, key);
  }
  return request;
}
