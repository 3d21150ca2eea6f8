"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.documentOf = documentOf;
const aws_cdk_lib_1 = require("aws-cdk-lib");
const engine_js_1 = require("./engine.js");
const options_js_1 = require("./options.js");
const protocol_js_1 = require("./protocol.js");
const version_js_1 = require("./version.js");
const wire_js_1 = require("./wire.js");
/** What an authorizer is besides its scopes, which each use says itself. */
const withoutScopes = (json) => JSON.stringify({ ...json, authorizationScopes: undefined });
/** Makes the document about an API that the engine is sent. */
function documentOf(scope, props, stage, madeAt) {
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
    scope;
    props;
    roles = new Map();
    functions = new Map();
    rendered = new Map();
    #integrations = emptyRecord();
    #notes = emptyRecord();
    #buckets = emptyRecord();
    #authorizers = emptyRecord();
    constructor(scope, props) {
        this.scope = scope;
        this.props = props;
        [props.defaultAuthorizer, ...(props.authorizers ?? [])].forEach((authorizer) => {
            this.#addAuthorizer(authorizer);
        });
    }
    addOperation(operationId, given) {
        if (given === undefined) {
            return; // the engine names all that are missing
        }
        const note = (this.#notes[operationId] = {});
        const integration = given?.integration;
        if (integration === null || integration === undefined) {
            note.empty = true;
            return;
        }
        try {
            (0, protocol_js_1.checkProtocol)(integration);
            note.at = integration._madeAt();
            this.#integrations[operationId] = { ...this.#render(operationId, integration), ...this.#options(given) };
        }
        catch (error) {
            note.failed = error instanceof Error ? error.message : String(error);
        }
    }
    /** Adds an entry for an operation that there is not, so that the engine reports it. */
    addUnknown(operationId) {
        this.#integrations[operationId] = { mock: {} };
    }
    #render(operationId, integration) {
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
    #options({ authorizer, options }) {
        this.#addAuthorizer(authorizer);
        return { ...named(authorizer), apiKeyRequired: options?.apiKeyRequired, stream: options?.stream };
    }
    #addAuthorizer(authorizer) {
        const json = authorizer?.toJSON();
        if (authorizer === undefined || json === undefined) {
            return;
        }
        const known = (this.#authorizers[authorizer.authorizerId] ??= json);
        if (withoutScopes(known) !== withoutScopes(json)) {
            throw new engine_js_1.GatewrightError(`two different authorizers have the ID ${authorizer.authorizerId}`);
        }
    }
    document(stage, madeAt) {
        const { props } = this;
        const stack = aws_cdk_lib_1.Stack.of(this.scope);
        return {
            binding: {
                language: "typescript",
                version: version_js_1.VERSION,
                model: props.model,
                at: madeAt.toString(),
                stage: aws_cdk_lib_1.Token.isUnresolved(stage) ? "prod" : stage,
                caching: caching(props),
                nestedPermissions: props.nestedPermissions,
                operations: this.#notes,
            },
            model: "model.json",
            placement: { partition: stack.partition, region: stack.region, account: stack.account },
            corsOptions: cors(this.scope.node.path, props.corsOptions),
            authorizers: this.#authorizers,
            defaultAuthorizer: props.defaultAuthorizer?.authorizerId,
            apiKeyOptions: props.apiKeyOptions && (0, options_js_1.apiKeyOptions)(props.apiKeyOptions),
            binaryMediaTypes: props.binaryMediaTypes,
            minCompressionSize: props.minCompressionSize?.toBytes(),
            validation: props.validation && (0, options_js_1.validationOptions)(props.validation),
            mockDataOptions: props.mockDataOptions && (0, options_js_1.mockDataOptions)(props.mockDataOptions),
            gatewayResponses: gatewayResponses(props.gatewayResponses),
            prune: props.prune,
            buckets: this.#buckets,
            integrations: this.#integrations,
        };
    }
}
/** Reports whether the engine renders an integration. Its class may be that of another generated package. */
function isKnown(integration) {
    return integration._known === true;
}
/** Gives a record without the properties that every object has. */
function emptyRecord() {
    return Object.create(null);
}
function named(authorizer) {
    if (authorizer === undefined) {
        return {};
    }
    const type = authorizer.toJSON()?.type;
    const hasScopes = type === "cognito" || type === "jwt";
    return { authorizer: authorizer.authorizerId, ...(hasScopes ? { authorizationScopes: authorizer.authorizationScopes } : {}) };
}
/** Gives for which methods the stage keeps responses, by the CDK's keys. */
function caching({ deploy, deployOptions }) {
    if (deploy === false || deployOptions === undefined) {
        return undefined;
    }
    const methods = Object.entries(deployOptions.methodOptions ?? {}).map(([key, method]) => [key, method.cachingEnabled]);
    return Object.fromEntries([["/*/*", deployOptions.cachingEnabled], ...methods]);
}
function cors(path, options) {
    if (options === undefined) {
        return undefined;
    }
    if (options.statusCode !== undefined && options.statusCode !== 204) {
        throw new engine_js_1.GatewrightError(`the API ${path} cannot be made:\n\nerror: corsOptions.statusCode is ${String(options.statusCode)}, ` +
            "but preflight requests are answered with 204\n  help: leave it out");
    }
    return {
        allowOrigins: options.allowOrigins,
        allowMethods: options.allowMethods,
        allowHeaders: options.allowHeaders,
        exposeHeaders: options.exposeHeaders,
        allowCredentials: options.allowCredentials,
        maxAge: (0, wire_js_1.duration)(options.maxAge),
        disableCache: options.disableCache,
    };
}
function gatewayResponses(given) {
    if (given === undefined) {
        return undefined;
    }
    return Object.fromEntries(given.map((response) => [
        response.type.responseType,
        {
            statusCode: response.statusCode === undefined ? undefined : Number(response.statusCode),
            headers: response.responseHeaders,
            templates: response.templates,
        },
    ]));
}
