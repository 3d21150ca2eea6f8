"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.fullBudget = void 0;
exports.newClient = newClient;
exports.stateOf = stateOf;
/** How many tokens retries may take before calls succeed again. */
exports.fullBudget = 500;
/** Creates a client. Its type says which credentials there are. */
function newClient(options, credentials) {
    const state = { options, credentials, budget: exports.fullBudget };
    return state;
}
/** Returns what a client holds. */
function stateOf(client) {
    return client;
}
