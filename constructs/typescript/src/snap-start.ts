import type { CfnFunction, IFunction, IVersion } from "aws-cdk-lib/aws-lambda";

/**
 * Returns what API Gateway invokes of a function: its current version when the function has SnapStart, which Lambda applies
 * to published versions only.
 */
export function invocable(fn: IFunction & { readonly currentVersion?: IVersion }): IFunction {
  const resource = fn.node.defaultChild as CfnFunction | undefined;
  return resource?.snapStart === undefined ? fn : (fn.currentVersion ?? fn);
}
