import type { IVpcLink } from "aws-cdk-lib/aws-apigateway";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { type DocumentParts, KnownIntegration, SHARED_ROLE } from "./integration.js";
import type { Method } from "./operation.js";
import type { IntegrationResponseSet } from "./response-sets.js";
import { invocable } from "./snap-start.js";

function roleArnOf(role: IRole | undefined, parts: DocumentParts): string {
  if (role === undefined) {
    return SHARED_ROLE;
  }
  parts.roles.set(role.roleArn, role);
  return role.roleArn;
}

/** Passes requests to a function, and its answers back. */
export class LambdaIntegration extends KnownIntegration {
  readonly lambdaFunction: IFunction;

  constructor(lambdaFunction: IFunction) {
    super();
    this.lambdaFunction = lambdaFunction;
  }

  override toJSON(parts: DocumentParts): object {
    // A caller without types may give nothing, which the engine reports.
    if ((this.lambdaFunction as IFunction | undefined) === undefined) {
      throw new Error("the function is missing: make it before the API");
    }
    const arn = invocable(this.lambdaFunction).functionArn;
    parts.functions.set(arn, this.lambdaFunction);
    return { lambda: arn };
  }
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
export class S3Integration extends KnownIntegration {
  readonly #props: S3IntegrationProps;

  constructor(props: S3IntegrationProps) {
    super();
    this.#props = props;
  }

  override toJSON(parts: DocumentParts): object {
    const { bucket, role, method, path, integrationResponseSet } = this.#props;
    if ((bucket as IBucket | undefined) === undefined) {
      throw new Error("the bucket is missing: make it before the API");
    }
    parts.buckets[parts.operationId] = { name: bucket.bucketName, arn: bucket.bucketArn, keyArn: bucket.encryptionKey?.keyArn };
    return {
      s3: {
        bucket: parts.operationId,
        method,
        path,
        role: roleArnOf(role, parts),
        queryParameters: this.#props.queryStringRequestParameters,
        headers: this.#props.headerRequestParameters,
        responses: integrationResponseSet?.toJSON(),
      },
    };
  }
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
export class MockIntegration extends KnownIntegration {
  readonly #mock: object;

  constructor(response: MockIntegrationResponse) {
    super();
    this.#mock = { statusCode: response.statusCode, body: response.body, headers: quoted(response.headers) };
  }

  override toJSON(): object {
    return { mock: this.#mock };
  }
}

function quoted(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
}

/** Options of a mock of one response of the model. */
export interface MockResponseOptions {
  /** The status, where the response is for several. */
  readonly statusCode?: number;
  /** Headers, by their names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one response of the model. The functions of `MockIntegrations` make it. */
export class MockResponseIntegration extends KnownIntegration {
  readonly #mock: object;

  /** @param mock what stands under `mock` in gatewright.yaml */
  constructor(mock: { readonly response: string; readonly body?: string; readonly json?: unknown }, options: MockResponseOptions = {}) {
    super();
    this.#mock = { ...mock, statusCode: options.statusCode, headers: quoted(options.headers) };
  }

  override toJSON(): object {
    return { mock: this.#mock };
  }
}

/** Answers with data made from the model until there is another integration. */
export class PlaceholderIntegration extends KnownIntegration {
  override toJSON(): object {
    return { mock: { placeholder: true } };
  }
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
export class HttpIntegration extends KnownIntegration {
  readonly #props: HttpIntegrationProps & Partial<VpcLinkIntegrationProps>;

  constructor(props: HttpIntegrationProps & Partial<VpcLinkIntegrationProps>) {
    super();
    this.#props = props;
  }

  override toJSON(): object {
    const p = this.#props;
    return {
      http: {
        uri: p.uri,
        method: p.method?.toUpperCase(),
        proxy: p.proxy,
        timeout: p.timeoutInMillis,
        vpcLink: p.vpcLink?.vpcLinkId,
        target: p.target,
        queryParameters: p.queryStringRequestParameters,
        headers: p.headerRequestParameters,
        requestParameters: p.requestParameters,
        requestTemplates: p.requestTemplates,
        responses: p.integrationResponseSet?.toJSON(),
      },
    };
  }
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
export class ServiceIntegration extends KnownIntegration {
  readonly #props: ServiceIntegrationProps;

  constructor(props: ServiceIntegrationProps) {
    super();
    this.#props = props;
  }

  override toJSON(parts: DocumentParts): object {
    const p = this.#props;
    return {
      service: {
        service: p.service,
        action: p.action,
        path: p.path,
        subdomain: p.subdomain,
        method: p.method?.toUpperCase(),
        role: roleArnOf(p.role, parts),
        allow: { resource: p.resource, actions: p.actions },
        queryParameters: p.queryStringRequestParameters,
        headers: p.headerRequestParameters,
        requestParameters: p.requestParameters,
        requestTemplates: p.requestTemplates,
        responses: p.integrationResponseSet?.toJSON(),
      },
    };
  }
}

/** The kinds of integrations. */
export class Integrations {
  /**
   * Passes requests to a function, a version or an alias, which API Gateway is allowed to invoke for exactly these requests.
   * Of a function with SnapStart it invokes the current version.
   */
  static lambda(lambdaFunction: IFunction): LambdaIntegration {
    return new LambdaIntegration(lambdaFunction);
  }

  /** Reads and writes the objects of a bucket. */
  static s3(props: S3IntegrationProps): S3Integration {
    return new S3Integration(props);
  }

  /** Answers without a backend. */
  static mock(response: MockIntegrationResponse = {}): MockIntegration {
    return new MockIntegration(response);
  }

  /** Calls an HTTP backend. */
  static http(props: HttpIntegrationProps): HttpIntegration {
    return new HttpIntegration(props);
  }

  /** Calls an HTTP backend in a VPC, through a VPC link. */
  static vpcLink(props: VpcLinkIntegrationProps): HttpIntegration {
    return new HttpIntegration(props);
  }

  /** Calls an action or a path of an AWS service. */
  static service(props: ServiceIntegrationProps): ServiceIntegration {
    return new ServiceIntegration(props);
  }
}
