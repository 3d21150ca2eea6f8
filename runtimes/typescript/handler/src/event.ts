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
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an authorizer returns what it wants
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
export function checkEvent(event: ProxyEvent): void {
  const given = event as Partial<ProxyEvent> & { readonly version?: unknown };
  if (typeof given.httpMethod === "string" && given.httpMethod !== "") {
    return;
  }
  if (given.version === "2.0") {
    throw new Error("the event has payload format 2.0: set payloadFormatVersion of the HTTP API's integration to 1.0");
  }
  throw new Error("the event is not one of API Gateway's proxy integration: it has no httpMethod");
}

type Multiple = Readonly<Record<string, string[] | undefined>> | null | undefined;
type Single = Readonly<Record<string, string | undefined>> | null | undefined;

/** Returns all values of a header in the order of the request. Upper and lower case are the same. */
export function headerValues(event: ProxyEvent, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const keys = (headers: Single | Multiple): string[] =>
    Object.keys(headers ?? {})
      .filter((key) => key.toLowerCase() === wanted)
      .sort();
  const multiple = keys(event.multiValueHeaders).flatMap((key) => own(event.multiValueHeaders, key) ?? []);
  if (multiple.length > 0) {
    return multiple;
  }
  const last = keys(event.headers).at(-1);
  const value = last === undefined ? undefined : own(event.headers, last);
  return value === undefined ? [] : [value];
}

/** Returns the last value of a header, or "". */
export function headerValue(event: ProxyEvent, name: string): string {
  return headerValues(event, name).at(-1) ?? "";
}

/** Returns all values of a query parameter, which API Gateway decoded. */
export function queryValues(event: ProxyEvent, name: string): readonly string[] {
  const values = own(event.multiValueQueryStringParameters, name);
  if (values !== undefined) {
    return values;
  }
  const value = own(event.queryStringParameters, name);
  return value === undefined ? [] : [value];
}

/** Returns all query parameters. */
export function queryParameters(event: ProxyEvent): Map<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const name of Object.keys(event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {})) {
    all.set(name, queryValues(event, name));
  }
  return all;
}

/** Returns the value of an object's own property: a request may name those of its prototype, too. */
export function own<T>(of: Readonly<Record<string, T | undefined>> | null | undefined, name: string): T | undefined {
  return of !== null && of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;
}
