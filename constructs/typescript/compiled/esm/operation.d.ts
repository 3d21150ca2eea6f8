import type { Integration } from "./integration.js";
import type { Authorizer } from "./authorizers.js";
import type { TypeSafeApiIntegrationOptions } from "./options.js";
export * from "./operation-details.js";
/** The integration of an operation, and what is to be said next to it. */
export interface TypeSafeApiIntegration {
    /** What happens to the requests for the operation. */
    readonly integration: Integration;
    /** Who may call the operation. The default is the API's default authorizer. */
    readonly authorizer?: Authorizer;
    readonly options?: TypeSafeApiIntegrationOptions;
}
/** An integration for each operation, by the operations' IDs. */
export type TypeSafeApiIntegrations = Readonly<Record<string, TypeSafeApiIntegration>>;
