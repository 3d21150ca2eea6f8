"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.OperationFunction = void 0;
const node_fs_1 = require("node:fs");
const aws_cdk_lib_1 = require("aws-cdk-lib");
const aws_lambda_1 = require("aws-cdk-lib/aws-lambda");
const aws_logs_1 = require("aws-cdk-lib/aws-logs");
const languages = {
    go: { runtime: aws_lambda_1.Runtime.PROVIDED_AL2023, entry: "bootstrap" },
    typescript: { runtime: aws_lambda_1.Runtime.NODEJS_22_X, entry: "index.handler" },
    javascript: { runtime: aws_lambda_1.Runtime.NODEJS_22_X, entry: "index.handler" },
    python: { runtime: aws_lambda_1.Runtime.PYTHON_3_13, entry: "app.handler" },
    java: { runtime: aws_lambda_1.Runtime.JAVA_21, entry: "Handler::handleRequest" },
};
/**
 * The function of an operation. Where the properties say nothing, requests are traced, the function has 30 seconds, and a
 * log group keeps its log for a month.
 */
class OperationFunction extends aws_lambda_1.Function {
    constructor(scope, id, handler, props = {}) {
        super(scope, id, completed(scope, id, handler, props));
    }
}
exports.OperationFunction = OperationFunction;
function completed(scope, id, handler, props) {
    const { runtime, entry } = languages[handler.language];
    return {
        runtime,
        handler: handler.entry ?? entry,
        description: handler.operation,
        timeout: aws_cdk_lib_1.Duration.seconds(30),
        tracing: aws_lambda_1.Tracing.ACTIVE,
        ...(props.logGroup === undefined && !("logRetention" in props)
            ? { logGroup: new aws_logs_1.LogGroup(scope, `${id}Logs`, { retention: aws_logs_1.RetentionDays.ONE_MONTH }) }
            : {}),
        ...props,
        code: props.code ?? codeOf(handler),
    };
}
function codeOf(handler) {
    if (handler.code === undefined) {
        throw new Error(`${handler.operation}: no code is named; give the property code`);
    }
    if (handler.at !== undefined && !(0, node_fs_1.existsSync)(handler.code)) {
        throw new Error(`${handler.at}: ${handler.operation}: x-handler names no code, and ${handler.code} is not found; create it, or give the property code`);
    }
    return aws_lambda_1.Code.fromAsset(handler.code);
}
