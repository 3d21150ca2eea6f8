import { CallSite } from "./call-site.js";
import { PROTOCOL } from "./protocol.js";
/**
 * Stands for the ARN of the role that the API's integrations share: an integration that needs one says it as its
 * `credentials`, and the API puts the ARN in its place.
 */
export const SHARED_ROLE = "${gatewright:role}";
/** What happens when API Gateway receives a request for an operation. Extend it to make an integration of your own. */
export class Integration {
    /** @internal The version of what an integration and the API of another generated package agree on. */
    _protocol = PROTOCOL;
    /** @internal Returns where the integration was made: messages name the place. */
    _madeAt = callSite();
    /** Gives API Gateway the permission to use the integration, after it was rendered. */
    grant(_props) {
        // Nothing is needed by default.
    }
}
function callSite() {
    const site = new CallSite();
    return () => site.toString();
}
/** An integration that the engine renders, and for which it knows what is needed. */
export class KnownIntegration extends Integration {
    /** @internal By this, and not by its class, the APIs of all generated packages recognize one. */
    _known = true;
    /** Is never called: the engine renders it. */
    render(props) {
        throw new Error(`gatewright renders the integration of ${props.operationId} itself; give it as it is`);
    }
}
