/** How the answers of a backend become those of an operation. */
export class IntegrationResponseSet {
}
class Part extends IntegrationResponseSet {
    #parts;
    constructor(...parts) {
        super();
        this.#parts = parts;
    }
    toJSON() {
        return this.#parts;
    }
}
/** Sets of integration responses. */
export class IntegrationResponseSets {
    /** Passes the backend's answer through, with status 200 unless the properties say another one. */
    static defaultPassthrough(props = {}) {
        return new Part({ passthrough: { statusCode: props.statusCode } });
    }
    /** Gives the message of S3's errors 400, 403, 404 and 500 as `{"message": …}`. */
    static s3JsonErrorMessage() {
        return new Part({ s3JsonErrors: {} });
    }
    /** Answers 500 to whatever nothing else fits. */
    static catchAll() {
        return new Part({ catchAll: {} });
    }
    /** Gives responses by a regular expression on the backend's status, or on the error of a function. */
    static custom(props) {
        return new Part({ custom: props.responses ?? {} });
    }
    /** Puts sets together; of two responses for the same pattern the later one holds. */
    static composite(...responseSets) {
        return new Part(...responseSets.flatMap((set) => [...set.toJSON()]));
    }
}
