"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.bucket = bucket;
exports.duration = duration;
exports.functionArn = functionArn;
exports.keySource = keySource;
exports.method = method;
exports.responses = responses;
exports.roleArn = roleArn;
exports.sharedRole = sharedRole;
exports.userPoolArns = userPoolArns;
exports.vpcLink = vpcLink;
const integration_js_1 = require("./integration.js");
const snap_start_js_1 = require("./snap-start.js");
/** Keeps a bucket next to the entry of an integration, and returns its name there. */
function bucket(given, parts) {
    if (given === undefined) {
        throw new Error("the bucket is missing: make it before the API");
    }
    parts.buckets[parts.operationId] = { name: given.bucketName, arn: given.bucketArn, keyArn: given.encryptionKey?.keyArn };
    return parts.operationId;
}
function duration(time) {
    return time === undefined ? undefined : `${String(time.toMilliseconds())}ms`;
}
function functionArn(given) {
    if (given === undefined) {
        throw new Error("the function is missing: make it before the API");
    }
    return (0, snap_start_js_1.invocable)(given).functionArn;
}
function keySource(given) {
    return given?.toLowerCase();
}
function method(given) {
    return given?.toUpperCase();
}
function responses(set, { render }) {
    return set?._parts(render);
}
function roleArn(role) {
    return role?.roleArn;
}
/** Keeps a role, so that it is allowed what the integration needs, and returns its ARN. */
function sharedRole(role, parts) {
    if (role === undefined) {
        return integration_js_1.SHARED_ROLE;
    }
    parts.roles.set(role.roleArn, role);
    return role.roleArn;
}
function userPoolArns(pools) {
    return pools.map((pool) => pool.userPoolArn);
}
function vpcLink(link) {
    if (link === undefined) {
        throw new Error("the VPC link is missing: make it before the API");
    }
    return link.vpcLinkId;
}
