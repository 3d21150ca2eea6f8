import type { IVpcLink } from "aws-cdk-lib/aws-apigateway";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { type DocumentParts, KnownIntegration } from "./integration.js";
import type { Method } from "./operation.js";
import type { IntegrationResponseSet } from "./response-sets.js";
/** Passes requests to a function, and its answers back. */
export declare class LambdaIntegration extends KnownIntegration {
    readonly lambdaFunction: IFunction;
    constructor(lambdaFunction: IFunction);
    toJSON(parts: DocumentParts): object;
}
/** Properties of an integration with S3. */
export interface S3IntegrationProps {
    readonly bucket: IBucket;
    /**
     * The role that API Gateway takes. It gets the permissions that the integration needs. The default is the role that the
     * API's integrations share.
     */
    readonly role?: IRole;
    /** The method of the request to S3. The default is the operation's. */
    readonly method?: Method;
    /** The key of the object, in which {name} stands for a parameter. The default is the operation's path. */
    readonly path?: string;
    /** How S3's answers become the operation's. The default is a composite of `defaultPassthrough` and `s3JsonErrorMessage`. */
    readonly integrationResponseSet?: IntegrationResponseSet;
    /** Query parameters that the path may use. */
    readonly queryStringRequestParameters?: readonly string[];
    /** Headers that the path may use. */
    readonly headerRequestParameters?: readonly string[];
}
/** Reads and writes the objects of a bucket. */
export declare class S3Integration extends KnownIntegration {
    #private;
    constructor(props: S3IntegrationProps);
    toJSON(parts: DocumentParts): object;
}
/** An answer without a backend. */
export interface MockIntegrationResponse {
    /**
     * The status. One that the operation does not declare is a warning, and is added to the definition. The default is that
     * of its first success.
     */
    readonly statusCode?: number;
    /** The body as it is. The default is made from the model. */
    readonly body?: string;
    /** Headers, by their names. */
    readonly headers?: Readonly<Record<string, string>>;
}
/** Answers without a backend. */
export declare class MockIntegration extends KnownIntegration {
    #private;
    constructor(response: MockIntegrationResponse);
    toJSON(): object;
}
/** Options of a mock of one response of the model. */
export interface MockResponseOptions {
    /** The status, where the response is for several. */
    readonly statusCode?: number;
    /** Headers, by their names. */
    readonly headers?: Readonly<Record<string, string>>;
}
/** Answers one response of the model. The functions of `MockIntegrations` make it. */
export declare class MockResponseIntegration extends KnownIntegration {
    #private;
    /** @param mock what stands under `mock` in gatewright.yaml */
    constructor(mock: {
        readonly response: string;
        readonly body?: string;
        readonly json?: unknown;
    }, options?: MockResponseOptions);
    toJSON(): object;
}
/** Answers with data made from the model until there is another integration. */
export declare class PlaceholderIntegration extends KnownIntegration {
    toJSON(): object;
}
/** Properties of an integration with an HTTP backend. */
export interface HttpIntegrationProps {
    /** The backend's URI, in which {name} stands for a parameter of the operation. */
    readonly uri: string;
    /** The method of the request. The default is the operation's; "any" passes the client's. */
    readonly method?: Method;
    /** Whether requests and answers are passed as they are. The default is true. */
    readonly proxy?: boolean;
    /** How long to wait, in milliseconds. The default is 29,000. */
    readonly timeoutInMillis?: number;
    /** Query parameters that the URI may use. */
    readonly queryStringRequestParameters?: readonly string[];
    /** Headers that the URI may use. */
    readonly headerRequestParameters?: readonly string[];
    /** Targets such as integration.request.header.X, and their sources. */
    readonly requestParameters?: Readonly<Record<string, string>>;
    /** Mapping templates by content type; not with a proxy. */
    readonly requestTemplates?: Readonly<Record<string, string>>;
    /** How the backend's answers become the operation's; not with a proxy. */
    readonly integrationResponseSet?: IntegrationResponseSet;
}
/** Properties of an integration through a VPC link. */
export interface VpcLinkIntegrationProps extends HttpIntegrationProps {
    readonly vpcLink: IVpcLink;
    /** The ARN of the load balancer behind a VPC link of version 2. */
    readonly target?: string;
}
/** Calls an HTTP backend. */
export declare class HttpIntegration extends KnownIntegration {
    #private;
    constructor(props: HttpIntegrationProps & Partial<VpcLinkIntegrationProps>);
    toJSON(): object;
}
/** Properties of an integration with an AWS service. */
export interface ServiceIntegrationProps {
    /** The service as its endpoint calls it: "sqs", "states", "dynamodb". */
    readonly service: string;
    /** The action to call: "StartExecution". Either it or a path is given. */
    readonly action?: string;
    /** The path to call: `${account}/${queue.queueName}`. */
    readonly path?: string;
    /** The part of the service's host name before its name. */
    readonly subdomain?: string;
    /** The method of the request. The default is POST. */
    readonly method?: Method;
    /** The role that API Gateway takes. The default is the role that the API's integrations share. */
    readonly role?: IRole;
    /** The ARN of what is called, such as a queue's: the role is allowed to call it. */
    readonly resource?: string;
    /** The IAM actions that the role is allowed, such as "sqs:SendMessage". The default is that of `action`. */
    readonly actions?: readonly string[];
    /** Query parameters that the path may use. */
    readonly queryStringRequestParameters?: readonly string[];
    /** Headers that the path may use. */
    readonly headerRequestParameters?: readonly string[];
    /** Targets such as integration.request.header.X, and their sources. */
    readonly requestParameters?: Readonly<Record<string, string>>;
    /** Mapping templates by content type. */
    readonly requestTemplates?: Readonly<Record<string, string>>;
    /** How the service's answers become the operation's. */
    readonly integrationResponseSet?: IntegrationResponseSet;
}
/** Calls an AWS service. */
export declare class ServiceIntegration extends KnownIntegration {
    #private;
    constructor(props: ServiceIntegrationProps);
    toJSON(parts: DocumentParts): object;
}
/** The kinds of integrations. */
export declare class Integrations {
    /**
     * Passes requests to a function, a version or an alias, which API Gateway is allowed to invoke for exactly these requests.
     * Of a function with SnapStart it invokes the current version.
     */
    static lambda(lambdaFunction: IFunction): LambdaIntegration;
    /** Reads and writes the objects of a bucket. */
    static s3(props: S3IntegrationProps): S3Integration;
    /** Answers without a backend. */
    static mock(response?: MockIntegrationResponse): MockIntegration;
    /** Calls an HTTP backend. */
    static http(props: HttpIntegrationProps): HttpIntegration;
    /** Calls an HTTP backend in a VPC, through a VPC link. */
    static vpcLink(props: VpcLinkIntegrationProps): HttpIntegration;
    /** Calls an action or a path of an AWS service. */
    static service(props: ServiceIntegrationProps): ServiceIntegration;
}
