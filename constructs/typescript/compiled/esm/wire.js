import { SHARED_ROLE } from "./integration.js";
import { invocable } from "./snap-start.js";
/** Keeps a bucket next to the entry of an integration, and returns its name there. */
export function bucket(given, parts) {
    if (given === undefined) {
        throw new Error("the bucket is missing: make it before the API");
    }
    parts.buckets[parts.operationId] = { name: given.bucketName, arn: given.bucketArn, keyArn: given.encryptionKey?.keyArn };
    return parts.operationId;
}
export function duration(time) {
    return time === undefined ? undefined : `${String(time.toMilliseconds())}ms`;
}
export function functionArn(given) {
    if (given === undefined) {
        throw new Error("the function is missing: make it before the API");
    }
    return invocable(given).functionArn;
}
export function keySource(given) {
    return given?.toLowerCase();
}
export function method(given) {
    return given?.toUpperCase();
}
export function responses(set, { render }) {
    return set?._parts(render);
}
export function roleArn(role) {
    return role?.roleArn;
}
/** Keeps a role, so that it is allowed what the integration needs, and returns its ARN. */
export function sharedRole(role, parts) {
    if (role === undefined) {
        return SHARED_ROLE;
    }
    parts.roles.set(role.roleArn, role);
    return role.roleArn;
}
export function userPoolArns(pools) {
    return pools.map((pool) => pool.userPoolArn);
}
export function vpcLink(link) {
    if (link === undefined) {
        throw new Error("the VPC link is missing: make it before the API");
    }
    return link.vpcLinkId;
}
