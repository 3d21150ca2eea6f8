import { Annotations, CfnResource, Stack } from "aws-cdk-lib";
import {
  AccessLogFormat,
  ApiDefinition,
  type CorsOptions,
  type GatewayResponseOptions,
  LogGroupLogDestination,
  MethodLoggingLevel,
  SpecRestApi,
  type SpecRestApiProps,
  type Stage,
  type StageOptions,
} from "aws-cdk-lib/aws-apigateway";
import { type IRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPermission, type Function as LambdaFunction, type IAlias, type IFunction, type IVersion } from "aws-cdk-lib/aws-lambda";
import { type ILogGroup, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct, type IConstruct } from "constructs";
import type { Authorizer } from "./authorizers.js";
import { CallSite } from "./call-site.js";
import { type ApiDocument, documentOf } from "./document.js";
import { type Answer, ask, GatewrightError, type Metadata, type Permission, type Statement } from "./engine.js";
import { type IntegrationGrantProps, SHARED_ROLE } from "./integration.js";
import type { OperationDetailsById, TypeSafeApiIntegrations } from "./operation.js";
import type { AccessLogOptions, ApiKeyOptions, MockDataOptions, TypeSafeApiWebAclOptions, Validation } from "./options.js";
import { checkSize } from "./size.js";
import { Stacks } from "./stacks.js";
import { addWebAcl } from "./web-acl.js";

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

/** Stands for the name of the stage of an API that is not deployed. In ARNs it stands for all. */
const notDeployed = "*";

/** An API on Amazon API Gateway. Generated packages have an `Api` that extends it. */
export class TypeSafeRestApi extends Construct {
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

  constructor(scope: Construct, id: string, props: TypeSafeRestApiProps) {
    super(scope, id);
    const stage = props.deploy === false ? notDeployed : (props.deployOptions?.stageName ?? "prod");
    const document = documentOf(this, props, stage, new CallSite());
    const answer = ask(document.json);
    if (answer.error !== undefined) {
      throw new GatewrightError(`the API ${this.node.path} cannot be made:\n\n${answer.error}`);
    }

    this.role = answer.usesRole ? (props.role ?? this.#makeRole(answer)) : props.role;
    this.extendedApiSpecification = withRole(answer.definition, answer.usesRole ? this.role : undefined);
    checkSize(this, this.extendedApiSpecification, answer, props.prune === true);
    const deployed = stage === notDeployed ? undefined : this.#stageOptions(props);
    this.accessLogGroup = deployed?.logGroup;
    this.api = new SpecRestApi(this, "Api", {
      ...restApiProps(props),
      apiDefinition: ApiDefinition.fromInline(this.extendedApiSpecification),
      restApiName: props.restApiName ?? answer.title,
      cloudWatchRole: props.cloudWatchRole ?? true,
      ...(deployed === undefined ? {} : { deployOptions: deployed.options }),
    });
    if (deployed !== undefined && props.webAclOptions?.disable !== true) {
      ({ webAcl: this.webAcl, ipSet: this.ipSet, webAclAssociation: this.webAclAssociation } = addWebAcl(
        this,
        this.api.deploymentStage.stageArn,
        props.webAclOptions ?? {},
      ));
    }
    this.functions = new Grants(this, props, document, answer, stage).give();
    answer.metadata.forEach((metadata) => {
      addMetadata(this, metadata);
    });
    annotate(this, answer);
  }

  /** The underlying construct, by another name. */
  get restApi(): SpecRestApi {
    return this.api;
  }

  /** The stage; nothing when the API is not deployed. */
  get deploymentStage(): Stage | undefined {
    return this.api.deploymentStage;
  }

  #makeRole(answer: Answer): Role {
    return new Role(this, "Role", {
      assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
      description: `What API Gateway may use for the operations of ${answer.title}`,
    });
  }

  /** Completes what the user said of the stage. */
  #stageOptions(props: TypeSafeRestApiProps): { options: StageOptions; logGroup?: ILogGroup } {
    const options: StageOptions = {
      stageName: "prod",
      tracingEnabled: true,
      loggingLevel: MethodLoggingLevel.INFO,
      ...props.deployOptions,
    };
    const log = props.accessLogOptions ?? {};
    if (options.accessLogDestination !== undefined || log.disable === true) {
      return { options };
    }
    const logGroup =
      log.logGroup ??
      new LogGroup(this, "AccessLogs", {
        retention: log.retention ?? RetentionDays.ONE_MONTH,
        ...(log.removalPolicy === undefined ? {} : { removalPolicy: log.removalPolicy }),
      });
    return {
      logGroup,
      options: {
        ...options,
        accessLogDestination: new LogGroupLogDestination(logGroup),
        accessLogFormat: options.accessLogFormat ?? log.format ?? AccessLogFormat.jsonWithStandardFields(),
      },
    };
  }
}

/** Puts the role's ARN where the definition asks for it. */
function withRole(definition: Record<string, unknown>, role: IRole | undefined): Record<string, unknown> {
  if (role === undefined) {
    return definition;
  }
  return JSON.parse(JSON.stringify(definition).replaceAll(SHARED_ROLE, role.roleArn)) as Record<string, unknown>;
}

/** The names of the properties that are not those of SpecRestApi, or that the definition says. */
const ownProperties: readonly (keyof TypeSafeRestApiProps)[] = [
  "defaultAuthorizer",
  "authorizers",
  "corsOptions",
  "apiKeyOptions",
  "webAclOptions",
  "accessLogOptions",
  "gatewayResponses",
  "validation",
  "mockDataOptions",
  "prune",
  "role",
  "nestedPermissions",
  "model",
  "operationLookup",
  "integrations",
  "binaryMediaTypes",
  "minCompressionSize",
];

/** Gives what is for the underlying construct. */
function restApiProps(props: TypeSafeRestApiProps): Omit<SpecRestApiProps, "apiDefinition"> {
  return Object.fromEntries(Object.entries(props).filter(([name]) => !(ownProperties as readonly string[]).includes(name)));
}

/** Adds the metadata of a resource, if it is there. */
function addMetadata(scope: Construct, { path, resource, construct }: Metadata): void {
  const found = path.reduce<IConstruct | undefined>((parent, id) => parent?.node.tryFindChild(id), scope);
  if (!CfnResource.isCfnResource(found)) {
    return;
  }
  for (const [key, value] of Object.entries(resource)) {
    found.addMetadata(key, value);
  }
  for (const [key, value] of Object.entries(construct)) {
    found.node.addMetadata(key, value);
  }
}

function annotate(scope: Construct, answer: Answer): void {
  for (const { level, id, text } of answer.annotations ?? []) {
    if (level === "info") {
      Annotations.of(scope).addInfoV2(id, text);
    } else {
      Annotations.of(scope).addWarningV2(id, text);
    }
  }
}

/** Gives integrations and authorizers what the answer says that they need. */
class Grants {
  readonly #functions: Record<string, IFunction> = {};
  readonly #invoked: { id: string; fn: IFunction; sourceArn: string }[] = [];
  readonly #allowed = new Map<IRole, Statement[]>();

  constructor(
    private readonly scope: TypeSafeRestApi,
    private readonly props: TypeSafeRestApiProps,
    private readonly document: ApiDocument,
    private readonly answer: Answer,
    private readonly stage: string,
  ) {}

  /** Makes all permissions, and gives the functions behind the operations. */
  give(): Record<string, IFunction> {
    for (const operationId of Object.keys(this.props.operationLookup)) {
      this.#grant(operationId);
    }
    this.#attach();
    this.#addPermissions();
    this.#passEnvironment();
    return this.#functions;
  }

  #grant(operationId: string): void {
    for (const grant of this.answer.grants ?? []) {
      const role = grant.role === SHARED_ROLE ? this.scope.role : this.document.roles.get(grant.role);
      if (grant.operation === operationId && role !== undefined) {
        this.#allow(role, grant.statements);
      }
    }
    const integration = this.props.integrations[operationId]?.integration;
    if (integration === undefined) {
      return;
    }
    const rendered = this.document.rendered.get(operationId);
    if (rendered !== undefined) {
      integration.grant(this.#grantProps(operationId, rendered));
    } else if ("lambdaFunction" in integration) {
      this.#functions[operationId] = integration.lambdaFunction as IFunction;
    }
  }

  #grantProps(operationId: string, rendered: IntegrationGrantProps["rendered"]): IntegrationGrantProps {
    const details = this.props.operationLookup[operationId];
    if (details === undefined) {
      throw new Error(`there is no operation ${operationId}`);
    }
    const role = rendered.credentials === SHARED_ROLE ? this.scope.role : undefined;
    const method = details.method === "any" ? "*" : details.method.toUpperCase();
    const sourceArn = this.#arn(`${this.stage}/${method}${details.path.replaceAll(/\{[^{}]*\}/g, "*")}`);
    return {
      ...details,
      operationId,
      scope: this.scope,
      api: this.scope.api,
      operationLookup: this.props.operationLookup,
      rendered,
      role,
      sourceArn,
      invokeFunction: (fn) => {
        this.#functions[operationId] ??= fn;
        this.#invoked.push({ id: operationId, fn, sourceArn });
      },
      allow: (actions, resources) => {
        if (role !== undefined) {
          this.#allow(role, [{ actions, resources }]);
        }
      },
    };
  }

  /** Adds statements to those of the same actions. */
  #allow(role: IRole, more: readonly Statement[]): void {
    const all = this.#allowed.get(role) ?? [];
    this.#allowed.set(role, all);
    for (const { actions, resources } of more) {
      const i = all.findIndex((known) => known.actions.join() === actions.join());
      const known = all[i]?.resources ?? [];
      const statement = { actions, resources: [...new Set([...known, ...resources])] };
      all.splice(i < 0 ? all.length : i, 1, statement);
    }
  }

  #attach(): void {
    for (const [role, statements] of this.#allowed) {
      for (const { actions, resources } of statements) {
        role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
      }
    }
  }

  #addPermissions(): void {
    const { operations, authorizers, stacks } = this.answer.permissions;
    const nested = stacks > 0 ? new Stacks(this.scope, "Permissions", stacks).stacks : [];
    let own: Construct | undefined;
    const scopeOf = (stack: number) => nested[stack] ?? (own ??= new Construct(this.scope, "Permissions"));
    for (const permission of operations) {
      this.#permit(scopeOf(permission.stack), permission, this.#arn(`${this.stage}/${permission.source}`));
    }
    for (const { id, fn, sourceArn } of this.#invoked) {
      const scope = scopeOf(-1);
      this.#permit(scope, { id: unusedId(scope, id), function: fn.functionArn }, sourceArn);
    }
    for (const permission of authorizers) {
      this.#permit(this.scope, permission, this.#arn(permission.source));
    }
  }

  #permit(scope: Construct, permission: Pick<Permission, "id" | "function">, sourceArn: string): void {
    new CfnPermission(scope, permission.id, {
      action: "lambda:InvokeFunction",
      functionName: permission.function,
      principal: "apigateway.amazonaws.com",
      sourceArn,
    });
  }

  #arn(resource: string): string {
    const stack = Stack.of(this.scope);
    return `arn:${stack.partition}:execute-api:${stack.region}:${stack.account}:${this.scope.api.restApiId}/${resource}`;
  }

  /** Tells the functions of this app what their handlers need to know. */
  #passEnvironment(): void {
    const done = new Set<string>();
    for (const behind of Object.values(this.#functions)) {
      const fn = ownFunction(behind);
      if (fn === undefined || done.has(fn.functionArn)) {
        continue;
      }
      done.add(fn.functionArn);
      for (const [name, value] of Object.entries(this.answer.environment ?? {})) {
        fn.addEnvironment(name, value);
      }
    }
  }
}

function unusedId(scope: Construct, id: string): string {
  let unused = id;
  for (let n = 2; scope.node.tryFindChild(unused) !== undefined; n++) {
    unused = `${id}${String(n)}`;
  }
  return unused;
}

/** Gives the function of this app that a function, a version or an alias leads to. */
function ownFunction(fn: IFunction | IVersion | IAlias): LambdaFunction | undefined {
  if ("addEnvironment" in fn) {
    return fn as LambdaFunction;
  }
  return "lambda" in fn ? ownFunction(fn.lambda) : undefined;
}
