import type { Construct } from "constructs";
import { type Answer } from "./engine.js";
/** Throws when the definition makes the template larger than CloudFormation takes. */
export declare function checkSize(scope: Construct, definition: object, answer: Answer, isPruned: boolean): void;
