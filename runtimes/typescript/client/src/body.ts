import { pairsOf, type ParameterSpec, queryOf, textOf, valueOf } from "./encode.js";

/** How a body of one media type is written. */
export interface ContentSpec {
  readonly write: BodyWriter;
  /** The fields of a form. */
  readonly fields?: readonly FieldSpec[];
}

/** How a field of a form is written. */
export interface FieldSpec extends ParameterSpec {
  /** The field holds a file, or several. */
  readonly file?: "one" | "many";
}

/** A body as it is sent. */
export interface SentBody {
  readonly content: string | Uint8Array | Blob | ReadableStream<Uint8Array>;
  /** The media type, where it has parameters. */
  readonly contentType?: string;
}

/** Writes a body. */
export type BodyWriter = (body: unknown, spec: ContentSpec) => SentBody | Promise<SentBody>;

/** A body that is sent as it is. A stream is sent once: such a call is not repeated. */
export type BinaryBody = Uint8Array | Blob | ReadableStream<Uint8Array>;

/** A file of a multipart form. */
export type FormFile = Blob | { readonly name?: string; readonly contentType?: string; readonly content: Uint8Array };

/** Writes a body as JSON. */
export function jsonBody(body: unknown): SentBody {
  return { content: JSON.stringify(body) };
}

/** Writes a body that is text or bytes. */
export function plainBody(body: unknown): SentBody {
  return { content: body as SentBody["content"] };
}

/** Writes a body as a form of application/x-www-form-urlencoded. */
export function formBody(body: unknown, { fields = [] }: ContentSpec): SentBody {
  return { content: queryOf(fields.flatMap((field) => pairsOf(field, body as Readonly<Record<string, unknown>>))) };
}

/** Writes a body as a form of multipart/form-data. */
export async function multipartBody(body: unknown, { fields = [] }: ContentSpec): Promise<SentBody> {
  const form = new FormData();
  const values = body as Readonly<Record<string, unknown>>;
  for (const field of fields) {
    if (field.file === undefined) {
      pairsOf(field, values).forEach(([name, value]) => { form.append(name, value); });
    } else {
      [valueOf(field, values) ?? []].flat().forEach((file) => { appendFile(form, field.name, file as FormFile | string); });
    }
  }
  const encoded = new Response(form);
  return { content: new Uint8Array(await encoded.arrayBuffer()), contentType: encoded.headers.get("Content-Type") ?? "" };
}

function appendFile(form: FormData, name: string, file: FormFile | string): void {
  if (file instanceof Blob) {
    form.append(name, file);
  } else if (typeof file === "object") {
    form.append(name, new Blob([file.content], { type: file.contentType ?? "" }), file.name ?? name);
  } else {
    form.append(name, textOf(file));
  }
}
