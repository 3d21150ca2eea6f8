import type { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { AccessLogFormat, ApiKeySourceType, IVpcLink } from "aws-cdk-lib/aws-apigateway";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { ILogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { CustomAuthorizerType, JwtAlgorithm } from "./authorizers.js";
import type { DocumentParts } from "./integration.js";
import type { Method } from "./operation.js";
import type { IntegrationResponseSet } from "./response-sets.js";
/** Properties of an integration with S3. */
export interface S3IntegrationProps {
    /** The bucket that holds the objects. */
    readonly bucket: IBucket;
    /** The method of the request to S3. The default is the operation's. */
    readonly method?: Method;
    /**
     * The key of the object, in which {name} is a parameter of the operation's path, or one of queryStringRequestParameters or
     * headerRequestParameters. The default is the operation's path.
     */
    readonly path?: string;
    /**
     * The role with which API Gateway calls S3. Constructs allow it what the integration needs; there the default is the role
     * that the API's integrations share.
     */
    readonly role?: IRole;
    /** The query string parameters that the path may use. */
    readonly queryStringRequestParameters?: readonly string[];
    /** The headers that the path may use. */
    readonly headerRequestParameters?: readonly string[];
    /** How S3's responses become the operation's. The default is a passthrough, and S3's errors as JSON. */
    readonly integrationResponseSet?: IntegrationResponseSet;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function s3IntegrationOptions(props: S3IntegrationProps, parts: DocumentParts): object;
/** The response of a mock integration. */
export interface MockIntegrationResponse {
    /**
     * The status. One that the operation does not declare is a warning, and is added to the definition. The default is that of
     * the operation's first success.
     */
    readonly statusCode?: number;
    /** The body as it is, in every content type of the response. The default is data generated from the model. */
    readonly body?: string;
    /** Headers and their sources: a value in single quotes such as '/pets/1', or context.X, stageVariables.X. */
    readonly headers?: Readonly<Record<string, string>>;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function mockIntegrationResponseOptions(props: MockIntegrationResponse): object;
/** Properties of an integration with an HTTP backend. */
export interface HttpIntegrationProps {
    /**
     * The backend's URI, in which {name} is a parameter of the operation's path, or one of queryStringRequestParameters or
     * headerRequestParameters.
     */
    readonly uri: string;
    /** The method of the request to the backend; any passes the client's. The default is the operation's. */
    readonly method?: Method;
    /** Whether requests and responses go through unchanged. The default is true. */
    readonly proxy?: boolean;
    /** The time to wait for the backend. The range is 50ms to 29s. The default is 29s. */
    readonly timeout?: Duration;
    /** The query string parameters that the URI may use. */
    readonly queryStringRequestParameters?: readonly string[];
    /** The headers that the URI may use. */
    readonly headerRequestParameters?: readonly string[];
    /**
     * Headers, query parameters and path variables of the request, such as integration.request.header.X, and their sources.
     */
    readonly requestParameters?: Readonly<Record<string, string>>;
    /** Mapping templates for the body of the request, by content type. Not with proxy. */
    readonly requestTemplates?: Readonly<Record<string, string>>;
    /** How the backend's responses become the operation's. The default is a passthrough; not with proxy. */
    readonly integrationResponseSet?: IntegrationResponseSet;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function httpIntegrationOptions(props: HttpIntegrationProps, parts: DocumentParts): object;
/** Properties of an integration through a VPC link. */
export interface VpcLinkIntegrationProps extends HttpIntegrationProps {
    /** The VPC link through which the backend is reached. */
    readonly vpcLink: IVpcLink;
    /** The ARN of the load balancer behind a VPC link of version 2. */
    readonly target?: string;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function vpcLinkIntegrationOptions(props: VpcLinkIntegrationProps, parts: DocumentParts): object;
/** Properties of an integration with an AWS service. */
export interface ServiceIntegrationProps {
    /** The service as its endpoint calls it: sqs, sns, dynamodb, states, events, kinesis, ssm. */
    readonly service: string;
    /** The action to call, such as StartExecution. Either action or path is required. */
    readonly action?: string;
    /**
     * The path to call, such as 111122223333/orders for a queue. {name} is a parameter of the operation's path, or one of
     * queryStringRequestParameters or headerRequestParameters.
     */
    readonly path?: string;
    /** The part of the service's host name before its name. */
    readonly subdomain?: string;
    /** The method of the request to the service. The default is POST. */
    readonly method?: Method;
    /**
     * The role with which API Gateway calls the service. In constructs the default is the role that the API's integrations
     * share.
     */
    readonly role?: IRole;
    /** The ARN of what is called, such as a queue's: constructs allow the role to call it. */
    readonly resource?: string;
    /** The IAM actions that the role is allowed, such as sqs:SendMessage. The default is that of action. */
    readonly actions?: readonly string[];
    /** The query string parameters that the path may use. */
    readonly queryStringRequestParameters?: readonly string[];
    /** The headers that the path may use. */
    readonly headerRequestParameters?: readonly string[];
    /**
     * Headers, query parameters and path variables of the request, such as integration.request.header.X, and their sources.
     */
    readonly requestParameters?: Readonly<Record<string, string>>;
    /**
     * Mapping templates for the body of the request, by content type. With any, requests of other content types get a response
     * with status 415.
     */
    readonly requestTemplates?: Readonly<Record<string, string>>;
    /** How the service's responses become the operation's. The default is a passthrough. */
    readonly integrationResponseSet?: IntegrationResponseSet;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function serviceIntegrationOptions(props: ServiceIntegrationProps, parts: DocumentParts): object;
/** Options of an operation. */
export interface TypeSafeApiIntegrationOptions {
    /** Whether callers need an API key. The default is that of the API's key options. */
    readonly apiKeyRequired?: boolean;
    /** Whether the response of a function, or of an HTTP proxy, goes to the client as it comes. The default is false. */
    readonly stream?: boolean;
}
/** Properties of a Cognito authorizer. */
export interface CognitoAuthorizerProps {
    /** The authorizer's name in the definition. */
    readonly authorizerId: string;
    /** The user pools whose tokens are accepted. */
    readonly userPools: readonly IUserPool[];
    /**
     * Scopes of which a caller's token must hold one. Without any, callers of a Cognito authorizer send ID tokens, with them
     * access tokens.
     */
    readonly authorizationScopes?: readonly string[];
    /**
     * Where the identity is; of a request authorizer several, with commas between them. The default is
     * method.request.header.Authorization.
     */
    readonly identitySource?: string;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function cognitoAuthorizerOptions(props: CognitoAuthorizerProps): object;
/** A claim of an issuer's tokens that is a string. */
export interface JwtAdditionalClaim {
    /** The claim. */
    readonly claimName: string;
    /** Whether tokens without it are refused. The default is false. */
    readonly required?: boolean;
    /** Its values, compared to the letter. The default is any. */
    readonly expectedValues?: readonly string[];
}
/** An issuer of JSON Web Tokens. */
export interface JwtIssuer {
    /** An https URL, equal to the tokens' iss to the letter. */
    readonly issuer: string;
    /** Audiences of which a token's aud, or client_id, must be one. */
    readonly audiences: readonly string[];
    /** Claims that are checked besides. */
    readonly additionalClaims?: readonly JwtAdditionalClaim[];
}
/** Properties of a JWT authorizer. */
export interface JwtAuthorizerProps {
    /** The authorizer's name in the definition; without issuers, the ID of an authorizer that the API has already. */
    readonly authorizerId: string;
    /** Issuers whose tokens are accepted. */
    readonly issuers?: readonly JwtIssuer[];
    /** Algorithms that tokens may be signed with. The default is RS256. */
    readonly defaultAlgorithms?: readonly JwtAlgorithm[];
    /**
     * Where the identity is; of a request authorizer several, with commas between them. The default is
     * method.request.header.Authorization.
     */
    readonly identitySource?: string;
    /**
     * Scopes of which a caller's token must hold one. Without any, callers of a Cognito authorizer send ID tokens, with them
     * access tokens.
     */
    readonly authorizationScopes?: readonly string[];
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function jwtAuthorizerOptions(props: JwtAuthorizerProps): object;
/** Properties of an authorizer that is a function. */
export interface CustomAuthorizerProps {
    /** The authorizer's name in the definition. */
    readonly authorizerId: string;
    /** The function that decides. */
    readonly function: IFunction;
    /** What the function gets: the token, or the request. The default is CustomAuthorizerType.TOKEN. */
    readonly type?: CustomAuthorizerType;
    /**
     * Where the identity is; of a request authorizer several, with commas between them. The default is
     * method.request.header.Authorization.
     */
    readonly identitySource?: string;
    /** The time for which a decision is cached; 0s: not at all. The range is 0s to 1h. The default is 5m. */
    readonly resultsCacheTtl?: Duration;
    /** A regular expression that a token must match as a whole, or the function is not called; of token authorizers. */
    readonly identityValidationExpression?: string;
    /** The role with which API Gateway calls the function. The default is the function's own policy. */
    readonly role?: IRole;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function customAuthorizerOptions(props: CustomAuthorizerProps): object;
/** How API keys are sent, and who needs one. */
export interface ApiKeyOptions {
    /** Where the key comes from: the x-api-key header, or what an authorizer returns. The default is header. */
    readonly source?: ApiKeySourceType;
    /** Whether operations that do not say otherwise need a key. The default is false. */
    readonly requiredByDefault?: boolean;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function apiKeyOptions(props: ApiKeyOptions): object;
/** What API Gateway validates before it calls an integration. */
export interface Validation {
    /** Whether request bodies are validated against the model's schemas. The default is true. */
    readonly body?: boolean;
    /** Whether required parameters must be present. The default is true. */
    readonly parameters?: boolean;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function validationOptions(props: Validation): object;
/** The generated data of mocks. */
export interface MockDataOptions {
    /** Another seed, other data. The default is 0. */
    readonly seed?: number;
    /** The length of arrays, unless their schemas require more items or allow fewer. The default is 1. */
    readonly maxArrayLength?: number;
    /**
     * Whether to respond without a body, and without the headers of the model, where a mock has no body of its own. The
     * default is false.
     */
    readonly disable?: boolean;
}
/** Returns the options as they are written in gatewright.yaml. */
export declare function mockDataOptions(props: MockDataOptions): object;
/** The log of requests. */
export interface AccessLogOptions {
    /** Whether access logs are disabled. The default is false. */
    readonly disable?: boolean;
    /** The log group that holds it. The default is one of its own. */
    readonly logGroup?: ILogGroup;
    /** The time for which the log group of its own keeps entries. The default is a month. */
    readonly retention?: RetentionDays;
    /** What happens to the log group of its own when the API is deleted. The default is to keep it. */
    readonly removalPolicy?: RemovalPolicy;
    /** The format of an entry. The default is JSON with the standard fields. */
    readonly format?: AccessLogFormat;
}
/** A group of rules that its vendor maintains. */
export interface ManagedRule {
    /** The name of the group, such as AWSManagedRulesCommonRuleSet. */
    readonly name: string;
    /** The vendor. The default is AWS. */
    readonly vendor?: string;
    /** The vendor, as CloudFormation names it. The default is AWS. */
    readonly vendorName?: string;
    /**
     * Actions of single rules to take in place of theirs, such as count for SizeRestrictions_BODY, which blocks bodies of more
     * than 8 KB.
     */
    readonly ruleActionOverrides?: readonly CfnWebACL.RuleActionOverrideProperty[];
    /** Rules that only count what they match. */
    readonly excludedRules?: readonly CfnWebACL.ExcludedRuleProperty[];
    /** The requests that the group inspects. The default is all. */
    readonly scopeDownStatement?: CfnWebACL.StatementProperty;
    /** The version of the group, such as Version_1.3. The default is the vendor's. */
    readonly version?: string;
}
/** The addresses whose requests are let through. */
export interface CidrAllowList {
    /** The version of IP: IPV4 or IPV6. */
    readonly cidrType: "IPV4" | "IPV6";
    /** The ranges, such as 192.0.2.0/24. */
    readonly cidrRanges: readonly string[];
}
/** The web ACL of AWS WAF in front of an API. */
export interface TypeSafeApiWebAclOptions {
    /** Whether the web ACL is disabled. The default is false. */
    readonly disable?: boolean;
    /** Groups of rules that vendors maintain. The default is AWSManagedRulesCommonRuleSet of AWS. */
    readonly managedRules?: readonly ManagedRule[];
    /** The addresses from which callers are let through. The default is all. */
    readonly cidrAllowList?: CidrAllowList;
    /** More rules, which come after the others. Their priorities must be 100 or more. */
    readonly rules?: readonly CfnWebACL.RuleProperty[];
    /** The ARN of an existing web ACL to use in place of a new one. */
    readonly webAclArn?: string;
}
