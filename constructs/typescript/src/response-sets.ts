import type { ApiGatewayIntegrationResponse } from "./integration.js";

/** How the answers of a backend become those of an operation. */
export abstract class IntegrationResponseSet {
  /** Gives the parts of the set, as they stand under `responses` in gatewright.yaml. */
  abstract toJSON(): readonly object[];
}

class Part extends IntegrationResponseSet {
  readonly #parts: readonly object[];

  constructor(...parts: object[]) {
    super();
    this.#parts = parts;
  }

  override toJSON(): readonly object[] {
    return this.#parts;
  }
}

/** Sets of integration responses. */
export class IntegrationResponseSets {
  /** Passes the backend's answer through, with status 200 unless the properties say another one. */
  static defaultPassthrough(props: { readonly statusCode?: number } = {}): IntegrationResponseSet {
    return new Part({ passthrough: { statusCode: props.statusCode } });
  }

  /** Gives the message of S3's errors 400, 403, 404 and 500 as `{"message": …}`. */
  static s3JsonErrorMessage(): IntegrationResponseSet {
    return new Part({ s3JsonErrors: {} });
  }

  /** Answers 500 to whatever nothing else fits. */
  static catchAll(): IntegrationResponseSet {
    return new Part({ catchAll: {} });
  }

  /** Gives responses by a regular expression on the backend's status, or on the error of a function. */
  static custom(props: { readonly responses?: Readonly<Record<string, ApiGatewayIntegrationResponse>> }): IntegrationResponseSet {
    return new Part({ custom: props.responses ?? {} });
  }

  /** Puts sets together; of two responses for the same pattern the later one holds. */
  static composite(...responseSets: IntegrationResponseSet[]): IntegrationResponseSet {
    return new Part(...responseSets.flatMap((set) => [...set.toJSON()]));
  }
}
