import { Duration, Token } from "aws-cdk-lib";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import {
  type CognitoAuthorizerProps,
  cognitoAuthorizerOptions,
  type CustomAuthorizerProps,
  customAuthorizerOptions,
  type JwtAuthorizerProps,
  jwtAuthorizerOptions,
} from "./options.js";

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

/** Lets users of Cognito user pools through. */
export class CognitoAuthorizer extends Authorizer {
  readonly userPools: readonly IUserPool[];
  readonly #props: CognitoAuthorizerProps;

  constructor(props: CognitoAuthorizerProps) {
    super(props.authorizerId, props.authorizationScopes);
    this.#props = props;
    this.userPools = props.userPools;
  }

  /** Gives the same authorizer with other scopes, for single operations. */
  withScopes(...authorizationScopes: string[]): CognitoAuthorizer {
    return new CognitoAuthorizer({ ...this.#props, authorizationScopes });
  }

  override toJSON(): object {
    return { type: "cognito", ...cognitoAuthorizerOptions(this.#props) };
  }
}

/** An algorithm that tokens are signed with. */
export type JwtAlgorithm = "RS256" | "RS384" | "RS512" | "ES256" | "ES384" | "ES512";

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
    const { issuers, authorizerId } = this.#props;
    return { type: "jwt", authorizerId: issuers ? undefined : authorizerId, ...jwtAuthorizerOptions(this.#props) };
  }
}

/** What a function that authorizes looks at. */
export enum CustomAuthorizerType {
  /** One header. */
  TOKEN = "token",
  /** The whole request but its body. */
  REQUEST = "request",
}

const authorizationHeader = "method.request.header.Authorization";

/** Lets those through whom a function lets through. */
export class CustomAuthorizer extends Authorizer {
  readonly function: IFunction;
  readonly type: CustomAuthorizerType;
  readonly identitySource: string;
  readonly resultsCacheTtl: Duration;
  readonly #props: CustomAuthorizerProps;

  constructor(props: CustomAuthorizerProps) {
    super(props.authorizerId);
    this.#props = props;
    this.function = props.function;
    this.type = props.type ?? CustomAuthorizerType.TOKEN;
    this.identitySource = props.identitySource ?? authorizationHeader;
    this.resultsCacheTtl = props.resultsCacheTtl ?? Duration.minutes(5);
  }

  override toJSON(): object {
    return customAuthorizerOptions({ ...this.#props, type: this.type });
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
