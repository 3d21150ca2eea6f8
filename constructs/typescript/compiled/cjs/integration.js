"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.KnownIntegration = exports.Integration = exports.SHARED_ROLE = void 0;
const call_site_js_1 = require("./call-site.js");
/**
 * Stands for the ARN of the role that the API's integrations share: an integration that needs one says it as its
 * `credentials`, and the API puts the ARN in its place.
 */
exports.SHARED_ROLE = "${gatewright:role}";
/** What happens when API Gateway receives a request for an operation. Extend it to make an integration of your own. */
class Integration {
    /** Where the integration was made: messages name the place. */
    #madeAt = new call_site_js_1.CallSite();
    /** Gives API Gateway the permission to use the integration, after it was rendered. */
    grant(_props) {
        // Nothing is needed by default.
    }
    /** @internal */
    _madeAt() {
        return this.#madeAt.toString();
    }
}
exports.Integration = Integration;
/** An integration that the engine renders, and for which it knows what is needed. */
class KnownIntegration extends Integration {
    /** Is never called: the engine renders it. */
    render(props) {
        throw new Error(`gatewright renders the integration of ${props.operationId} itself; give it as it is`);
    }
}
exports.KnownIntegration = KnownIntegration;
