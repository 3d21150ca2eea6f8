import { KnownIntegration } from "./integration.js";
import { httpIntegrationOptions, mockIntegrationResponseOptions, s3IntegrationOptions, serviceIntegrationOptions, vpcLinkIntegrationOptions, } from "./options.js";
import { functionArn } from "./wire.js";
/** Passes requests to a function, and its answers back. */
export class LambdaIntegration extends KnownIntegration {
    lambdaFunction;
    constructor(lambdaFunction) {
        super();
        this.lambdaFunction = lambdaFunction;
    }
    toJSON(parts) {
        const arn = functionArn(this.lambdaFunction);
        parts.functions.set(arn, this.lambdaFunction);
        return { lambda: arn };
    }
}
/** Reads and writes the objects of a bucket. */
export class S3Integration extends KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON(parts) {
        return { s3: s3IntegrationOptions(this.#props, parts) };
    }
}
/** Answers without a backend. */
export class MockIntegration extends KnownIntegration {
    #response;
    constructor(response) {
        super();
        this.#response = response;
    }
    toJSON() {
        return { mock: mockIntegrationResponseOptions(this.#response) };
    }
}
/** Answers one response of the model. The functions of `MockIntegrations` make it. */
export class MockResponseIntegration extends KnownIntegration {
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
/** Answers with data made from the model until there is another integration. */
export class PlaceholderIntegration extends KnownIntegration {
    toJSON() {
        return { mock: { placeholder: true } };
    }
}
/** Calls an HTTP backend. */
export class HttpIntegration extends KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON(parts) {
        return { http: httpIntegrationOptions(this.#props, parts) };
    }
}
/** Calls an HTTP backend in a VPC. */
export class VpcLinkIntegration extends KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON(parts) {
        return { http: vpcLinkIntegrationOptions(this.#props, parts) };
    }
}
/** Calls an AWS service. */
export class ServiceIntegration extends KnownIntegration {
    #props;
    constructor(props) {
        super();
        this.#props = props;
    }
    toJSON(parts) {
        return { service: serviceIntegrationOptions(this.#props, parts) };
    }
}
/** The kinds of integrations. */
export class Integrations {
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
