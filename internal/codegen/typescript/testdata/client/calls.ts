import { ApiError, createClient, createPet, deletePet, getPet, listPets, listPetsPages, ok, putPhoto, watchPets, type Middleware } from "petstore/client";
import { sigV4 } from "petstore/client/sigv4";
const baseUrl = process.argv[2] ?? "";
const token = process.argv[3] ?? "";
let attempts = 0;
const middleware: Middleware[] = [(request, next) => { attempts++; return next(request); }];
const iam = sigV4({ region: "us-east-1", credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" } });
const all = createClient({ baseUrl, middleware, iam, users: () => token, apiKey: "alice-0123456789abcdefghij" });
const slow = createClient({ baseUrl, middleware, apiKey: "bob-0123456789abcdefghijkl", retry: { baseMs: 1500 } });
async function show(name: string, f: () => Promise<unknown>): Promise<void> {
  attempts = 0;
  try {
    console.log(name, JSON.stringify(await f()), attempts);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { kind, statusCode, errorType, message, requestId } = error;
    console.log(name, kind, statusCode, errorType, message.split("\n", 1)[0], requestId !== undefined, error.attempts === attempts);
  }
}
await show("public", async () => (await listPets(all, { limit: 3, kind: ["cat", "dog"] })).statusCode);
await show("signed, a union", async () => (await createPet(all, { body: { kind: "dog", name: "Rex é", bornOn: "2024-01-02" } })).statusCode);
await show("signed, bytes", async () => ok(await putPhoto(all, { petId: "a b/ü", body: new Uint8Array([137, 80, 0, 255]) })).length > 0);
await show("signed, another secret", async () => createPet(createClient({ baseUrl, middleware, iam: sigV4({ region: "us-east-1", credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "x" } }) }), { body: { kind: "cat", name: "M" } }));
await show("token", async () => (await deletePet(all, { petId: "1" })).statusCode);
await show("no token", () => deletePet(createClient({ baseUrl, middleware, users: () => "none" }), { petId: "1" }));
await show("key", async () => (await getPet(all, { petId: "1" })).statusCode);
await show("key", async () => (await getPet(all, { petId: "1" })).statusCode);
await show("quota", () => getPet(all, { petId: "1" }));
await show("throttle", async () => (await getPet(slow, { petId: "1" })).statusCode);
await show("throttle", async () => (await getPet(slow, { petId: "1" })).statusCode);
await show("wrong key", () => getPet(createClient({ baseUrl, middleware, apiKey: "nobody" }), { petId: "1" }));
await show("pages", async () => { let n = 0; try { for await (const page of listPetsPages(all)) n += page.statusCode === 200 ? 1 : 0; } catch (error) { return [n, String(error).replace(/token ".*"/, "token …")]; } return n; });
await show("events", async () => { const types: string[] = []; for await (const { data } of ok(await watchPets(all))) types.push(data.type); return types.length > 0; });
