import { type CorsOptions, type GatewayResponseOptions, SpecRestApi, type SpecRestApiProps, type Stage } from "aws-cdk-lib/aws-apigateway";
import { type IRole } from "aws-cdk-lib/aws-iam";
import { type IFunction } from "aws-cdk-lib/aws-lambda";
import { type ILogGroup } from "aws-cdk-lib/aws-logs";
import type { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import type { Authorizer } from "./authorizers.js";
import type { OperationDetailsById, TypeSafeApiIntegrations } from "./operation.js";
import type { AccessLogOptions, ApiKeyOptions, MockDataOptions, TypeSafeApiWebAclOptions, Validation } from "./options.js";
/** What is said of an API, besides what its generated package knows. */
export interface TypeSafeApiOptions extends Omit<SpecRestApiProps, "apiDefinition"> {
    /** Who may call the operations that say nothing else. The default is what the model says. */
    readonly defaultAuthorizer?: Authorizer;
    /** Authorizers that the model refers to by name, next to the ones that are given elsewhere. */
    readonly authorizers?: readonly Authorizer[];
    /** Lets web pages of other origins use the API. */
    readonly corsOptions?: CorsOptions;
    /** How API keys come in, and who needs one. The default is what the model says. */
    readonly apiKeyOptions?: ApiKeyOptions;
    /** Changes the web ACL before the API. The default is one with AWSManagedRulesCommonRuleSet. */
    readonly webAclOptions?: TypeSafeApiWebAclOptions;
    /** Changes the log of requests. */
    readonly accessLogOptions?: AccessLogOptions;
    /** API Gateway's own answers that differ from its defaults. */
    readonly gatewayResponses?: readonly GatewayResponseOptions[];
    /** What of a request is validated. The default is what the model says, else all. */
    readonly validation?: Validation;
    /** The data of mocks that have no body of their own. */
    readonly mockDataOptions?: MockDataOptions;
    /** Drops from the definition what API Gateway ignores. */
    readonly prune?: boolean;
    /** The role that the integrations share. The default is one that is made when an integration needs it. */
    readonly role?: IRole;
    /** Puts the permissions to invoke functions into nested stacks, whatever their number. */
    readonly nestedPermissions?: boolean;
}
/** The properties of an API, with what its generated package knows. */
export interface TypeSafeRestApiProps extends TypeSafeApiOptions {
    /** The text of the model. */
    readonly model: string;
    /** All operations. */
    readonly operationLookup: OperationDetailsById;
    /** An integration for each operation. */
    readonly integrations: TypeSafeApiIntegrations;
}
/** An API on Amazon API Gateway. Generated packages have an `Api` that extends it. */
export declare class TypeSafeRestApi extends Construct {
    #private;
    /** The underlying construct: usage plans, API keys, domain names and metrics are had from it. */
    readonly api: SpecRestApi;
    /** The definition that is deployed: OpenAPI with API Gateway's extensions. */
    readonly extendedApiSpecification: Record<string, unknown>;
    /** The role that the integrations share, when one needs it. */
    readonly role?: IRole;
    readonly webAcl?: CfnWebACL;
    readonly ipSet?: CfnIPSet;
    readonly webAclAssociation?: CfnWebACLAssociation;
    /** Holds the log of requests. */
    readonly accessLogGroup?: ILogGroup;
    /** The functions behind the operations, by operation ID. */
    readonly functions: Readonly<Record<string, IFunction>>;
    constructor(scope: Construct, id: string, props: TypeSafeRestApiProps);
    /** The underlying construct, by another name. */
    get restApi(): SpecRestApi;
    /** The stage; nothing when the API is not deployed. */
    get deploymentStage(): Stage | undefined;
}
