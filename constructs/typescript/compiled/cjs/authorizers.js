"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Authorizers = exports.CustomAuthorizer = exports.CustomAuthorizerType = exports.JwtAuthorizer = exports.CognitoAuthorizer = exports.IamAuthorizer = exports.NoneAuthorizer = exports.Authorizer = void 0;
const aws_cdk_lib_1 = require("aws-cdk-lib");
const options_js_1 = require("./options.js");
/** Says who may call an operation. */
class Authorizer {
    /** The authorizer's name in the definition. */
    authorizerId;
    /** Scopes of which a caller's token must hold one. */
    authorizationScopes;
    constructor(authorizerId, authorizationScopes = []) {
        this.authorizerId = authorizerId;
        this.authorizationScopes = authorizationScopes;
    }
}
exports.Authorizer = Authorizer;
/** Lets everyone through. */
class NoneAuthorizer extends Authorizer {
    constructor() {
        super("none");
    }
    toJSON() {
        return undefined;
    }
}
exports.NoneAuthorizer = NoneAuthorizer;
/** Lets those through whose requests are signed, and whose policies allow `execute-api:Invoke`. */
class IamAuthorizer extends Authorizer {
    constructor() {
        super("iam");
    }
    toJSON() {
        return undefined;
    }
}
exports.IamAuthorizer = IamAuthorizer;
/** Lets users of Cognito user pools through. */
class CognitoAuthorizer extends Authorizer {
    userPools;
    #props;
    constructor(props) {
        super(props.authorizerId, props.authorizationScopes);
        this.#props = props;
        this.userPools = props.userPools;
    }
    /** Gives the same authorizer with other scopes, for single operations. */
    withScopes(...authorizationScopes) {
        return new CognitoAuthorizer({ ...this.#props, authorizationScopes });
    }
    toJSON() {
        return { type: "cognito", ...(0, options_js_1.cognitoAuthorizerOptions)(this.#props) };
    }
}
exports.CognitoAuthorizer = CognitoAuthorizer;
/**
 * Lets callers through whose JSON Web Token one of the issuers signed.
 *
 * How a definition spells these authorizers is not documented by AWS: after each deployment, make sure that a call without
 * a token is answered with 401.
 */
class JwtAuthorizer extends Authorizer {
    #props;
    constructor(props) {
        super(!props.issuers && aws_cdk_lib_1.Token.isUnresolved(props.authorizerId) ? "jwt" : props.authorizerId, props.authorizationScopes);
        this.#props = props;
    }
    /** Returns the same authorizer with other scopes, for single operations. */
    withScopes(...authorizationScopes) {
        return new JwtAuthorizer({ ...this.#props, authorizationScopes });
    }
    toJSON() {
        const { issuers, authorizerId } = this.#props;
        return { type: "jwt", authorizerId: issuers ? undefined : authorizerId, ...(0, options_js_1.jwtAuthorizerOptions)(this.#props) };
    }
}
exports.JwtAuthorizer = JwtAuthorizer;
/** What a function that authorizes looks at. */
var CustomAuthorizerType;
(function (CustomAuthorizerType) {
    /** One header. */
    CustomAuthorizerType["TOKEN"] = "token";
    /** The whole request but its body. */
    CustomAuthorizerType["REQUEST"] = "request";
})(CustomAuthorizerType || (exports.CustomAuthorizerType = CustomAuthorizerType = {}));
const authorizationHeader = "method.request.header.Authorization";
/** Lets those through whom a function lets through. */
class CustomAuthorizer extends Authorizer {
    function;
    type;
    identitySource;
    resultsCacheTtl;
    #props;
    constructor(props) {
        super(props.authorizerId);
        this.#props = props;
        this.function = props.function;
        this.type = props.type ?? CustomAuthorizerType.TOKEN;
        this.identitySource = props.identitySource ?? authorizationHeader;
        this.resultsCacheTtl = props.resultsCacheTtl ?? aws_cdk_lib_1.Duration.minutes(5);
    }
    toJSON() {
        return (0, options_js_1.customAuthorizerOptions)({ ...this.#props, type: this.type });
    }
}
exports.CustomAuthorizer = CustomAuthorizer;
/** The ways to say who may call an operation. */
class Authorizers {
    /** Signed requests (Signature Version 4). */
    static iam() {
        return new IamAuthorizer();
    }
    /** Everyone. */
    static none() {
        return new NoneAuthorizer();
    }
    /** Users of Cognito user pools. */
    static cognito(props) {
        return new CognitoAuthorizer(props);
    }
    /** Holders of JSON Web Tokens. */
    static jwt(props) {
        return new JwtAuthorizer(props);
    }
    /** Whom a function lets through. */
    static custom(props) {
        return new CustomAuthorizer(props);
    }
}
exports.Authorizers = Authorizers;
