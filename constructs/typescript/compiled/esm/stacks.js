import { createHash } from "node:crypto";
import { NestedStack } from "aws-cdk-lib";
/**
 * Nested stacks over which constructs are spread by their names: a stack has at most 500 resources, and one function for
 * each of some hundred operations has more.
 *
 * A name always gets the same stack as long as there are as many of them; with another number most names stay where they
 * are. The API itself belongs into the parent, and nothing in the nested stacks may refer to it.
 */
export class Stacks {
    stacks;
    constructor(scope, id, count) {
        this.stacks = Array.from({ length: Math.max(count, 1) }, (_, i) => new NestedStack(scope, `${id}${String(i + 1)}`));
    }
    /** Gives the stack in which the construct of a name belongs. */
    for(name) {
        const weighed = this.stacks.map((stack, i) => ({ stack, weight: weightOf(name, i) }));
        return weighed.reduce((best, other) => (other.weight > best.weight ? other : best)).stack;
    }
}
/** Gives how much a name wants a stack (rendezvous hashing). */
function weightOf(name, stack) {
    return createHash("sha256").update(`${String(stack)}\0${name}`).digest().readBigUInt64BE();
}
