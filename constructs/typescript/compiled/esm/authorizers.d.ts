import { Duration } from "aws-cdk-lib";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { type CognitoAuthorizerProps, type CustomAuthorizerProps, type JwtAuthorizerProps } from "./options.js";
/** Says who may call an operation. */
export declare abstract class Authorizer {
    /** The authorizer's name in the definition. */
    readonly authorizerId: string;
    /** Scopes of which a caller's token must hold one. */
    readonly authorizationScopes: readonly string[];
    constructor(authorizerId: string, authorizationScopes?: readonly string[]);
    /** Gives what stands under `authorizers` in gatewright.yaml; nothing for one that needs no entry. */
    abstract toJSON(): object | undefined;
}
/** Lets everyone through. */
export declare class NoneAuthorizer extends Authorizer {
    constructor();
    toJSON(): undefined;
}
/** Lets those through whose requests are signed, and whose policies allow `execute-api:Invoke`. */
export declare class IamAuthorizer extends Authorizer {
    constructor();
    toJSON(): undefined;
}
/** Lets users of Cognito user pools through. */
export declare class CognitoAuthorizer extends Authorizer {
    #private;
    readonly userPools: readonly IUserPool[];
    constructor(props: CognitoAuthorizerProps);
    /** Gives the same authorizer with other scopes, for single operations. */
    withScopes(...authorizationScopes: string[]): CognitoAuthorizer;
    toJSON(): object;
}
/** An algorithm that tokens are signed with. */
export type JwtAlgorithm = "RS256" | "RS384" | "RS512" | "ES256" | "ES384" | "ES512";
/**
 * Lets callers through whose JSON Web Token one of the issuers signed.
 *
 * How a definition spells these authorizers is not documented by AWS: after each deployment, make sure that a call without
 * a token is answered with 401.
 */
export declare class JwtAuthorizer extends Authorizer {
    #private;
    constructor(props: JwtAuthorizerProps);
    /** Returns the same authorizer with other scopes, for single operations. */
    withScopes(...authorizationScopes: string[]): JwtAuthorizer;
    toJSON(): object;
}
/** What a function that authorizes looks at. */
export declare enum CustomAuthorizerType {
    /** One header. */
    TOKEN = "token",
    /** The whole request but its body. */
    REQUEST = "request"
}
/** Lets those through whom a function lets through. */
export declare class CustomAuthorizer extends Authorizer {
    #private;
    readonly function: IFunction;
    readonly type: CustomAuthorizerType;
    readonly identitySource: string;
    readonly resultsCacheTtl: Duration;
    constructor(props: CustomAuthorizerProps);
    toJSON(): object;
}
/** The ways to say who may call an operation. */
export declare class Authorizers {
    /** Signed requests (Signature Version 4). */
    static iam(): IamAuthorizer;
    /** Everyone. */
    static none(): NoneAuthorizer;
    /** Users of Cognito user pools. */
    static cognito(props: CognitoAuthorizerProps): CognitoAuthorizer;
    /** Holders of JSON Web Tokens. */
    static jwt(props: JwtAuthorizerProps): JwtAuthorizer;
    /** Whom a function lets through. */
    static custom(props: CustomAuthorizerProps): CustomAuthorizer;
}
