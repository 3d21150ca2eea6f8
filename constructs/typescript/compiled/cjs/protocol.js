"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.PROTOCOL = void 0;
exports.checkProtocol = checkProtocol;
const version_js_1 = require("./version.js");
/**
 * The version of what integrations and APIs of different generated packages agree on: the members of an integration whose
 * names begin with an underscore, `render`, `grant` and `toJSON`, and what these take and return.
 */
exports.PROTOCOL = 1;
/** Throws an error for an integration that an API of this package cannot use. */
function checkProtocol(integration) {
    const { _protocol: protocol, constructor } = integration;
    if (protocol === undefined) {
        throw new Error(`${constructor.name} is not an integration: extend Integration, or call a function of Integrations`);
    }
    if (protocol !== exports.PROTOCOL) {
        throw new Error(`${constructor.name} comes from a package that another version of gatewright generated: ` +
            `run gatewright generate (${version_js_1.VERSION}) for both`);
    }
}
