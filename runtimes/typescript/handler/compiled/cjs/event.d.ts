/** An event of API Gateway's Lambda proxy integration, in payload format 1.0. */
export interface ProxyEvent {
    readonly resource: string;
    readonly path: string;
    readonly httpMethod: string;
    readonly headers: Readonly<Record<string, string | undefined>> | null;
    readonly multiValueHeaders: Readonly<Record<string, string[] | undefined>> | null;
    readonly queryStringParameters: Readonly<Record<string, string | undefined>> | null;
    readonly multiValueQueryStringParameters: Readonly<Record<string, string[] | undefined>> | null;
    readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
    readonly stageVariables: Readonly<Record<string, string | undefined>> | null;
    readonly requestContext: RequestContext;
    readonly body: string | null;
    readonly isBase64Encoded: boolean;
}
/** What API Gateway knows of a request, beside the request itself. */
export interface RequestContext {
    readonly accountId: string;
    readonly apiId: string;
    /** What the authorizer returned, or the claims of a token. */
    readonly authorizer?: Readonly<Record<string, any>> | null;
    readonly domainName?: string;
    readonly extendedRequestId?: string;
    readonly httpMethod: string;
    readonly identity: RequestIdentity;
    readonly path: string;
    readonly protocol: string;
    readonly requestId: string;
    readonly requestTime?: string;
    readonly requestTimeEpoch: number;
    readonly resourceId: string;
    readonly resourcePath: string;
    readonly stage: string;
}
/** Who sends a request. */
export interface RequestIdentity {
    readonly accessKey: string | null;
    readonly accountId: string | null;
    readonly apiKey?: string | null;
    readonly apiKeyId?: string | null;
    readonly caller: string | null;
    readonly cognitoAuthenticationProvider: string | null;
    readonly cognitoAuthenticationType: string | null;
    readonly cognitoIdentityId: string | null;
    readonly cognitoIdentityPoolId: string | null;
    readonly principalOrgId?: string | null;
    readonly sourceIp: string;
    readonly user: string | null;
    readonly userAgent: string | null;
    readonly userArn: string | null;
}
/** What AWS Lambda says of an invocation. */
export interface LambdaContext {
    readonly awsRequestId: string;
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
    callbackWaitsForEmptyEventLoop: boolean;
    getRemainingTimeInMillis(): number;
}
/** What a function returns to API Gateway. */
export interface ProxyResult {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly multiValueHeaders?: Record<string, string[]>;
    readonly body: string;
    readonly isBase64Encoded: boolean;
}
/** Throws an error that says what to do, when the payload is not an event of payload format 1.0. */
export declare function checkEvent(event: ProxyEvent): void;
/** Returns all values of a header in the order of the request. Upper and lower case are the same. */
export declare function headerValues(event: ProxyEvent, name: string): readonly string[];
/** Returns the last value of a header, or "". */
export declare function headerValue(event: ProxyEvent, name: string): string;
/** Returns all values of a query parameter, which API Gateway decoded. */
export declare function queryValues(event: ProxyEvent, name: string): readonly string[];
/** Returns all query parameters. */
export declare function queryParameters(event: ProxyEvent): Map<string, readonly string[]>;
/** Returns the value of an object's own property: a request may name those of its prototype, too. */
export declare function own<T>(of: Readonly<Record<string, T | undefined>> | null | undefined, name: string): T | undefined;
