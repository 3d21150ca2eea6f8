import type { ApiGatewayIntegrationResponse, IntegrationRenderProps } from "./integration.js";

/** Integration responses, by a regular expression on the backend's status or on the error of a function. */
export type IntegrationResponses = Readonly<Record<string, ApiGatewayIntegrationResponse>>;

/** How the responses of a backend become those of an operation. Extend it to write a set of your own. */
export abstract class IntegrationResponseSet {
  /** Returns the integration responses for an operation. The headers of CORS need not be in them. */
  abstract render(props: IntegrationRenderProps): IntegrationResponses;

  /** @internal Returns the set as it is written under `integrationResponseSet` in gatewright.yaml. */
  _parts(props: IntegrationRenderProps): readonly object[] {
    return [{ custom: this.render(props) }];
  }
}

/** A set that the engine renders. */
class KnownResponseSet extends IntegrationResponseSet {
  readonly #part: object;

  constructor(part: object) {
    super();
    this.#part = part;
  }

  override render({ operationId }: IntegrationRenderProps): IntegrationResponses {
    throw new Error(
      `gatewright renders this response set of ${operationId} itself; combine it with your own by IntegrationResponseSets.composite`,
    );
  }

  override _parts(): readonly object[] {
    return [this.#part];
  }
}

class CustomResponseSet extends IntegrationResponseSet {
  readonly #responses: IntegrationResponses;

  constructor(responses: IntegrationResponses) {
    super();
    this.#responses = responses;
  }

  override render(): IntegrationResponses {
    return this.#responses;
  }
}

class CompositeResponseSet extends IntegrationResponseSet {
  readonly #sets: readonly IntegrationResponseSet[];

  constructor(sets: readonly IntegrationResponseSet[]) {
    super();
    this.#sets = sets;
  }

  override render(props: IntegrationRenderProps): IntegrationResponses {
    return Object.assign({}, ...this.#sets.map((set) => set.render(props))) as IntegrationResponses;
  }

  override _parts(props: IntegrationRenderProps): readonly object[] {
    return this.#sets.flatMap((set) => set._parts(props));
  }
}

/** Sets of integration responses. */
export class IntegrationResponseSets {
  /** Passes the backend's response through, with status 200 unless the properties set another one. */
  static defaultPassthrough(props: { readonly statusCode?: number } = {}): IntegrationResponseSet {
    return new KnownResponseSet({ defaultPassthrough: { statusCode: props.statusCode } });
  }

  /** Converts S3's errors 400, 403, 404 and 500 to `{"message": …}`. */
  static s3JsonErrorMessage(): IntegrationResponseSet {
    return new KnownResponseSet({ s3JsonErrorMessage: {} });
  }

  /** Responds with 500 to whatever no other response matches. */
  static catchAll(): IntegrationResponseSet {
    return new KnownResponseSet({ catchAll: {} });
  }

  /** Responds with each status that the operation declares as the backend does, and with 500 to other errors. */
  static declaredStatuses(): IntegrationResponseSet {
    return new KnownResponseSet({ declaredStatuses: {} });
  }

  /** Uses responses by a regular expression on the backend's status, or on the error of a function. */
  static custom(props: { readonly responses?: IntegrationResponses }): IntegrationResponseSet {
    return new CustomResponseSet(props.responses ?? {});
  }

  /** Combines sets; of two responses for the same pattern the later one is used. */
  static composite(...responseSets: IntegrationResponseSet[]): IntegrationResponseSet {
    return new CompositeResponseSet(responseSets);
  }
}
