import assert from "node:assert/strict";
import { test } from "node:test";
import { clientCredentials, refreshToken, type TokenEndpoint } from "../src/index.js";

/** Returns an endpoint that issues tokens with a lifetime in seconds, and the requests that it got. */
function endpoint(lifetime: number): { readonly of: TokenEndpoint & { readonly clientSecret: string }; readonly sent: string[] } {
  const sent: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    sent.push(`${request.headers.get("Authorization") ?? ""} ${await request.text()}`);
    return Response.json({ access_token: `t${String(sent.length)}`, refresh_token: `r${String(sent.length)}`, expires_in: lifetime });
  };
  return { of: { tokenUrl: "https://auth/oauth2/token", clientId: "id", clientSecret: "s", fetch }, sent };
}

test("tokens are kept by their scopes, and one is asked for at a time", async () => {
  const { of, sent } = endpoint(3600);
  const source = clientCredentials(of);
  assert.deepEqual(await Promise.all([source(["a"], false), source(["a"], false)]), ["t1", "t1"]);
  assert.equal(await source(["b"], false), "t2");
  assert.equal(await source(["a"], false), "t1");
  assert.equal(await source(["a"], true), "t3");
  assert.equal(sent[0], `Basic ${btoa("id:s")} grant_type=client_credentials&scope=a&client_id=id`);
});

test("a token is not used in its last minute", async () => {
  const source = clientCredentials(endpoint(59).of);
  assert.deepEqual([await source([], false), await source([], false)], ["t1", "t2"]);
});

test("a new refresh token replaces the one before", async () => {
  const { of, sent } = endpoint(0);
  const source = refreshToken({ ...of, clientSecret: undefined, refreshToken: "r0" });
  await source([], false);
  await source([], false);
  assert.deepEqual(sent, [" grant_type=refresh_token&refresh_token=r0&client_id=id", " grant_type=refresh_token&refresh_token=r1&client_id=id"]);
});

test("a refusal names the reason, and is not kept", async () => {
  let refuse = true;
  const fetch = (): Promise<Response> =>
    Promise.resolve(refuse ? Response.json({ error: "invalid_client" }, { status: 400 }) : Response.json({ access_token: "t", expires_in: 3600 }));
  const source = clientCredentials({ ...endpoint(0).of, fetch });
  await assert.rejects(source([], false), { message: "the token endpoint responded with 400 invalid_client" });
  refuse = false;
  assert.equal(await source([], false), "t");
});
