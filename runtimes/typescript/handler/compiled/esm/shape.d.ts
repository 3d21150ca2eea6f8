/** What a JSON value looks like. A function names a shape that is declared elsewhere. */
export type Shape = "any" | "string" | "boolean" | "number" | "integer" | "int32" | "date" | "date-time" | "byte" | {
    readonly list: Shape;
} | {
    readonly map: Shape;
} | {
    readonly enum: readonly unknown[];
} | {
    readonly properties: Readonly<Record<string, Shape>>;
    readonly required?: readonly string[];
} | {
    readonly anyOf: readonly Shape[];
    readonly discriminator?: string;
    readonly mapping?: Readonly<Record<string, Shape>>;
} | (() => Shape);
/** Throws a {@link Reason} that names the first value of another type than the shape's. */
export declare function checkShape(value: unknown, shape: Shape): void;
/** Reports whether a value has a shape, with what must be there and the values that the model allows. */
export declare function fits(value: unknown, shape: Shape): boolean;
