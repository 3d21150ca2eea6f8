import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { type DocumentParts, KnownIntegration } from "./integration.js";
import {
  type HttpIntegrationProps,
  httpIntegrationOptions,
  type MockIntegrationResponse,
  mockIntegrationResponseOptions,
  type S3IntegrationProps,
  s3IntegrationOptions,
  type ServiceIntegrationProps,
  serviceIntegrationOptions,
  type VpcLinkIntegrationProps,
  vpcLinkIntegrationOptions,
} from "./options.js";
import { functionArn } from "./wire.js";

/** Passes requests to a function, and its answers back. */
export class LambdaIntegration extends KnownIntegration {
  readonly lambdaFunction: IFunction;

  constructor(lambdaFunction: IFunction) {
    super();
    this.lambdaFunction = lambdaFunction;
  }

  override toJSON(parts: DocumentParts): object {
    const arn = functionArn(this.lambdaFunction);
    parts.functions.set(arn, this.lambdaFunction);
    return { lambda: arn };
  }
}

/** Reads and writes the objects of a bucket. */
export class S3Integration extends KnownIntegration {
  readonly #props: S3IntegrationProps;

  constructor(props: S3IntegrationProps) {
    super();
    this.#props = props;
  }

  override toJSON(parts: DocumentParts): object {
    return { s3: s3IntegrationOptions(this.#props, parts) };
  }
}

/** Answers without a backend. */
export class MockIntegration extends KnownIntegration {
  readonly #response: MockIntegrationResponse;

  constructor(response: MockIntegrationResponse) {
    super();
    this.#response = response;
  }

  override toJSON(): object {
    return { mock: mockIntegrationResponseOptions(this.#response) };
  }
}

/** Options of a mock of one response of the model. */
export interface MockResponseOptions {
  /** The status, where the response is for several. */
  readonly statusCode?: number;
  /** Headers and their sources: a value in single quotes such as '/pets/1', or context.X, stageVariables.X. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one response of the model. The functions of `MockIntegrations` make it. */
export class MockResponseIntegration extends KnownIntegration {
  readonly #mock: object;

  /** @param mock what stands under `mock` in gatewright.yaml */
  constructor(mock: { readonly response: string; readonly body?: string; readonly json?: unknown }, options: MockResponseOptions = {}) {
    super();
    this.#mock = { ...mock, statusCode: options.statusCode, headers: options.headers };
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

/** Calls an HTTP backend. */
export class HttpIntegration extends KnownIntegration {
  readonly #props: HttpIntegrationProps;

  constructor(props: HttpIntegrationProps) {
    super();
    this.#props = props;
  }

  override toJSON(parts: DocumentParts): object {
    return { http: httpIntegrationOptions(this.#props, parts) };
  }
}

/** Calls an HTTP backend in a VPC. */
export class VpcLinkIntegration extends KnownIntegration {
  readonly #props: VpcLinkIntegrationProps;

  constructor(props: VpcLinkIntegrationProps) {
    super();
    this.#props = props;
  }

  override toJSON(parts: DocumentParts): object {
    return { http: vpcLinkIntegrationOptions(this.#props, parts) };
  }
}

/** Calls an AWS service. */
export class ServiceIntegration extends KnownIntegration {
  readonly #props: ServiceIntegrationProps;

  constructor(props: ServiceIntegrationProps) {
    super();
    this.#props = props;
  }

  override toJSON(parts: DocumentParts): object {
    return { service: serviceIntegrationOptions(this.#props, parts) };
  }
}

/** The kinds of integrations. */
export class Integrations {
  /** Passes requests to a function, a version or an alias, which API Gateway is allowed to invoke for exactly these requests. */
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
  static vpcLink(props: VpcLinkIntegrationProps): VpcLinkIntegration {
    return new VpcLinkIntegration(props);
  }

  /** Calls an action or a path of an AWS service. */
  static service(props: ServiceIntegrationProps): ServiceIntegration {
    return new ServiceIntegration(props);
  }
}
