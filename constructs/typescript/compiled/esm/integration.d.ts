import type { CorsOptions, SpecRestApi } from "aws-cdk-lib/aws-apigateway";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { OperationDetails, OperationDetailsById } from "./operation.js";
/**
 * Stands for the ARN of the role that the API's integrations share: an integration that needs one says it as its
 * `credentials`, and the API puts the ARN in its place.
 */
export declare const SHARED_ROLE = "${gatewright:role}";
/** An answer of a backend, and what becomes of it. */
export interface ApiGatewayIntegrationResponse {
    readonly statusCode: string;
    readonly responseParameters?: Readonly<Record<string, string>>;
    readonly responseTemplates?: Readonly<Record<string, string>>;
    readonly contentHandling?: "CONVERT_TO_TEXT" | "CONVERT_TO_BINARY";
}
/** What stands under `x-amazon-apigateway-integration`. */
export interface ApiGatewayIntegration {
    readonly type: "HTTP" | "HTTP_PROXY" | "AWS_PROXY" | "AWS" | "MOCK";
    readonly httpMethod?: string;
    readonly uri?: string;
    readonly credentials?: string;
    readonly connectionType?: "INTERNET" | "VPC_LINK";
    readonly connectionId?: string;
    readonly integrationTarget?: string;
    readonly passthroughBehavior?: "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";
    readonly contentHandling?: "CONVERT_TO_TEXT" | "CONVERT_TO_BINARY";
    readonly timeoutInMillis?: number;
    readonly cacheNamespace?: string;
    readonly cacheKeyParameters?: readonly string[];
    readonly requestParameters?: Readonly<Record<string, string>>;
    readonly requestTemplates?: Readonly<Record<string, string>>;
    readonly responses?: Readonly<Record<string, ApiGatewayIntegrationResponse>>;
    readonly tlsConfig?: {
        readonly insecureSkipVerification?: boolean;
    };
}
/** What an integration is rendered for. */
export interface IntegrationRenderProps extends OperationDetails {
    readonly operationId: string;
    /** The API's construct: a parent for what the integration needs. */
    readonly scope: Construct;
    /** The API's options of CORS. Their headers are added to what is rendered. */
    readonly corsOptions?: CorsOptions;
    /** All operations of the API. */
    readonly operationLookup: OperationDetailsById;
}
/** What a permission is given for. */
export interface IntegrationGrantProps extends OperationDetails {
    readonly operationId: string;
    /** The API's construct: a parent for resources that the permission needs. */
    readonly scope: Construct;
    /** The underlying construct. */
    readonly api: SpecRestApi;
    /** All operations of the API. */
    readonly operationLookup: OperationDetailsById;
    /** What `render` gave. */
    readonly rendered: ApiGatewayIntegration;
    /** The role that the integrations share, when what was rendered has it as its `credentials`. */
    readonly role?: IRole;
    /** The ARN of the requests for the operation in the stage, with * for the parameters of its path. */
    readonly sourceArn: string;
    /** Lets API Gateway invoke a function for exactly the operation's method and path. */
    readonly invokeFunction: (fn: IFunction) => void;
    /** Lets the role do something with resources, which are named by their ARNs. Without a role it does nothing. */
    readonly allow: (actions: readonly string[], resources: readonly string[]) => void;
}
/** What happens when API Gateway receives a request for an operation. Extend it to make an integration of your own. */
export declare abstract class Integration {
    /** @internal The version of what an integration and the API of another generated package agree on. */
    readonly _protocol: number;
    /** @internal Returns where the integration was made: messages name the place. */
    readonly _madeAt: () => string | undefined;
    /** Gives what stands under `x-amazon-apigateway-integration`. The headers of CORS need not be in it. */
    abstract render(props: IntegrationRenderProps): ApiGatewayIntegration;
    /** Gives API Gateway the permission to use the integration, after it was rendered. */
    grant(_props: IntegrationGrantProps): void;
}
/** Where the parts of an integration that other keys of the document hold are put. */
export interface DocumentParts {
    readonly operationId: string;
    /** What response sets are rendered for. */
    readonly render: IntegrationRenderProps;
    readonly buckets: Record<string, object>;
    /** The roles that integrations name, by their ARNs. */
    readonly roles: Map<string, IRole>;
    /** The functions that integrations name, by their ARNs. */
    readonly functions: Map<string, IFunction>;
}
/** An integration that the engine renders, and for which it knows what is needed. */
export declare abstract class KnownIntegration extends Integration {
    /** @internal By this, and not by its class, the APIs of all generated packages recognize one. */
    readonly _known = true;
    /** Returns the integration as it is written in gatewright.yaml. */
    abstract toJSON(parts: DocumentParts): object;
    /** Is never called: the engine renders it. */
    render(props: IntegrationRenderProps): ApiGatewayIntegration;
}
