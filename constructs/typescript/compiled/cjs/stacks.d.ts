import { NestedStack } from "aws-cdk-lib";
import type { Construct } from "constructs";
/**
 * Nested stacks over which constructs are spread by their names: a stack has at most 500 resources, and one function for
 * each of some hundred operations has more.
 *
 * A name always gets the same stack as long as there are as many of them; with another number most names stay where they
 * are. The API itself belongs into the parent, and nothing in the nested stacks may refer to it.
 */
export declare class Stacks {
    readonly stacks: readonly NestedStack[];
    constructor(scope: Construct, id: string, count: number);
    /** Gives the stack in which the construct of a name belongs. */
    for(name: string): NestedStack;
}
