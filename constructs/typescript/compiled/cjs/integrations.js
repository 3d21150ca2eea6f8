"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Integrations = exports.ServiceIntegration = exports.HttpIntegration = exports.PlaceholderIntegration = exports.MockResponseIntegration = exports.MockIntegration = exports.S3Integration = exports.LambdaIntegration = void 0;
const integration_js_1 = require("./integration.js");
const snap_start_js_1 = require("./snap-start.js");
function roleArnOf(role, parts) {
    if (role === undefined) {
        return integration_js_1.SHARED_ROLE;
    }
    parts.roles.set(role.roleArn, role);
    return role.roleArn;
}
/** Passes requests to a function, and its answers back. */
class LambdaIntegration extends integration_js_1.KnownIntegration {
    lambdaFunction;
    constructor(lambdaFunction) {
        super();
        this.lambdaFunction = lambdaFunction;
    }
    toJSON(parts) {
        // A caller without types may give nothing, which the engine reports.
        if (this.lambdaFunction === undefined) {
            throw new Error("the function is missing: make it before the API");
        }
        const arn = (0, snap_start_js_1.invocable)(this.lambdaFunction).functionArn;
        parts.functions.set(arn, this.lambdaFunction);
        return { lambda: arn };
    }
}
exports.LambdaIntegration = LambdaIntegration;
/** Reads and writes the objects of a bucket. */
class S3Integration extends integration_js_1.KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON(parts) {
        const { bucket, role, method, path, integrationResponseSet } = this.#props;
        if (bucket === undefined) {
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
exports.S3Integration = S3Integration;
/** Answers without a backend. */
class MockIntegration extends integration_js_1.KnownIntegration {
    #mock;
    constructor(response) {
        super();
        this.#mock = { statusCode: response.statusCode, body: response.body, headers: quoted(response.headers) };
    }
    toJSON() {
        return { mock: this.#mock };
    }
}
exports.MockIntegration = MockIntegration;
function quoted(headers = {}) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
}
/** Answers one response of the model. The functions of `MockIntegrations` make it. */
class MockResponseIntegration extends integration_js_1.KnownIntegration {
    #mock;
    /** @param mock what stands under `mock` in gatewright.yaml */
    constructor(mock, options = {}) {
        super();
        this.#mock = { ...mock, statusCode: options.statusCode, headers: quoted(options.headers) };
    }
    toJSON() {
        return { mock: this.#mock };
    }
}
exports.MockResponseIntegration = MockResponseIntegration;
/** Answers with data made from the model until there is another integration. */
class PlaceholderIntegration extends integration_js_1.KnownIntegration {
    toJSON() {
        return { mock: { placeholder: true } };
    }
}
exports.PlaceholderIntegration = PlaceholderIntegration;
/** Calls an HTTP backend. */
class HttpIntegration extends integration_js_1.KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON() {
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
exports.HttpIntegration = HttpIntegration;
/** Calls an AWS service. */
class ServiceIntegration extends integration_js_1.KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON(parts) {
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
exports.ServiceIntegration = ServiceIntegration;
/** The kinds of integrations. */
class Integrations {
    /**
     * Passes requests to a function, a version or an alias, which API Gateway is allowed to invoke for exactly these requests.
     * Of a function with SnapStart it invokes the current version.
     */
    static lambda(lambdaFunction) {
        return new LambdaIntegration(lambdaFunction);
    }
    /** Reads and writes the objects of a bucket. */
    static s3(props) {
        return new S3Integration(props);
    }
    /** Answers without a backend. */
    static mock(response = {}) {
        return new MockIntegration(response);
    }
    /** Calls an HTTP backend. */
    static http(props) {
        return new HttpIntegration(props);
    }
    /** Calls an HTTP backend in a VPC, through a VPC link. */
    static vpcLink(props) {
        return new HttpIntegration(props);
    }
    /** Calls an action or a path of an AWS service. */
    static service(props) {
        return new ServiceIntegration(props);
    }
}
exports.Integrations = Integrations;
