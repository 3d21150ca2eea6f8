"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Stacks = void 0;
const node_crypto_1 = require("node:crypto");
const aws_cdk_lib_1 = require("aws-cdk-lib");
/**
 * Nested stacks over which constructs are spread by their names: a stack has at most 500 resources, and one function for
 * each of some hundred operations has more.
 *
 * A name always gets the same stack as long as there are as many of them; with another number most names stay where they
 * are. The API itself belongs into the parent, and nothing in the nested stacks may refer to it.
 */
class Stacks {
    stacks;
    constructor(scope, id, count) {
        this.stacks = Array.from({ length: Math.max(count, 1) }, (_, i) => new aws_cdk_lib_1.NestedStack(scope, `${id}${String(i + 1)}`));
    }
    /** Gives the stack in which the construct of a name belongs. */
    for(name) {
        const weighed = this.stacks.map((stack, i) => ({ stack, weight: weightOf(name, i) }));
        return weighed.reduce((best, other) => (other.weight > best.weight ? other : best)).stack;
    }
}
exports.Stacks = Stacks;
/** Gives how much a name wants a stack (rendezvous hashing). */
function weightOf(name, stack) {
    return (0, node_crypto_1.createHash)("sha256").update(`${String(stack)}\0${name}`).digest().readBigUInt64BE();
}
