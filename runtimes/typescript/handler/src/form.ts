import type { ContentSpec } from "./body.js";
import { add, checkList, Decoder, type ParameterSpec, unescaped } from "./decode.js";
import { headerValue } from "./event.js";
import { Reason } from "./problem.js";

/** A file of a multipart form. */
export interface UploadedFile {
  /** The name that the client has for it; not to be used as a path unchecked. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** What the model says of a field of a form that holds a file, or several. */
export interface FileSpec extends ParameterSpec {
  readonly file?: "one" | "many";
}

/** Reads a body as a form of application/x-www-form-urlencoded. */
export function formBody(body: Buffer, spec: ContentSpec, decoder: Decoder): unknown {
  const fields = new Map<string, string[]>();
  for (const part of body.toString("utf8").split("&")) {
    if (/;|%(?![0-9a-fA-F]{2})/.test(part)) {
      throw new Reason("is not a valid form");
    }
    if (part !== "") {
      const at = part.includes("=") ? part.indexOf("=") : part.length;
      add(fields, formText(part.slice(0, at)), formText(part.slice(at + 1)));
    }
  }
  return decodeFields(new Decoder(decoder.event, fields), spec.fields ?? [], decoder);
}

function formText(text: string): string {
  return unescaped(text.replaceAll("+", " "));
}

function decodeFields(form: Decoder, fields: readonly ParameterSpec[], decoder: Decoder): Record<string, unknown> {
  const values = form.decode(fields);
  decoder.problems.push(...form.problems);
  return values;
}

/** Reads a body as a form of multipart/form-data (RFC 7578). */
export function multipartBody(body: Buffer, spec: ContentSpec, decoder: Decoder): unknown {
  const boundary = boundaryOf(headerValue(decoder.event, "Content-Type"));
  const fields = new Map<string, string[]>();
  const files = new Map<string, UploadedFile[]>();
  for (const { field, file } of partsOf(body, boundary)) {
    files.set(field, [...(files.get(field) ?? []), file]);
    if (file.name === "") {
      add(fields, field, Buffer.from(file.content).toString("utf8"));
    }
  }
  const form = new Decoder(decoder.event, fields);
  const values: Record<string, unknown> = {};
  for (const one of (spec.fields ?? []) as readonly FileSpec[]) {
    Object.assign(values, one.file === undefined ? form.decode([one]) : readFiles(form, one, files.get(one.name) ?? []));
  }
  decoder.problems.push(...form.problems);
  return values;
}

function readFiles(form: Decoder, spec: FileSpec, files: readonly UploadedFile[]): Record<string, unknown> {
  const last = files.at(-1);
  if (last === undefined) {
    if (spec.required === true) {
      form.refuse(spec, "is missing");
    }
    return {};
  }
  try {
    if (spec.file === "many") {
      checkList(files, spec);
    }
  } catch (error) {
    if (!(error instanceof Reason)) {
      throw error;
    }
    form.refuse(spec, error.message);
  }
  return { [spec.property ?? spec.name]: spec.file === "many" ? files : last };
}

const invalid = "is not a valid multipart form";

function boundaryOf(contentType: string): string {
  const boundary = parameterOf(contentType, "boundary");
  if (boundary === "") {
    throw new Reason(invalid);
  }
  return boundary;
}

/** Returns a parameter of a header such as Content-Disposition, or "". */
function parameterOf(header: string, name: string): string {
  for (const [, key = "", quoted, plain = ""] of header.matchAll(/;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g)) {
    if (key.toLowerCase() === name) {
      return quoted === undefined ? plain.trim() : quoted.replace(/\\(["\\])/g, "$1");
    }
  }
  return "";
}

interface Part {
  readonly field: string;
  readonly file: UploadedFile;
}

/** Takes a multipart body apart. What is before the first boundary and after the last one is nothing. */
function partsOf(body: Buffer, boundary: string): readonly Part[] {
  const text = `\r\n${body.toString("latin1")}`;
  const delimiter = Buffer.from(`\r\n--${boundary}`, "utf8").toString("latin1");
  const parts: Part[] = [];
  let start: number | undefined;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length)) {
    const rest = /^(--)?[ \t]*(\r\n|$)/.exec(text.slice(at + delimiter.length, at + delimiter.length + 64));
    if (rest === null || (rest[1] === undefined && rest[2] === "")) {
      continue; // a part that only begins like the boundary
    }
    if (start !== undefined) {
      parts.push(partOf(text.slice(start, at)));
    }
    if (rest[1] !== undefined) {
      return parts;
    }
    start = at + delimiter.length + rest[0].length;
  }
  if (start !== undefined) {
    throw new Reason(invalid); // it is cut off
  }
  return parts;
}

function partOf(text: string): Part {
  const end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
  if (end < 0) {
    throw new Reason(invalid);
  }
  const headers = new Map<string, string>();
  for (const line of text.slice(0, end).split("\r\n")) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon).trim().toLowerCase(), Buffer.from(line.slice(colon + 1).trim(), "latin1").toString("utf8"));
  }
  const disposition = headers.get("content-disposition") ?? "";
  return {
    field: parameterOf(disposition, "name"),
    file: {
      name: parameterOf(disposition, "filename").replace(/^.*\//, ""),
      contentType: headers.get("content-type") ?? "",
      content: new Uint8Array(Buffer.from(text.slice(text.startsWith("\r\n") ? 2 : end + 4), "latin1")),
    },
  };
}
