import assert from "node:assert/strict";
import { test } from "node:test";
import { type ParameterSpec, setHeaders, urlOf } from "../src/encode.js";

const list = ["a b", "c,d"];
const object = { x: 1, y: "é" };

for (const [name, spec, value, want] of [
  ["form, a list", { kind: "list" }, list, "?p=a%20b&p=c%2Cd"],
  ["form, a list in one", { kind: "list", explode: false }, ["a", "b"], "?p=a%2Cb"],
  ["spaceDelimited", { kind: "list", style: "spaceDelimited" }, ["a", "b"], "?p=a%20b"],
  ["pipeDelimited", { kind: "list", style: "pipeDelimited" }, ["a", "b"], "?p=a%7Cb"],
  ["form, an object", { kind: "object" }, object, "?x=1&y=%C3%A9"],
  ["form, an object in one", { kind: "object", explode: false }, object, "?p=x%2C1%2Cy%2C%C3%A9"],
  ["deepObject", { kind: "object", style: "deepObject" }, object, "?p%5Bx%5D=1&p%5By%5D=%C3%A9"],
  ["JSON", { kind: "json" }, "a", "?p=%22a%22"],
  ["a number", {}, 1.5, "?p=1.5"],
  ["reserved characters", {}, "!'()*~", "?p=%21%27%28%29%2A~"],
  ["an empty text", {}, "", "?p="],
  ["an empty list", { kind: "list" }, [], ""],
  ["null", {}, null, ""],
] as readonly (readonly [string, Partial<ParameterSpec>, unknown, string])[]) {
  test(`query: ${name}`, () => {
    assert.equal(urlOf("https://h/s/", "/pets", [{ name: "p", in: "query", ...spec }], { p: value }), `https://h/s/pets${want}`);
  });
}

for (const [name, spec, value, want] of [
  ["a text", {}, "a b/ü", "a%20b%2F%C3%BC"],
  ["simple, a list", { kind: "list" }, list, "a%20b,c%2Cd"],
  ["simple, an object", { kind: "object", explode: true }, object, "x=1,y=%C3%A9"],
  ["label, a list", { kind: "list", style: "label", explode: true }, list, ".a%20b.c%2Cd"],
  ["label, an object", { kind: "object", style: "label" }, object, ".x,1,y,%C3%A9"],
  ["matrix", { style: "matrix" }, 5, ";p=5"],
  ["matrix, a list", { kind: "list", style: "matrix", explode: true }, ["a", "b"], ";p=a;p=b"],
  ["matrix, an object", { kind: "object", style: "matrix", explode: true }, object, ";x=1;y=%C3%A9"],
] as readonly (readonly [string, Partial<ParameterSpec>, unknown, string])[]) {
  test(`path: ${name}`, () => {
    assert.equal(urlOf("https://h", "/pets/{p}", [{ name: "p", in: "path", ...spec }], { p: value }), `https://h/pets/${want}`);
  });
}

test("a greedy path parameter keeps its slashes", () => {
  assert.equal(urlOf("https://h", "/files/{p+}", [{ name: "p", in: "path" }], { p: "a b/c" }), "https://h/files/a%20b/c");
});

for (const value of [undefined, "", ".", "..", "a/../b"]) {
  test(`a path parameter is not ${JSON.stringify(value)}`, () => {
    assert.throws(() => urlOf("https://h", "/files/{p+}", [{ name: "p", in: "path" }], { p: value }), { name: "TypeError", message: /^path parameter p must not be/ });
  });
}

test("headers and cookies", () => {
  const headers = new Headers();
  setHeaders(
    headers,
    [
      { name: "X-Tags", property: "xTags", in: "header", kind: "list" },
      { name: "session", in: "cookie" },
      { name: "seen", in: "cookie", kind: "list" },
    ],
    { xTags: ["a", "b"], session: "s1", seen: [1, 2] },
  );
  assert.deepEqual([...headers], [["cookie", "session=s1; seen=1; seen=2"], ["x-tags", "a,b"]]);
  assert.throws(() => { setHeaders(headers, [{ name: "session", in: "cookie" }], { session: "a;b" }); }, /cookie session cannot hold "a;b"/);
});
