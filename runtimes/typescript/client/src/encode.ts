/** How a list or an object is written into a parameter: OpenAPI's style. */
export type Style = "simple" | "label" | "matrix" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";

/** How a parameter, or a field of a form, is written. */
export interface ParameterSpec {
  readonly name: string;
  /** The name in the input, where it is another one. */
  readonly property?: string;
  readonly in?: "path" | "query" | "header" | "cookie";
  /** The default is one value: a string as it is, and anything else as JSON. */
  readonly kind?: "list" | "object" | "json";
  /** The default is simple in the path and in headers, form elsewhere. */
  readonly style?: Style;
  /** The default is true for the styles form and deepObject. */
  readonly explode?: boolean;
}

type Input = Readonly<Record<string, unknown>>;
type Pair = readonly [name: string, value: string];

/** Encodes all but the unreserved characters of RFC 3986, so that what is sent is what is signed. */
export function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Writes pairs of names and values as a query, or as a form. */
export function queryOf(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join("&");
}

/** Returns the URL of a request. */
export function urlOf(baseUrl: string, path: string, specs: readonly ParameterSpec[], input: Input): string {
  const query = queryOf(specs.filter((spec) => spec.in === "query").flatMap((spec) => pairsOf(spec, input)));
  const filled = path
    .split("/")
    .map((segment) => segment.replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => pathText(specs, input, name, greedy !== "")))
    .join("/");
  return baseUrl.replace(/\/$/, "") + filled + (query === "" ? "" : `?${query}`);
}

function pathText(specs: readonly ParameterSpec[], input: Input, name: string, greedy: boolean): string {
  const spec = specs.find((one) => one.in === "path" && one.name === name) ?? { name };
  const value = valueOf(spec, input);
  const text = value === undefined ? "" : written(spec, value, greedy ? (part) => part.split("/").map(escaped).join("/") : escaped);
  // URLs lose empty and dotted segments: the request would be for another resource.
  if (text === "" || text.split("/").some((part) => /^\.{1,2}$/.test(part))) {
    throw new TypeError(`path parameter ${name} must not be ${text === "" ? "empty" : JSON.stringify(text)}`);
  }
  return text;
}

/** Writes parameters into headers, cookies among them. */
export function setHeaders(headers: Headers, specs: readonly ParameterSpec[], input: Input): void {
  const cookies: string[] = [];
  for (const spec of specs) {
    const value = valueOf(spec, input);
    if (value !== undefined && spec.in === "header") {
      headers.set(spec.name, written(spec, value, String));
    } else if (spec.in === "cookie") {
      cookies.push(...pairsOf(spec, input).map(cookie));
    }
  }
  if (cookies.length > 0) {
    headers.set("Cookie", cookies.join("; "));
  }
}

function cookie([name, value]: Pair): string {
  if (!/^[ !#-:<-[\]-~]*$/.test(value)) {
    throw new TypeError(`cookie ${name} cannot hold ${JSON.stringify(value)}`);
  }
  return `${name}=${value}`;
}

/** Returns the value of a parameter; undefined: it is not sent. */
export function valueOf({ name, property = name }: ParameterSpec, input: Input): unknown {
  return input[property] ?? undefined;
}

/** Returns the text of one value. */
export function textOf(value: unknown, { kind }: Pick<ParameterSpec, "kind"> = {}): string {
  return typeof value === "string" && kind !== "json" ? value : JSON.stringify(value);
}

function entriesOf(value: unknown): Pair[] {
  return Object.entries(value as object)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => [name, textOf(one)]);
}

/** Writes a value into one text, in the styles simple, label and matrix. */
function written(spec: ParameterSpec, value: unknown, encode: (text: string) => string): string {
  const { name, kind, style = "simple", explode = false } = spec;
  const items =
    kind === "list"
      ? (value as readonly unknown[]).map((item) => encode(textOf(item)))
      : kind === "object"
        ? entriesOf(value).flatMap(([key, one]) => (explode ? [`${encode(key)}=${encode(one)}`] : [encode(key), encode(one)]))
        : [encode(textOf(value, spec))];
  if (style === "label") {
    return `.${items.join(explode ? "." : ",")}`;
  }
  if (style !== "matrix") {
    return items.join(",");
  }
  if (explode && kind === "object") {
    return items.map((item) => `;${item}`).join("");
  }
  return explode && kind === "list" ? items.map((item) => `;${name}=${item}`).join("") : `;${name}=${items.join(",")}`;
}

/** Writes a value into names and values, in the styles of the query. */
export function pairsOf(spec: ParameterSpec, input: Input): Pair[] {
  const { name, kind, style = "form", explode = style === "form" || style === "deepObject" } = spec;
  const value = valueOf(spec, input);
  if (value === undefined) {
    return [];
  }
  if (kind === "object") {
    const entries = entriesOf(value);
    if (style === "deepObject") {
      return entries.map(([key, one]) => [`${name}[${key}]`, one]);
    }
    return explode ? entries : [[name, entries.flat().join(",")]];
  }
  if (kind !== "list") {
    return [[name, textOf(value, spec)]];
  }
  const items = (value as readonly unknown[]).map((item) => textOf(item));
  return explode ? items.map((item) => [name, item]) : [[name, items.join({ spaceDelimited: " ", pipeDelimited: "|" }[style as string] ?? ",")]];
}
