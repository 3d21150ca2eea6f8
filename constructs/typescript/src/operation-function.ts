import { existsSync } from "node:fs";
import { Duration } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, type FunctionProps, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
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

const languages: Readonly<Record<Handler["language"], { readonly runtime: Runtime; readonly entry: string }>> = {
  go: { runtime: Runtime.PROVIDED_AL2023, entry: "bootstrap" },
  typescript: { runtime: Runtime.NODEJS_22_X, entry: "index.handler" },
  javascript: { runtime: Runtime.NODEJS_22_X, entry: "index.handler" },
  python: { runtime: Runtime.PYTHON_3_13, entry: "app.handler" },
  java: { runtime: Runtime.JAVA_21, entry: "Handler::handleRequest" },
};

/**
 * The function of an operation. Where the properties say nothing, requests are traced, the function has 30 seconds, and a
 * log group keeps its log for a month.
 */
export class OperationFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, handler: Handler, props: OperationFunctionProps = {}) {
    super(scope, id, completed(scope, id, handler, props));
  }
}

function completed(scope: Construct, id: string, handler: Handler, props: OperationFunctionProps): FunctionProps {
  const { runtime, entry } = languages[handler.language];
  return {
    runtime,
    handler: handler.entry ?? entry,
    description: handler.operation,
    timeout: Duration.seconds(30),
    tracing: Tracing.ACTIVE,
    ...(props.logGroup === undefined && !("logRetention" in props)
      ? { logGroup: new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.ONE_MONTH }) }
      : {}),
    ...props,
    code: props.code ?? codeOf(handler),
  };
}

function codeOf(handler: Handler): Code {
  if (handler.code === undefined) {
    throw new Error(`${handler.operation}: no code is named; give the property code`);
  }
  if (handler.at !== undefined && !existsSync(handler.code)) {
    throw new Error(`${handler.at}: ${handler.operation}: x-handler names no code, and ${handler.code} is not found; create it, or give the property code`);
  }
  return Code.fromAsset(handler.code);
}
