import { VERSION } from "./version.js";
/**
 * The version of what integrations and APIs of different generated packages agree on: the members of an integration whose
 * names begin with an underscore, `render`, `grant` and `toJSON`, and what these take and return.
 */
export const PROTOCOL = 1;
/** Throws an error for an integration that an API of this package cannot use. */
export function checkProtocol(integration) {
    const { _protocol: protocol, constructor } = integration;
    if (protocol === undefined) {
        throw new Error(`${constructor.name} is not an integration: extend Integration, or call a function of Integrations`);
    }
    if (protocol !== PROTOCOL) {
        throw new Error(`${constructor.name} comes from a package that another version of gatewright generated: ` +
            `run gatewright generate (${VERSION}) for both`);
    }
}
