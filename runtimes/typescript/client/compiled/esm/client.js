/** How many tokens retries may take before calls succeed again. */
export const fullBudget = 500;
/** Creates a client. Its type says which credentials there are. */
export function newClient(options, credentials) {
    const state = { options, credentials, budget: fullBudget };
    return state;
}
/** Returns what a client holds. */
export function stateOf(client) {
    return client;
}
