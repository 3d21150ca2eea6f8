import type { Duration } from "aws-cdk-lib";
import type { ApiKeySourceType, IVpcLink } from "aws-cdk-lib/aws-apigateway";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { type DocumentParts } from "./integration.js";
import type { Method } from "./operation.js";
import type { IntegrationResponseSet } from "./response-sets.js";
/** Keeps a bucket next to the entry of an integration, and returns its name there. */
export declare function bucket(given: IBucket | undefined, parts: DocumentParts): string;
export declare function duration(time: Duration | undefined): string | undefined;
export declare function functionArn(given: IFunction | undefined): string;
export declare function keySource(given: ApiKeySourceType | undefined): string | undefined;
export declare function method(given: Method | undefined): string | undefined;
export declare function responses(set: IntegrationResponseSet | undefined, { render }: DocumentParts): readonly object[] | undefined;
export declare function roleArn(role: IRole | undefined): string | undefined;
/** Keeps a role, so that it is allowed what the integration needs, and returns its ARN. */
export declare function sharedRole(role: IRole | undefined, parts: DocumentParts): string;
export declare function userPoolArns(pools: readonly IUserPool[]): string[];
export declare function vpcLink(link: IVpcLink | undefined): string;
