import { Duration, Token } from "aws-cdk-lib";
import { cognitoAuthorizerOptions, customAuthorizerOptions, jwtAuthorizerOptions, } from "./options.js";
/** Says who may call an operation. */
export class Authorizer {
    /** The authorizer's name in the definition. */
    authorizerId;
    /** Scopes of which a caller's token must hold one. */
    authorizationScopes;
    constructor(authorizerId, authorizationScopes = []) {
        this.authorizerId = authorizerId;
        this.authorizationScopes = authorizationScopes;
    }
}
/** Lets everyone through. */
export class NoneAuthorizer extends Authorizer {
    constructor() {
        super("none");
    }
    toJSON() {
        return undefined;
    }
}
/** Lets those through whose requests are signed, and whose policies allow `execute-api:Invoke`. */
export class IamAuthorizer extends Authorizer {
    constructor() {
        super("iam");
    }
    toJSON() {
        return undefined;
    }
}
/** Lets users of Cognito user pools through. */
export class CognitoAuthorizer extends Authorizer {
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
        return { type: "cognito", ...cognitoAuthorizerOptions(this.#props) };
    }
}
/**
 * Lets callers through whose JSON Web Token one of the issuers signed.
 *
 * How a definition spells these authorizers is not documented by AWS: after each deployment, make sure that a call without
 * a token is answered with 401.
 */
export class JwtAuthorizer extends Authorizer {
    #props;
    constructor(props) {
        super(!props.issuers && Token.isUnresolved(props.authorizerId) ? "jwt" : props.authorizerId, props.authorizationScopes);
        this.#props = props;
    }
    /** Returns the same authorizer with other scopes, for single operations. */
    withScopes(...authorizationScopes) {
        return new JwtAuthorizer({ ...this.#props, authorizationScopes });
    }
    toJSON() {
        const { issuers, authorizerId } = this.#props;
        return { type: "jwt", authorizerId: issuers ? undefined : authorizerId, ...jwtAuthorizerOptions(this.#props) };
    }
}
/** What a function that authorizes looks at. */
export var CustomAuthorizerType;
(function (CustomAuthorizerType) {
    /** One header. */
    CustomAuthorizerType["TOKEN"] = "token";
    /** The whole request but its body. */
    CustomAuthorizerType["REQUEST"] = "request";
})(CustomAuthorizerType || (CustomAuthorizerType = {}));
const authorizationHeader = "method.request.header.Authorization";
/** Lets those through whom a function lets through. */
export class CustomAuthorizer extends Authorizer {
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
        this.resultsCacheTtl = props.resultsCacheTtl ?? Duration.minutes(5);
    }
    toJSON() {
        return customAuthorizerOptions({ ...this.#props, type: this.type });
    }
}
/** The ways to say who may call an operation. */
export class Authorizers {
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
