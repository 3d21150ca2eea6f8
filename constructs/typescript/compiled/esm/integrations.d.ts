import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { type DocumentParts, KnownIntegration } from "./integration.js";
import { type HttpIntegrationProps, type MockIntegrationResponse, type S3IntegrationProps, type ServiceIntegrationProps, type VpcLinkIntegrationProps } from "./options.js";
/** Passes requests to a function, and its answers back. */
export declare class LambdaIntegration extends KnownIntegration {
    readonly lambdaFunction: IFunction;
    constructor(lambdaFunction: IFunction);
    toJSON(parts: DocumentParts): object;
}
/** Reads and writes the objects of a bucket. */
export declare class S3Integration extends KnownIntegration {
    #private;
    constructor(props: S3IntegrationProps);
    toJSON(parts: DocumentParts): object;
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
    /** Headers and their sources: a value in single quotes such as '/pets/1', or context.X, stageVariables.X. */
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
/** Calls an HTTP backend. */
export declare class HttpIntegration extends KnownIntegration {
    #private;
    constructor(props: HttpIntegrationProps);
    toJSON(parts: DocumentParts): object;
}
/** Calls an HTTP backend in a VPC. */
export declare class VpcLinkIntegration extends KnownIntegration {
    #private;
    constructor(props: VpcLinkIntegrationProps);
    toJSON(parts: DocumentParts): object;
}
/** Calls an AWS service. */
export declare class ServiceIntegration extends KnownIntegration {
    #private;
    constructor(props: ServiceIntegrationProps);
    toJSON(parts: DocumentParts): object;
}
/** The kinds of integrations. */
export declare class Integrations {
    /** Passes requests to a function, a version or an alias, which API Gateway is allowed to invoke for exactly these requests. */
    static lambda(lambdaFunction: IFunction): LambdaIntegration;
    /** Reads and writes the objects of a bucket. */
    static s3(props: S3IntegrationProps): S3Integration;
    /** Answers without a backend. */
    static mock(response?: MockIntegrationResponse): MockIntegration;
    /** Calls an HTTP backend. */
    static http(props: HttpIntegrationProps): HttpIntegration;
    /** Calls an HTTP backend in a VPC, through a VPC link. */
    static vpcLink(props: VpcLinkIntegrationProps): VpcLinkIntegration;
    /** Calls an action or a path of an AWS service. */
    static service(props: ServiceIntegrationProps): ServiceIntegration;
}
