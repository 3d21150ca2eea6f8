"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.checkSize = checkSize;
const aws_cdk_lib_1 = require("aws-cdk-lib");
const engine_js_1 = require("./engine.js");
const maxTemplate = 1_000_000; // bytes that CloudFormation takes
const reserve = 8_000; // bytes that the API's other resources take at least
const compactContext = "@aws-cdk/core:suppressTemplateIndentation";
/** Throws when the definition makes the template larger than CloudFormation takes. */
function checkSize(scope, definition, answer, isPruned) {
    if (answer.sizes.full < maxTemplate / 8) {
        return; // indentation and tokens do not make that much of it
    }
    const isCompact = scope.node.tryGetContext(compactContext) === true;
    const resolved = aws_cdk_lib_1.Stack.of(scope).resolve(definition);
    const compact = Buffer.byteLength(JSON.stringify(resolved));
    const size = (isCompact ? compact : indentedSize(resolved)) + reserve;
    if (size <= maxTemplate) {
        return;
    }
    const lines = [
        `the API ${scope.node.path} cannot be made:`,
        "",
        `error: the template would have ${String(size)} bytes, which is ${String(size - maxTemplate)} more than the ${String(maxTemplate)} that CloudFormation takes`,
    ];
    if (!isPruned) {
        const saved = answer.sizes.full - answer.sizes.pruned;
        lines.push(`  note: prune: true would save ${String(saved)} bytes and more: descriptions, examples and response schemas, which API Gateway ignores`);
    }
    if (!isCompact) {
        lines.push(`  note: "${compactContext}": true in the context of cdk.json would save ${String(size - reserve - compact)} bytes of indentation`);
    }
    lines.push("  help: do what the notes say, or make two models of it, each an Api in a stack of its own, behind one domain name");
    throw new engine_js_1.GatewrightError(lines.join("\n"));
}
/** Gives how long a value is in a template, where a property of a resource stands four deep. */
function indentedSize(value) {
    const text = JSON.stringify(value, undefined, 1);
    return Buffer.byteLength(text) + 4 * (text.split("\n").length - 1);
}
