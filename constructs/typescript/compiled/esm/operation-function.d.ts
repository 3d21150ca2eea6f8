import { Function as LambdaFunction, type FunctionProps } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
/** The code of an operation's function, as the model names it by `x-handler`. */
export interface Handler {
    /** The operation's ID. */
    readonly operation: string;
    readonly language: "go" | "typescript" | "javascript" | "python" | "java";
    /** The directory, .zip or .jar with the finished code. */
    readonly code?: string;
    /** The function to call: "index.handler". */
    readonly entry?: string;
    /** The place in the model of a handler without code, for errors. */
    readonly at?: string;
}
/** Properties of an operation's function; what is not given has a default. */
export type OperationFunctionProps = Partial<FunctionProps>;
/**
 * The function of an operation. Where the properties say nothing, requests are traced, the function has 30 seconds, and a
 * log group keeps its log for a month.
 */
export declare class OperationFunction extends LambdaFunction {
    constructor(scope: Construct, id: string, handler: Handler, props?: OperationFunctionProps);
}
