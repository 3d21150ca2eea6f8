"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Integrations = exports.ServiceIntegration = exports.VpcLinkIntegration = exports.HttpIntegration = exports.PlaceholderIntegration = exports.MockResponseIntegration = exports.MockIntegration = exports.S3Integration = exports.LambdaIntegration = void 0;
const integration_js_1 = require("./integration.js");
const options_js_1 = require("./options.js");
const wire_js_1 = require("./wire.js");
/** Passes requests to a function, and its answers back. */
class LambdaIntegration extends integration_js_1.KnownIntegration {
    lambdaFunction;
    constructor(lambdaFunction) {
        super();
        this.lambdaFunction = lambdaFunction;
    }
    toJSON(parts) {
        const arn = (0, wire_js_1.functionArn)(this.lambdaFunction);
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
        return { s3: (0, options_js_1.s3IntegrationOptions)(this.#props, parts) };
    }
}
exports.S3Integration = S3Integration;
/** Answers without a backend. */
class MockIntegration extends integration_js_1.KnownIntegration {
    #response;
    constructor(response) {
        super();
        this.#response = response;
    }
    toJSON() {
        return { mock: (0, options_js_1.mockIntegrationResponseOptions)(this.#response) };
    }
}
exports.MockIntegration = MockIntegration;
/** Answers one response of the model. The functions of `MockIntegrations` make it. */
class MockResponseIntegration extends integration_js_1.KnownIntegration {
    #mock;
    /** @param mock what stands under `mock` in gatewright.yaml */
    constructor(mock, options = {}) {
        super();
        this.#mock = { ...mock, statusCode: options.statusCode, headers: options.headers };
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
    toJSON(parts) {
        return { http: (0, options_js_1.httpIntegrationOptions)(this.#props, parts) };
    }
}
exports.HttpIntegration = HttpIntegration;
/** Calls an HTTP backend in a VPC. */
class VpcLinkIntegration extends integration_js_1.KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON(parts) {
        return { http: (0, options_js_1.vpcLinkIntegrationOptions)(this.#props, parts) };
    }
}
exports.VpcLinkIntegration = VpcLinkIntegration;
/** Calls an AWS service. */
class ServiceIntegration extends integration_js_1.KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON(parts) {
        return { service: (0, options_js_1.serviceIntegrationOptions)(this.#props, parts) };
    }
}
exports.ServiceIntegration = ServiceIntegration;
/** The kinds of integrations. */
class Integrations {
    /** Passes requests to a function, a version or an alias, which API Gateway is allowed to invoke for exactly these requests. */
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
        return new VpcLinkIntegration(props);
    }
    /** Calls an action or a path of an AWS service. */
    static service(props) {
        return new ServiceIntegration(props);
    }
}
exports.Integrations = Integrations;
