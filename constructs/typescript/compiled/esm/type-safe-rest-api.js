import { Annotations, CfnResource, Stack } from "aws-cdk-lib";
import { AccessLogFormat, ApiDefinition, LogGroupLogDestination, MethodLoggingLevel, SpecRestApi, } from "aws-cdk-lib/aws-apigateway";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { CallSite } from "./call-site.js";
import { documentOf } from "./document.js";
import { ask, GatewrightError } from "./engine.js";
import { SHARED_ROLE } from "./integration.js";
import { checkSize } from "./size.js";
import { Stacks } from "./stacks.js";
import { addWebAcl } from "./web-acl.js";
/** Stands for the name of the stage of an API that is not deployed. In ARNs it stands for all. */
const notDeployed = "*";
/** An API on Amazon API Gateway. Generated packages have an `Api` that extends it. */
export class TypeSafeRestApi extends Construct {
    /** The underlying construct: usage plans, API keys, domain names and metrics are had from it. */
    api;
    /** The definition that is deployed: OpenAPI with API Gateway's extensions. */
    extendedApiSpecification;
    /** The role that the integrations share, when one needs it. */
    role;
    webAcl;
    ipSet;
    webAclAssociation;
    /** Holds the log of requests. */
    accessLogGroup;
    /** The functions behind the operations, by operation ID. */
    functions;
    constructor(scope, id, props) {
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
            ({ webAcl: this.webAcl, ipSet: this.ipSet, webAclAssociation: this.webAclAssociation } = addWebAcl(this, this.api.deploymentStage.stageArn, props.webAclOptions ?? {}));
        }
        this.functions = new Grants(this, props, document, answer, stage).give();
        answer.metadata.forEach((metadata) => {
            addMetadata(this, metadata);
        });
        annotate(this, answer);
    }
    /** The underlying construct, by another name. */
    get restApi() {
        return this.api;
    }
    /** The stage; nothing when the API is not deployed. */
    get deploymentStage() {
        return this.api.deploymentStage;
    }
    #makeRole(answer) {
        return new Role(this, "Role", {
            assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
            description: `What API Gateway may use for the operations of ${answer.title}`,
        });
    }
    /** Completes what the user said of the stage. */
    #stageOptions(props) {
        const options = {
            stageName: "prod",
            tracingEnabled: true,
            loggingLevel: MethodLoggingLevel.INFO,
            ...props.deployOptions,
        };
        const log = props.accessLogOptions ?? {};
        if (options.accessLogDestination !== undefined || log.disable === true) {
            return { options };
        }
        const logGroup = log.logGroup ??
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
function withRole(definition, role) {
    if (role === undefined) {
        return definition;
    }
    return JSON.parse(JSON.stringify(definition).replaceAll(SHARED_ROLE, role.roleArn));
}
/** The names of the properties that are not those of SpecRestApi, or that the definition says. */
const ownProperties = [
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
function restApiProps(props) {
    return Object.fromEntries(Object.entries(props).filter(([name]) => !ownProperties.includes(name)));
}
/** Adds the metadata of a resource, if it is there. */
function addMetadata(scope, { path, resource, construct }) {
    const found = path.reduce((parent, id) => parent?.node.tryFindChild(id), scope);
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
function annotate(scope, answer) {
    for (const { level, id, text } of answer.annotations ?? []) {
        if (level === "info") {
            Annotations.of(scope).addInfoV2(id, text);
        }
        else {
            Annotations.of(scope).addWarningV2(id, text);
        }
    }
}
/** Gives integrations and authorizers what the answer says that they need. */
class Grants {
    scope;
    props;
    document;
    answer;
    stage;
    #functions = {};
    #invoked = [];
    #allowed = new Map();
    constructor(scope, props, document, answer, stage) {
        this.scope = scope;
        this.props = props;
        this.document = document;
        this.answer = answer;
        this.stage = stage;
    }
    /** Makes all permissions, and gives the functions behind the operations. */
    give() {
        for (const operationId of Object.keys(this.props.operationLookup)) {
            this.#grant(operationId);
        }
        this.#attach();
        this.#addPermissions();
        this.#passEnvironment();
        return this.#functions;
    }
    #grant(operationId) {
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
        }
        else if ("lambdaFunction" in integration) {
            this.#functions[operationId] = integration.lambdaFunction;
        }
    }
    #grantProps(operationId, rendered) {
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
    #allow(role, more) {
        const all = this.#allowed.get(role) ?? [];
        this.#allowed.set(role, all);
        for (const { actions, resources } of more) {
            const i = all.findIndex((known) => known.actions.join() === actions.join());
            const known = all[i]?.resources ?? [];
            const statement = { actions, resources: [...new Set([...known, ...resources])] };
            all.splice(i < 0 ? all.length : i, 1, statement);
        }
    }
    #attach() {
        for (const [role, statements] of this.#allowed) {
            for (const { actions, resources } of statements) {
                role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
            }
        }
    }
    #addPermissions() {
        const { operations, authorizers, stacks } = this.answer.permissions;
        const nested = stacks > 0 ? new Stacks(this.scope, "Permissions", stacks).stacks : [];
        let own;
        const scopeOf = (stack) => nested[stack] ?? (own ??= new Construct(this.scope, "Permissions"));
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
    #permit(scope, permission, sourceArn) {
        new CfnPermission(scope, permission.id, {
            action: "lambda:InvokeFunction",
            functionName: permission.function,
            principal: "apigateway.amazonaws.com",
            sourceArn,
        });
    }
    #arn(resource) {
        const stack = Stack.of(this.scope);
        return `arn:${stack.partition}:execute-api:${stack.region}:${stack.account}:${this.scope.api.restApiId}/${resource}`;
    }
    /** Tells the functions of this app what their handlers need to know. */
    #passEnvironment() {
        const done = new Set();
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
function unusedId(scope, id) {
    let unused = id;
    for (let n = 2; scope.node.tryFindChild(unused) !== undefined; n++) {
        unused = `${id}${String(n)}`;
    }
    return unused;
}
/** Gives the function of this app that a function, a version or an alias leads to. */
function ownFunction(fn) {
    if ("addEnvironment" in fn) {
        return fn;
    }
    return "lambda" in fn ? ownFunction(fn.lambda) : undefined;
}
