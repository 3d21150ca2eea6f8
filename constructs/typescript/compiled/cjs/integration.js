"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.KnownIntegration = exports.Integration = exports.SHARED_ROLE = void 0;
const call_site_js_1 = require("./call-site.js");
const protocol_js_1 = require("./protocol.js");
/**
 * Stands for the ARN of the role that the API's integrations share: an integration that needs one says it as its
 * `credentials`, and the API puts the ARN in its place.
 */
exports.SHARED_ROLE = "${gatewright:role}";
/** What happens when API Gateway receives a request for an operation. Extend it to make an integration of your own. */
class Integration {
    /** @internal The version of what an integration and the API of another generated package agree on. */
    _protocol = protocol_js_1.PROTOCOL;
    /** @internal Returns where the integration was made: messages name the place. */
    _madeAt = callSite();
    /** Gives API Gateway the permission to use the integration, after it was rendered. */
    grant(_props) {
        // Nothing is needed by default.
    }
}
exports.Integration = Integration;
function callSite() {
    const site = new call_site_js_1.CallSite();
    return () => site.toString();
}
/** An integration that the engine renders, and for which it knows what is needed. */
class KnownIntegration extends Integration {
    /** @internal By this, and not by its class, the APIs of all generated packages recognize one. */
    _known = true;
    /** Is never called: the engine renders it. */
    render(props) {
        throw new Error(`gatewright renders the integration of ${props.operationId} itself; give it as it is`);
    }
}
exports.KnownIntegration = KnownIntegration;
