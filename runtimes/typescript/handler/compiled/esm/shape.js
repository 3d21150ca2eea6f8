import { isBase64, isDate, isDateTime } from "./format.js";
import { Reason } from "./problem.js";
/** Throws a {@link Reason} that names the first value of another type than the shape's. */
export function checkShape(value, shape) {
    const wrong = find(value, shape, "", false);
    if (wrong !== undefined) {
        throw new Reason(wrong);
    }
}
/** Reports whether a value has a shape, with what must be there and the values that the model allows. */
export function fits(value, shape) {
    return find(value, shape, "", true) === undefined;
}
const otherForm = "does not have the form that the API describes";
/** Returns what is wrong with a value, or undefined. Only when strict, it looks for missing properties and at enumerations. */
function find(value, shape, path, strict) {
    if (typeof shape === "function") {
        return find(value, shape(), path, strict);
    }
    if (value === null || shape === "any") {
        return undefined;
    }
    if (typeof shape === "string") {
        return findScalar(value, shape, path);
    }
    if ("anyOf" in shape) {
        return findUnion(value, shape, path, strict);
    }
    if ("enum" in shape) {
        return findEnum(value, shape.enum, path, strict);
    }
    if ("list" in shape) {
        return Array.isArray(value) ? first(value, (item) => find(item, shape.list, path, strict)) : otherType(value, path);
    }
    if (typeof value !== "object" || Array.isArray(value)) {
        return otherType(value, path);
    }
    if ("map" in shape) {
        return first(Object.values(value), (item) => find(item, shape.map, path, strict));
    }
    return findProperties(value, shape, path, strict);
}
function first(items, wrong) {
    for (const item of items) {
        const found = wrong(item);
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}
function findProperties(value, shape, path, strict) {
    if (strict && shape.required?.some((name) => !Object.hasOwn(value, name)) === true) {
        return otherForm;
    }
    return first(Object.keys(value), (name) => {
        const property = Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined;
        return property === undefined ? undefined : find(value[name], property, path === "" ? name : `${path}.${name}`, strict);
    });
}
function findEnum(value, values, path, strict) {
    if (strict) {
        return values.some((one) => JSON.stringify(one) === JSON.stringify(value)) ? undefined : otherForm;
    }
    return values.some((one) => typeof one === typeof value) ? undefined : otherType(value, path);
}
/** Looks at the alternative that the discriminator names, or for one that fits. */
function findUnion(value, shape, path, strict) {
    const alternative = strict ? undefined : alternativeOf(value, shape);
    if (alternative !== undefined) {
        return find(value, alternative, path, false);
    }
    return shape.anyOf.some((one) => fits(value, one)) ? undefined : otherForm;
}
function alternativeOf(value, { discriminator, mapping }) {
    if (discriminator === undefined || mapping === undefined || typeof value !== "object" || value === null) {
        return undefined;
    }
    const name = value[discriminator];
    return typeof name === "string" && Object.hasOwn(mapping, name) ? mapping[name] : undefined;
}
function findScalar(value, shape, path) {
    switch (shape) {
        case "boolean":
            return typeof value === "boolean" ? undefined : otherType(value, path);
        case "number":
            return typeof value === "number" ? undefined : otherType(value, path);
        case "integer":
            return Number.isSafeInteger(value) ? undefined : otherType(value, path);
        case "int32":
            return Number.isInteger(value) && value === (value | 0) ? undefined : otherType(value, path);
    }
    const holds = { date: isDate, "date-time": isDateTime, byte: (text) => isBase64(text, true) }[shape];
    if (typeof value !== "string") {
        return holds === undefined ? otherType(value, path) : otherForm;
    }
    return holds === undefined || holds(value) ? undefined : otherForm;
}
function otherType(value, path) {
    const type = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
    return path === "" ? `cannot be a JSON ${type}` : `has a wrong value: ${path} cannot be a JSON ${type}`;
}
