import type { IFunction, IVersion } from "aws-cdk-lib/aws-lambda";
/**
 * Returns what API Gateway invokes of a function: its current version when the function has SnapStart, which Lambda applies
 * to published versions only.
 */
export declare function invocable(fn: IFunction & {
    readonly currentVersion?: IVersion;
}): IFunction;
