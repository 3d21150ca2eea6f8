import { headerValues, own, type ProxyEvent, queryParameters, queryValues } from "./event.js";
import { count, parseValue, type ValueSpec } from "./parse.js";
import { type Place, type Problem, Reason } from "./problem.js";

/** How a list or an object is written into a parameter: OpenAPI's style. */
export type Style = "simple" | "label" | "matrix" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";

/** What the model says of a parameter, of a field of a form, or of a property of an object. It is one value, a list, or an object. */
export interface ParameterSpec extends Partial<ValueSpec> {
  readonly name: string;
  /** The name in the input, where it is another one. */
  readonly property?: string;
  readonly in: Place;
  readonly required?: boolean;
  /** What stands for it when it is not there. */
  readonly default?: unknown;
  /** The default is that of the place: simple in the path and in headers, form elsewhere. */
  readonly style?: Style;
  /** The default is true for the styles form and deepObject. */
  readonly explode?: boolean;
  readonly items?: ValueSpec;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  /** The properties of an object. */
  readonly properties?: readonly ParameterSpec[];
  /** The properties of an object that may have any names. */
  readonly map?: ValueSpec;
}

type Values = ReadonlyMap<string, readonly string[]>;

/** Takes a request apart, and collects what is wrong with it. */
export class Decoder {
  readonly problems: Problem[] = [];
  #cookies: Values | undefined;

  constructor(
    readonly event: ProxyEvent,
    /** The fields of a form, or the properties of an object. */
    private readonly fields: Values = new Map(),
    /** The object whose properties are decoded. */
    private readonly object?: ParameterSpec,
  ) {}

  /** Returns the values of parameters that are there, by their names in the input. */
  decode(specs: readonly ParameterSpec[]): Record<string, unknown> {
    const all: Record<string, unknown> = {};
    for (const spec of specs) {
      const value = this.attempt(spec, () => this.read(spec));
      if (value !== undefined) {
        all[spec.property ?? spec.name] = value;
      } else if (spec.default !== undefined) {
        all[spec.property ?? spec.name] = spec.default;
      }
    }
    return all;
  }

  /** Reports what is wrong with a value. */
  refuse(spec: Pick<ParameterSpec, "in" | "name">, reason: string): void {
    const { object } = this;
    this.problems.push(object === undefined ? { in: spec.in, name: spec.name, reason } : { in: object.in, name: `${object.name}.${spec.name}`, reason });
  }

  private attempt(spec: ParameterSpec, read: () => unknown): unknown {
    try {
      const value = read();
      if (value === undefined && spec.required === true) {
        this.refuse(spec, "is missing");
      }
      return value;
    } catch (error) {
      if (!(error instanceof Reason)) {
        throw error;
      }
      this.refuse(spec, error.message);
      return undefined;
    }
  }

  private read(spec: ParameterSpec): unknown {
    if (spec.items !== undefined) {
      return this.readList(spec, spec.items);
    }
    if (spec.properties !== undefined || spec.map !== undefined) {
      return this.readObject(spec);
    }
    const text = this.raw(spec)?.at(-1);
    return text === undefined || spec.type === undefined ? undefined : parseValue(decoded(spec, unmarked(spec, text)), spec as ValueSpec);
  }

  private readList(spec: ParameterSpec, item: ValueSpec): unknown {
    const raw = this.raw(spec);
    if (raw === undefined) {
      return undefined;
    }
    const texts = split(spec, raw).map((text) => decoded(spec, text));
    const values = texts.map((text, i) => parsedItem(text, item, i));
    checkList(values, spec);
    return values;
  }

  private readObject(spec: ParameterSpec): unknown {
    const found = this.propertiesOf(spec);
    if (found === undefined) {
      return undefined;
    }
    const inside = new Decoder(this.event, found, spec);
    const specs = spec.properties ?? [...found.keys()].sort().map((name) => ({ ...spec.map, name, in: "body" as const, required: true }));
    const value = inside.decode(specs);
    this.problems.push(...inside.problems);
    return value;
  }

  /** Returns the values as they are in the event. */
  private raw({ in: place, name }: ParameterSpec): readonly string[] | undefined {
    const values = this.rawValues(place, name);
    return values.length === 0 ? undefined : values;
  }

  private rawValues(place: Place, name: string): readonly string[] {
    switch (place) {
      case "path": {
        const text = own(this.event.pathParameters, name);
        return text === undefined ? [] : [text];
      }
      case "query":
        return queryValues(this.event, name);
      case "header":
        return headerValues(this.event, name);
      case "cookie":
        return this.cookies().get(name) ?? [];
      case "body":
        return this.fields.get(name) ?? [];
    }
  }

  private cookies(): Values {
    this.#cookies ??= readCookies(headerValues(this.event, "Cookie"));
    return this.#cookies;
  }

  /** Returns the properties of an object, when it is there. */
  private propertiesOf(spec: ParameterSpec): Values | undefined {
    const style = styleOf(spec);
    if (style === "deepObject") {
      return this.deepObject(spec);
    }
    if (style === "form" && explodes(spec)) {
      const all = this.all(spec.in);
      return spec.properties?.some(({ name }) => all.has(name)) === true ? all : undefined;
    }
    const raw = this.raw(spec);
    return raw === undefined ? undefined : pairs(spec, raw);
  }

  /** Collects name[property]=value. */
  private deepObject(spec: ParameterSpec): Values | undefined {
    const found = new Map<string, readonly string[]>();
    for (const [name, values] of this.all(spec.in)) {
      if (name.startsWith(`${spec.name}[`) && name.endsWith("]")) {
        found.set(name.slice(spec.name.length + 1, -1), values);
      }
    }
    return found.size === 0 ? undefined : found;
  }

  /** Returns all that a place holds: the properties of an exploded object are parameters of their own. */
  private all(place: Place): Values {
    return place === "query" ? queryParameters(this.event) : place === "cookie" ? this.cookies() : place === "body" ? this.fields : new Map();
  }
}

/** Throws a {@link Reason} when a list has too few or too many items, or one twice. */
export function checkList(values: readonly unknown[], { minItems = 0, maxItems = Infinity, uniqueItems = false }: Omit<ParameterSpec, "in" | "name">): void {
  if (values.length < minItems) {
    throw new Reason(`must have at least ${count(minItems, "item")}`);
  }
  if (values.length > maxItems) {
    throw new Reason(`must have at most ${count(maxItems, "item")}`);
  }
  if (uniqueItems && new Set(values).size < values.length) {
    throw new Reason("must not have an item twice");
  }
}

function parsedItem(text: string, spec: ValueSpec, i: number): unknown {
  try {
    return parseValue(text, spec);
  } catch (error) {
    if (error instanceof Reason) {
      throw new Reason(`has a wrong value: item ${String(i + 1)} ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function styleOf(spec: ParameterSpec): Style {
  return spec.style ?? (spec.in === "path" || spec.in === "header" ? "simple" : "form");
}

function explodes(spec: ParameterSpec): boolean {
  const style = styleOf(spec);
  return spec.explode ?? (style === "form" || style === "deepObject");
}

/** Decodes a value of the path, which API Gateway passes as it was sent. What is elsewhere is decoded already. */
function decoded(spec: ParameterSpec, text: string): string {
  if (spec.in !== "path" || !text.includes("%")) {
    return text;
  }
  if (/%(?![0-9a-fA-F]{2})/.test(text)) {
    throw new Reason("has a % that two hexadecimal digits do not follow");
  }
  return unescaped(text);
}

/** Decodes percent-encoded UTF-8; what is not UTF-8 becomes U+FFFD. */
export function unescaped(text: string): string {
  return text.replace(/(%[0-9a-fA-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"));
}

/** Takes off what the styles label and matrix put before a value. */
function unmarked(spec: ParameterSpec, text: string): string {
  const style = styleOf(spec);
  if (style === "label") {
    if (!text.startsWith(".")) {
      throw new Reason('must start with "."');
    }
    return text.slice(1);
  }
  if (style === "matrix") {
    const rest = text.startsWith(`;${spec.name}`) ? text.slice(spec.name.length + 1) : undefined;
    if (rest === undefined || (rest !== "" && !rest.startsWith("="))) {
      throw new Reason(`must start with ";${spec.name}="`);
    }
    return rest.slice(1);
  }
  return text;
}

/** Takes a list apart before it is decoded, so that an encoded delimiter delimits nothing. */
function split(spec: ParameterSpec, values: readonly string[]): readonly string[] {
  const last = values.at(-1) ?? "";
  const style = styleOf(spec);
  if (spec.in === "header") {
    return cut(values.join(","), ",").map((item) => item.replace(/^[ \t]+|[ \t]+$/g, ""));
  }
  if (style === "matrix" && explodes(spec)) {
    return splitMatrix(spec, last);
  }
  if (style === "label" && explodes(spec)) {
    return cut(unmarked(spec, last), ".");
  }
  if (style === "label" || style === "matrix" || style === "simple") {
    return cut(unmarked(spec, last), ",");
  }
  return explodes(spec) ? values : cut(last, style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : ",");
}

function splitMatrix(spec: ParameterSpec, text: string): readonly string[] {
  if (!text.startsWith(";")) {
    throw new Reason(`must start with ";${spec.name}="`);
  }
  return text
    .slice(1)
    .split(";")
    .map((part) => {
      const [name, value] = assignment(part) ?? [part, ""];
      if (name !== spec.name) {
        throw new Reason(`must be written as ";${spec.name}=…;${spec.name}=…"`);
      }
      return value;
    });
}

/** Splits a text. An empty one has no parts. */
function cut(text: string, delimiter: string): readonly string[] {
  return text === "" ? [] : text.split(delimiter);
}

/** Returns what is before and after the first "=". */
function assignment(text: string): readonly [string, string] | undefined {
  const at = text.indexOf("=");
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

/** Takes an object apart that is one value: name,value,name,value, or name=value,name=value when exploded. */
function pairs(spec: ParameterSpec, values: readonly string[]): Values {
  const style = styleOf(spec);
  if (style === "matrix" && explodes(spec)) {
    const last = values.at(-1) ?? "";
    if (!last.startsWith(";")) {
      throw new Reason('must start with ";"');
    }
    return assign(spec, assignments(cut(last.slice(1), ";")));
  }
  const items = split({ ...spec, explode: explodes(spec) && style === "label" }, values);
  if (explodes(spec)) {
    return assign(spec, assignments(items));
  }
  if (items.length % 2 !== 0) {
    throw new Reason("must have a value for each name");
  }
  return assign(
    spec,
    items.flatMap((name, i) => (i % 2 === 0 ? [[name, items[i + 1] ?? ""] as const] : [])),
  );
}

function assignments(items: readonly string[]): readonly (readonly [string, string])[] {
  return items.map((item) => {
    const found = assignment(item);
    if (found === undefined) {
      throw new Reason("must be written as name=value");
    }
    return found;
  });
}

function assign(spec: ParameterSpec, properties: readonly (readonly [string, string])[]): Values {
  const all = new Map<string, string[]>();
  for (const [name, value] of properties) {
    add(all, decoded(spec, name), decoded(spec, value));
  }
  return all;
}

/** Adds a value to those of a name. */
export function add(to: Map<string, string[]>, name: string, value: string): void {
  const values = to.get(name);
  if (values === undefined) {
    to.set(name, [value]);
  } else {
    values.push(value);
  }
}

/** Reads cookies as RFC 6265 says, and skips those that are not. */
function readCookies(headers: readonly string[]): Values {
  const all = new Map<string, string[]>();
  for (const part of headers.flatMap((header) => header.split(";"))) {
    const [name, value] = assignment(part.trim()) ?? [part.trim(), ""];
    const plain = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
    if (/^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(name.trim()) && /^[ !#-:<-[\]-~]*$/.test(plain)) {
      add(all, name.trim(), plain);
    }
  }
  return all;
}
