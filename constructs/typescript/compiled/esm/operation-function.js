import { existsSync } from "node:fs";
import { Duration } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
const languages = {
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
    constructor(scope, id, handler, props = {}) {
        super(scope, id, completed(scope, id, handler, props));
    }
}
function completed(scope, id, handler, props) {
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
function codeOf(handler) {
    if (handler.code === undefined) {
        throw new Error(`${handler.operation}: no code is named; give the property code`);
    }
    if (handler.at !== undefined && !existsSync(handler.code)) {
        throw new Error(`${handler.at}: ${handler.operation}: x-handler names no code, and ${handler.code} is not found; create it, or give the property code`);
    }
    return Code.fromAsset(handler.code);
}
