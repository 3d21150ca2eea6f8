import { CallSite } from "./call-site.js";
/**
 * Stands for the ARN of the role that the API's integrations share: an integration that needs one says it as its
 * `credentials`, and the API puts the ARN in its place.
 */
export const SHARED_ROLE = "${gatewright:role}";
/** What happens when API Gateway receives a request for an operation. Extend it to make an integration of your own. */
export class Integration {
    /** Where the integration was made: messages name the place. */
    #madeAt = new CallSite();
    /** Gives API Gateway the permission to use the integration, after it was rendered. */
    grant(_props) {
        // Nothing is needed by default.
    }
    /** @internal */
    _madeAt() {
        return this.#madeAt.toString();
    }
}
/** An integration that the engine renders, and for which it knows what is needed. */
export class KnownIntegration extends Integration {
    /** Is never called: the engine renders it. */
    render(props) {
        throw new Error(`gatewright renders the integration of ${props.operationId} itself; give it as it is`);
    }
}
