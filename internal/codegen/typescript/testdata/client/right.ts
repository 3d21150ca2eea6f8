import { ApiError, createClient, createPet, deletePet, getPet, listPets, listPetsItems, listPetsPages, ok, putPhoto, ResponseError, type Signer, watchPets } from "petstore/client";
import { sigV4 } from "petstore/client/sigv4";
const baseUrl = "https://abc.execute-api.eu-west-1.amazonaws.com/prod";
const credentials = { accessKeyId: "AKID", secretAccessKey: "secret" };
const client = createClient({ baseUrl, iam: sigV4({ region: "eu-west-1", credentials }), users: async () => "token", apiKey: "key", retry: { maxAttempts: 5 } });
const made = await createPet(client, { body: { kind: "cat", name: "Minka" } }, { timeoutMs: 3000, signal: new AbortController().signal });
switch (made.statusCode) {
  case 201: { const location: string = made.headers.get("location"); console.log(made.body.id, location); break; }
  case 409: console.log(made.body.message); break;
  default: made satisfies never;
}
const visitor = createClient({ baseUrl, apiKey: "key" });
const pet = ok(await getPet(visitor, { petId: "1" }));
console.log(pet.name);
await listPets(visitor);
const gone: undefined = ok(await deletePet(client, { petId: "1" }));
for await (const one of listPetsItems(visitor, { kind: ["cat"] })) console.log(one.name);
for await (const page of listPetsPages(visitor)) if (page.statusCode === 200) console.log(page.body.pets.length);
for await (const { data } of ok(await watchPets(visitor))) console.log(data.type, gone);
const thumbnail: Uint8Array = ok(await putPhoto(client, { petId: "1", body: new Blob([]) }));
const stream: ReadableStream<Uint8Array> = ok(await putPhoto(client, { petId: "1", body: thumbnail }, { stream: true }));
declare const maybe: Signer | undefined;
if (maybe) await createPet(createClient({ baseUrl, iam: maybe }), { body: { kind: "cat", name: "Minka" } });
try { await getPet(visitor, { petId: "1" }); } catch (error) { if (error instanceof ApiError) console.log(error.errorType, error.requestId, stream); if (error instanceof ResponseError) console.log(error.result.statusCode); }
