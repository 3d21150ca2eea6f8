import { Token } from "aws-cdk-lib";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { invocable } from "./snap-start.js";

/** Says who may call an operation. */
export abstract class Authorizer {
  /** The authorizer's name in the definition. */
  readonly authorizerId: string;
  /** Scopes of which a caller's token must hold one. */
  readonly authorizationScopes: readonly string[];

  constructor(authorizerId: string, authorizationScopes: readonly string[] = []) {
    this.authorizerId = authorizerId;
    this.authorizationScopes = authorizationScopes;
  }

  /** Gives what stands under `authorizers` in gatewright.yaml; nothing for one that needs no entry. */
  abstract toJSON(): object | undefined;
}

/** Lets everyone through. */
export class NoneAuthorizer extends Authorizer {
  constructor() {
    super("none");
  }

  override toJSON(): undefined {
    return undefined;
  }
}

/** Lets those through whose requests are signed, and whose policies allow `execute-api:Invoke`. */
export class IamAuthorizer extends Authorizer {
  constructor() {
    super("iam");
  }

  override toJSON(): undefined {
    return undefined;
  }
}

/** Properties of a Cognito authorizer. */
export interface CognitoAuthorizerProps {
  readonly authorizerId: string;
  readonly userPools: readonly IUserPool[];
  /** Scopes of which an access token must hold one. Without any, callers send ID tokens. */
  readonly authorizationScopes?: readonly string[];
}

/** Lets users of Cognito user pools through. */
export class CognitoAuthorizer extends Authorizer {
  readonly userPools: readonly IUserPool[];

  constructor(props: CognitoAuthorizerProps) {
    super(props.authorizerId, props.authorizationScopes);
    this.userPools = props.userPools;
  }

  /** Gives the same authorizer with other scopes, for single operations. */
  withScopes(...authorizationScopes: string[]): CognitoAuthorizer {
    return new CognitoAuthorizer({ authorizerId: this.authorizerId, userPools: this.userPools, authorizationScopes });
  }

  override toJSON(): object {
    return { type: "cognito", userPoolArns: this.userPools.map((pool) => pool.userPoolArn), scopes: this.authorizationScopes };
  }
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
export class JwtAuthorizer extends Authorizer {
  readonly #props: JwtAuthorizerProps;

  constructor(props: JwtAuthorizerProps) {
    super(!props.issuers && Token.isUnresolved(props.authorizerId) ? "jwt" : props.authorizerId, props.authorizationScopes);
    this.#props = props;
  }

  /** Returns the same authorizer with other scopes, for single operations. */
  withScopes(...authorizationScopes: string[]): JwtAuthorizer {
    return new JwtAuthorizer({ ...this.#props, authorizationScopes });
  }

  override toJSON(): object {
    const { issuers, defaultAlgorithms, identitySource, authorizerId } = this.#props;
    return {
      type: "jwt",
      issuers,
      defaultAlgorithms,
      authorizerId: issuers ? undefined : authorizerId,
      identitySource,
      scopes: this.authorizationScopes,
    };
  }
}

/** What a function that authorizes looks at. */
export enum CustomAuthorizerType {
  /** One header. */
  TOKEN = "token",
  /** The whole request but its body. */
  REQUEST = "request",
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

const authorizationHeader = "method.request.header.Authorization";

/** Lets those through whom a function lets through. */
export class CustomAuthorizer extends Authorizer {
  readonly function: IFunction;
  readonly type: CustomAuthorizerType;
  readonly identitySource: string;
  readonly authorizerResultTtlInSeconds: number;
  readonly #props: CustomAuthorizerProps;

  constructor(props: CustomAuthorizerProps) {
    super(props.authorizerId);
    this.#props = props;
    this.function = props.function;
    this.type = props.type ?? CustomAuthorizerType.TOKEN;
    this.identitySource = props.identitySource ?? authorizationHeader;
    this.authorizerResultTtlInSeconds = props.authorizerResultTtlInSeconds ?? 300;
  }

  override toJSON(): object {
    const sources = this.identitySource.split(",").map((source) => source.trim());
    return {
      type: this.type,
      function: invocable(this.function).functionArn,
      ...(this.type === CustomAuthorizerType.TOKEN
        ? { identitySource: this.#props.identitySource, validation: this.#props.identityValidationExpression }
        : { identitySources: this.identitySource === "" ? [] : sources }),
      ttl: this.#props.authorizerResultTtlInSeconds,
      role: this.#props.role?.roleArn,
    };
  }
}

/** The ways to say who may call an operation. */
export class Authorizers {
  /** Signed requests (Signature Version 4). */
  static iam(): IamAuthorizer {
    return new IamAuthorizer();
  }

  /** Everyone. */
  static none(): NoneAuthorizer {
    return new NoneAuthorizer();
  }

  /** Users of Cognito user pools. */
  static cognito(props: CognitoAuthorizerProps): CognitoAuthorizer {
    return new CognitoAuthorizer(props);
  }

  /** Holders of JSON Web Tokens. */
  static jwt(props: JwtAuthorizerProps): JwtAuthorizer {
    return new JwtAuthorizer(props);
  }

  /** Whom a function lets through. */
  static custom(props: CustomAuthorizerProps): CustomAuthorizer {
    return new CustomAuthorizer(props);
  }
}
