import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sigV4 } from "../src/sigv4.js";

const secrets: Readonly<Record<string, string>> = { AKIDEXAMPLE: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ANOTREAL: "notrealrnrELgWzOk3IfjzDKtFBhDby" };

/** The cases of AWS's signing test suite, by their names: paths without normalization are Amazon S3's. */
function suite(): readonly (readonly [string, string])[] {
  const text = readFileSync(new URL("../../../../../../conformance/sigv4/testdata/suite.txtar", import.meta.url), "utf8");
  const parts = text.split(/^-- (.*) --\n/m).slice(1);
  return parts.flatMap((name, i) => (i % 2 === 0 && /(?<!-unnormalized)\/header$/.test(name) ? [[name, parts[i + 1] ?? ""] as const] : []));
}

/** Reads a request of the suite; undefined: it is one that a client does not send, or has headers that it does not sign. */
function applicable(text: string) {
  const [head = "", body = ""] = text.split(/\n\n([^]*)/, 2);
  const [line = "", ...fields] = head.split("\n");
  const [, method = "", target = ""] = /^(\S+) (.*?)(?: HTTP\/1\.1)?$/.exec(line) ?? [];
  const headers = new Headers();
  if (fields.some((field) => field.startsWith(" "))) {
    return undefined;
  }
  for (const field of fields.filter((one) => one !== "")) {
    headers.append(field.slice(0, field.indexOf(":")), field.slice(field.indexOf(":") + 1));
  }
  const authorization = headers.get("authorization") ?? "";
  const [, id = "", , region = "", service = "", signed = ""] = /Credential=([^/]+)\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]*)/.exec(authorization) ?? [];
  const url = new URL(`https://${headers.get("host") ?? ""}${target}`);
  const isSent = url.pathname + url.search === target;
  if (!isSent || !signed.split(";").every((name) => name === "host" || name === "content-type" || name.startsWith("x-amz-"))) {
    return undefined;
  }
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers.get("x-amz-date") ?? "") ?? [];
  const time = new Date(`${String(y)}-${String(mo)}-${String(d)}T${String(h)}:${String(mi)}:${String(s)}Z`);
  const sessionToken = signed.includes("x-amz-security-token") ? (headers.get("x-amz-security-token") ?? "") : undefined;
  headers.delete("authorization");
  headers.delete("x-amz-security-token");
  headers.delete("x-amz-date");
  const signer = sigV4({ region, service, clock: () => time, credentials: { accessKeyId: id, secretAccessKey: secrets[id] ?? "", sessionToken } });
  return { authorization, signer, request: { method, url, headers, body: new TextEncoder().encode(body.replace(/\n$/, "")) } };
}

test("signatures are those of AWS's suite", async (t) => {
  let count = 0;
  for (const [name, text] of suite()) {
    const one = applicable(text);
    if (one === undefined) {
      continue;
    }
    count++;
    await t.test(name, async () => {
      const { authorization } = await one.signer.sign(one.request);
      assert.equal(authorization, one.authorization);
    });
  }
  assert.ok(count >= 15, `only ${String(count)} cases apply`);
});

interface Vector {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly sessionToken?: string;
  readonly authorization: string;
}

// Signed by @smithy/signature-v4 5.7.5, which AWS's SDK for JavaScript signs with.
const vectors = JSON.parse(readFileSync(new URL("../../../../client/test/sigv4.json", import.meta.url), "utf8")) as readonly Vector[];

for (const { name, method, url, headers, body, sessionToken, authorization } of vectors) {
  test(`a signature is that of the official signer: ${name}`, async () => {
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: secrets.AKIDEXAMPLE ?? "", sessionToken };
    const signer = sigV4({ region: "eu-west-1", credentials: () => Promise.resolve(credentials), clock: () => new Date("2026-01-02T03:04:05Z") });
    const signed = await signer.sign({ method, url: new URL(url), headers: new Headers(headers), body: new TextEncoder().encode(body) });
    assert.equal(signed.authorization, authorization);
    assert.equal(signed["x-amz-security-token"], sessionToken);
  });
}
