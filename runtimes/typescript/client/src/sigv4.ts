import type { SignableRequest, Signer } from "./client.js";
import { escaped } from "./encode.js";

/** Credentials of AWS. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How requests are signed. */
export interface SigV4Options {
  readonly region: string;
  /** The default is "execute-api". */
  readonly service?: string;
  /** Credentials, or a function that returns them, such as fromNodeProviderChain() of @aws-sdk/credential-providers. */
  readonly credentials: AwsCredentials | (() => Promise<AwsCredentials>);
  /** Returns the time of a signature; the default is the system's. */
  readonly clock?: () => Date;
}

const algorithm = "AWS4-HMAC-SHA256";

/** Returns a signer by Signature Version 4 of AWS. It signs the body, the content type, and the headers that start with x-amz-. */
export function sigV4({ region, service = "execute-api", credentials, clock = () => new Date() }: SigV4Options): Signer {
  return {
    async sign(request) {
      const { accessKeyId, secretAccessKey, sessionToken } = typeof credentials === "function" ? await credentials() : credentials;
      const time = clock().toISOString().replace(/[-:]|\.\d+/g, "");
      const added: Record<string, string> = { "x-amz-date": time };
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

type Header = readonly [name: string, value: string];

function signedHeaders({ url, headers }: SignableRequest, added: Readonly<Record<string, string>>): readonly Header[] {
  const signed = new Map([["host", url.host], ...Object.entries(added)]);
  headers.forEach((value, name) => {
    if ((name === "content-type" || name.startsWith("x-amz-")) && !signed.has(name)) {
      signed.set(name, value.trim().replace(/ +/g, " "));
    }
  });
  return [...signed].sort(([a], [b]) => compare(a, b));
}

async function canonicalRequest({ method, url, body }: SignableRequest, headers: readonly Header[]): Promise<string> {
  // Empty segments are not signed.
  const path = url.pathname.replace(/\/+/g, "/").split("/").map(escaped).join("/");
  const query = url.search
    .slice(1)
    .split("&")
    .filter((part) => part !== "")
    .map((part) => (part.includes("=") ? part : `${part}=`).split(/=([^]*)/, 2).map((text) => escaped(decodeURIComponent(text))))
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
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function signingKey(secret: string, scope: readonly string[]): Promise<ArrayBuffer> {
  let key = bytes(`AWS4${secret}`).buffer as ArrayBuffer;
  for (const part of scope) {
    key = await hmac(key, part);
  }
  return key;
}

async function hmac(key: ArrayBuffer, text: string): Promise<ArrayBuffer> {
  const { subtle } = globalThis.crypto;
  return subtle.sign("HMAC", await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]), bytes(text));
}

async function sha256(data: Uint8Array): Promise<string> {
  return hex(await globalThis.crypto.subtle.digest("SHA-256", data));
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function hex(data: ArrayBuffer): string {
  return Array.from(new Uint8Array(data), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
