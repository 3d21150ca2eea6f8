import { Stack, Token } from "aws-cdk-lib";
import type { CorsOptions, GatewayResponseOptions } from "aws-cdk-lib/aws-apigateway";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Authorizer } from "./authorizers.js";
import type { CallSite } from "./call-site.js";
import { GatewrightError } from "./engine.js";
import type { ApiGatewayIntegration, Integration, KnownIntegration } from "./integration.js";
import type { TypeSafeApiIntegration } from "./operation.js";
import { apiKeyOptions, mockDataOptions, validationOptions } from "./options.js";
import { checkProtocol } from "./protocol.js";
import type { TypeSafeRestApiProps } from "./type-safe-rest-api.js";
import { VERSION } from "./version.js";
import { duration } from "./wire.js";

/** What the engine is sent about an API, and what the answer is put together with. */
export interface ApiDocument {
  readonly json: object;
  readonly roles: ReadonlyMap<string, IRole>;
  readonly functions: ReadonlyMap<string, IFunction>;
  /** What integrations of the user's own rendered, by operation ID. */
  readonly rendered: ReadonlyMap<string, ApiGatewayIntegration>;
}

/** What the engine is told of an operation besides its integration. */
interface OperationNote {
  at?: string;
  empty?: boolean;
  failed?: string;
}

/** What an authorizer is besides its scopes, which each use says itself. */
const withoutScopes = (json: object): string => JSON.stringify({ ...json, authorizationScopes: undefined });

/** Makes the document about an API that the engine is sent. */
export function documentOf(scope: Construct, props: TypeSafeRestApiProps, stage: string, madeAt: CallSite): ApiDocument {
  const writer = new DocumentWriter(scope, props);
  for (const operationId of Object.keys(props.operationLookup)) {
    writer.addOperation(operationId, props.integrations[operationId]);
  }
  for (const operationId of Object.keys(props.integrations)) {
    if (!Object.hasOwn(props.operationLookup, operationId)) {
      writer.addUnknown(operationId);
    }
  }
  return { json: writer.document(stage, madeAt), roles: writer.roles, functions: writer.functions, rendered: writer.rendered };
}

class DocumentWriter {
  readonly roles = new Map<string, IRole>();
  readonly functions = new Map<string, IFunction>();
  readonly rendered = new Map<string, ApiGatewayIntegration>();
  readonly #integrations = emptyRecord<object>();
  readonly #notes = emptyRecord<OperationNote>();
  readonly #buckets = emptyRecord<object>();
  readonly #authorizers = emptyRecord<object>();

  constructor(
    private readonly scope: Construct,
    private readonly props: TypeSafeRestApiProps,
  ) {
    [props.defaultAuthorizer, ...(props.authorizers ?? [])].forEach((authorizer) => {
      this.#addAuthorizer(authorizer);
    });
  }

  addOperation(operationId: string, given: TypeSafeApiIntegration | undefined): void {
    if (given === undefined) {
      return; // the engine names all that are missing
    }
    const note: OperationNote = (this.#notes[operationId] = {});
    const integration = (given as Partial<TypeSafeApiIntegration> | null)?.integration as Integration | null | undefined;
    if (integration === null || integration === undefined) {
      note.empty = true;
      return;
    }
    try {
      checkProtocol(integration);
      note.at = integration._madeAt();
      this.#integrations[operationId] = { ...this.#render(operationId, integration), ...this.#options(given) };
    } catch (error) {
      note.failed = error instanceof Error ? error.message : String(error);
    }
  }

  /** Adds an entry for an operation that there is not, so that the engine reports it. */
  addUnknown(operationId: string): void {
    this.#integrations[operationId] = { mock: {} };
  }

  #render(operationId: string, integration: Integration): object {
    const details = this.props.operationLookup[operationId];
    if (details === undefined) {
      throw new Error(`there is no operation ${operationId}`);
    }
    const { scope, props } = this;
    const render = { ...details, operationId, scope, corsOptions: props.corsOptions, operationLookup: props.operationLookup };
    if (isKnown(integration)) {
      return integration.toJSON({ operationId, render, buckets: this.#buckets, roles: this.roles, functions: this.functions });
    }
    const rendered = integration.render(render);
    this.rendered.set(operationId, rendered);
    return { custom: rendered };
  }

  #options({ authorizer, options }: TypeSafeApiIntegration): object {
    this.#addAuthorizer(authorizer);
    return { ...named(authorizer), apiKeyRequired: options?.apiKeyRequired, stream: options?.stream };
  }

  #addAuthorizer(authorizer: Authorizer | undefined): void {
    const json = authorizer?.toJSON();
    if (authorizer === undefined || json === undefined) {
      return;
    }
    const known = (this.#authorizers[authorizer.authorizerId] ??= json);
    if (withoutScopes(known) !== withoutScopes(json)) {
      throw new GatewrightError(`two different authorizers have the ID ${authorizer.authorizerId}`);
    }
  }

  document(stage: string, madeAt: CallSite): object {
    const { props } = this;
    const stack = Stack.of(this.scope);
    return {
      binding: {
        language: "typescript",
        version: VERSION,
        model: props.model,
        at: madeAt.toString(),
        stage: Token.isUnresolved(stage) ? "prod" : stage,
        caching: caching(props),
        nestedPermissions: props.nestedPermissions,
        operations: this.#notes,
      },
      model: "model.json",
      placement: { partition: stack.partition, region: stack.region, account: stack.account },
      corsOptions: cors(this.scope.node.path, props.corsOptions),
      authorizers: this.#authorizers,
      defaultAuthorizer: props.defaultAuthorizer?.authorizerId,
      apiKeyOptions: props.apiKeyOptions && apiKeyOptions(props.apiKeyOptions),
      binaryMediaTypes: props.binaryMediaTypes,
      minCompressionSize: props.minCompressionSize?.toBytes(),
      validation: props.validation && validationOptions(props.validation),
      mockDataOptions: props.mockDataOptions && mockDataOptions(props.mockDataOptions),
      gatewayResponses: gatewayResponses(props.gatewayResponses),
      prune: props.prune,
      buckets: this.#buckets,
      integrations: this.#integrations,
    };
  }
}

/** Reports whether the engine renders an integration. Its class may be that of another generated package. */
function isKnown(integration: Integration): integration is KnownIntegration {
  return (integration as Partial<KnownIntegration>)._known === true;
}

/** Gives a record without the properties that every object has. */
function emptyRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function named(authorizer: Authorizer | undefined): object {
  if (authorizer === undefined) {
    return {};
  }
  const type = (authorizer.toJSON() as { type?: string } | undefined)?.type;
  const hasScopes = type === "cognito" || type === "jwt";
  return { authorizer: authorizer.authorizerId, ...(hasScopes ? { authorizationScopes: authorizer.authorizationScopes } : {}) };
}

/** Gives for which methods the stage keeps responses, by the CDK's keys. */
function caching({ deploy, deployOptions }: TypeSafeRestApiProps): Record<string, boolean | undefined> | undefined {
  if (deploy === false || deployOptions === undefined) {
    return undefined;
  }
  const methods = Object.entries(deployOptions.methodOptions ?? {}).map(([key, method]) => [key, method.cachingEnabled] as const);
  return Object.fromEntries([["/*/*", deployOptions.cachingEnabled], ...methods]);
}

function cors(path: string, options: CorsOptions | undefined): object | undefined {
  if (options === undefined) {
    return undefined;
  }
  if (options.statusCode !== undefined && options.statusCode !== 204) {
    throw new GatewrightError(
      `the API ${path} cannot be made:\n\nerror: corsOptions.statusCode is ${String(options.statusCode)}, ` +
        "but preflight requests are answered with 204\n  help: leave it out",
    );
  }
  return {
    allowOrigins: options.allowOrigins,
    allowMethods: options.allowMethods,
    allowHeaders: options.allowHeaders,
    exposeHeaders: options.exposeHeaders,
    allowCredentials: options.allowCredentials,
    maxAge: duration(options.maxAge),
    disableCache: options.disableCache,
  };
}

function gatewayResponses(given: readonly GatewayResponseOptions[] | undefined): object | undefined {
  if (given === undefined) {
    return undefined;
  }
  return Object.fromEntries(
    given.map((response) => [
      response.type.responseType,
      {
        statusCode: response.statusCode === undefined ? undefined : Number(response.statusCode),
        headers: response.responseHeaders,
        templates: response.templates,
      },
    ]),
  );
}
