// What converts the values of options to those of gatewright.yaml.
import type { Duration } from "aws-cdk-lib";
import type { ApiKeySourceType, IVpcLink } from "aws-cdk-lib/aws-apigateway";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { type DocumentParts, SHARED_ROLE } from "./integration.js";
import type { Method } from "./operation.js";
import type { IntegrationResponseSet } from "./response-sets.js";
import { invocable } from "./snap-start.js";

/** Keeps a bucket next to the entry of an integration, and returns its name there. */
export function bucket(given: IBucket | undefined, parts: DocumentParts): string {
  if (given === undefined) {
    throw new Error("the bucket is missing: make it before the API");
  }
  parts.buckets[parts.operationId] = { name: given.bucketName, arn: given.bucketArn, keyArn: given.encryptionKey?.keyArn };
  return parts.operationId;
}

export function duration(time: Duration | undefined): string | undefined {
  return time === undefined ? undefined : `${String(time.toMilliseconds())}ms`;
}

export function functionArn(given: IFunction | undefined): string {
  if (given === undefined) {
    throw new Error("the function is missing: make it before the API");
  }
  return invocable(given).functionArn;
}

export function keySource(given: ApiKeySourceType | undefined): string | undefined {
  return given?.toLowerCase();
}

export function method(given: Method | undefined): string | undefined {
  return given?.toUpperCase();
}

export function responses(set: IntegrationResponseSet | undefined, { render }: DocumentParts): readonly object[] | undefined {
  return set?._parts(render);
}

export function roleArn(role: IRole | undefined): string | undefined {
  return role?.roleArn;
}

/** Keeps a role, so that it is allowed what the integration needs, and returns its ARN. */
export function sharedRole(role: IRole | undefined, parts: DocumentParts): string {
  if (role === undefined) {
    return SHARED_ROLE;
  }
  parts.roles.set(role.roleArn, role);
  return role.roleArn;
}

export function userPoolArns(pools: readonly IUserPool[]): string[] {
  return pools.map((pool) => pool.userPoolArn);
}

export function vpcLink(link: IVpcLink | undefined): string {
  if (link === undefined) {
    throw new Error("the VPC link is missing: make it before the API");
  }
  return link.vpcLinkId;
}
