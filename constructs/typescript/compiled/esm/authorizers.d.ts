import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
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
/** Properties of a Cognito authorizer. */
export interface CognitoAuthorizerProps {
    readonly authorizerId: string;
    readonly userPools: readonly IUserPool[];
    /** Scopes of which an access token must hold one. Without any, callers send ID tokens. */
    readonly authorizationScopes?: readonly string[];
}
/** Lets users of Cognito user pools through. */
export declare class CognitoAuthorizer extends Authorizer {
    readonly userPools: readonly IUserPool[];
    constructor(props: CognitoAuthorizerProps);
    /** Gives the same authorizer with other scopes, for single operations. */
    withScopes(...authorizationScopes: string[]): CognitoAuthorizer;
    toJSON(): object;
}
/** A claim of an issuer's tokens that is a string. */
export interface JwtAdditionalClaim {
    readonly claimName: string;
    /** Whether tokens without it are refused. The default is false. */
    readonly required?: boolean;
    /** Its values, compared to the letter. The default is any. */
    readonly expectedValues?: readonly string[];
}
/** An issuer of JSON Web Tokens. */
export interface JwtIssuer {
    /** An https URL, equal to the tokens' `iss` to the letter. */
    readonly issuer: string;
    /** Audiences of which a token's `aud`, or `client_id`, must be one. */
    readonly audiences: readonly string[];
    readonly additionalClaims?: readonly JwtAdditionalClaim[];
}
/** An algorithm that tokens are signed with. */
export type JwtAlgorithm = "RS256" | "RS384" | "RS512" | "ES256" | "ES384" | "ES512";
/** Properties of a JWT authorizer. */
export interface JwtAuthorizerProps {
    /** The authorizer's name in the definition; without issuers, the ID of an authorizer that the API has already. */
    readonly authorizerId: string;
    readonly issuers?: readonly JwtIssuer[];
    /** The default is RS256. */
    readonly defaultAlgorithms?: readonly JwtAlgorithm[];
    /** Where the token is. The default is the header Authorization. */
    readonly identitySource?: string;
    /** Scopes of which a token must hold one. */
    readonly authorizationScopes?: readonly string[];
}
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
/** Properties of an authorizer that is a function. */
export interface CustomAuthorizerProps {
    readonly authorizerId: string;
    readonly function: IFunction;
    /** The default is `CustomAuthorizerType.TOKEN`. */
    readonly type?: CustomAuthorizerType;
    /** Where the identity is; of a request authorizer several, with commas between them. The default is the header Authorization. */
    readonly identitySource?: string;
    /** How long an answer is kept, in seconds. The default is 300. */
    readonly authorizerResultTtlInSeconds?: number;
    /** A regular expression that a token must match as a whole, or the function is not called. */
    readonly identityValidationExpression?: string;
    /** The role with which API Gateway calls the function. Without one, the function's own policy lets it. */
    readonly role?: IRole;
}
/** Lets those through whom a function lets through. */
export declare class CustomAuthorizer extends Authorizer {
    #private;
    readonly function: IFunction;
    readonly type: CustomAuthorizerType;
    readonly identitySource: string;
    readonly authorizerResultTtlInSeconds: number;
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
