/** How the responses of a backend become those of an operation. Extend it to write a set of your own. */
export class IntegrationResponseSet {
    /** @internal Returns the set as it is written under `integrationResponseSet` in gatewright.yaml. */
    _parts(props) {
        return [{ custom: this.render(props) }];
    }
}
/** A set that the engine renders. */
class KnownResponseSet extends IntegrationResponseSet {
    #part;
    constructor(part) {
        super();
        this.#part = part;
    }
    render({ operationId }) {
        throw new Error(`gatewright renders this response set of ${operationId} itself; combine it with your own by IntegrationResponseSets.composite`);
    }
    _parts() {
        return [this.#part];
    }
}
class CustomResponseSet extends IntegrationResponseSet {
    #responses;
    constructor(responses) {
        super();
        this.#responses = responses;
    }
    render() {
        return this.#responses;
    }
}
class CompositeResponseSet extends IntegrationResponseSet {
    #sets;
    constructor(sets) {
        super();
        this.#sets = sets;
    }
    render(props) {
        return Object.assign({}, ...this.#sets.map((set) => set.render(props)));
    }
    _parts(props) {
        return this.#sets.flatMap((set) => set._parts(props));
    }
}
/** Sets of integration responses. */
export class IntegrationResponseSets {
    /** Passes the backend's response through, with status 200 unless the properties set another one. */
    static defaultPassthrough(props = {}) {
        return new KnownResponseSet({ defaultPassthrough: { statusCode: props.statusCode } });
    }
    /** Converts S3's errors 400, 403, 404 and 500 to `{"message": …}`. */
    static s3JsonErrorMessage() {
        return new KnownResponseSet({ s3JsonErrorMessage: {} });
    }
    /** Responds with 500 to whatever no other response matches. */
    static catchAll() {
        return new KnownResponseSet({ catchAll: {} });
    }
    /** Responds with each status that the operation declares as the backend does, and with 500 to other errors. */
    static declaredStatuses() {
        return new KnownResponseSet({ declaredStatuses: {} });
    }
    /** Uses responses by a regular expression on the backend's status, or on the error of a function. */
    static custom(props) {
        return new CustomResponseSet(props.responses ?? {});
    }
    /** Combines sets; of two responses for the same pattern the later one is used. */
    static composite(...responseSets) {
        return new CompositeResponseSet(responseSets);
    }
}
