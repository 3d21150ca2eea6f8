import type { Integration } from "./integration.js";
import type { Authorizer } from "./authorizers.js";

export * from "./operation-details.js";

/** The integration of an operation, and what is to be said beside it. */
export interface TypeSafeApiIntegration {
  /** What happens to the requests for the operation. */
  readonly integration: Integration;
  /** Who may call the operation. The default is the API's default authorizer. */
  readonly authorizer?: Authorizer;
  readonly options?: TypeSafeApiIntegrationOptions;
}

/** Options of an operation. */
export interface TypeSafeApiIntegrationOptions {
  /** Whether callers need an API key. The default is that of the API's `apiKeyOptions`. */
  readonly apiKeyRequired?: boolean;
  /** Whether the answer of a function, or of an HTTP proxy, goes to the client as it comes. The default is false. */
  readonly stream?: boolean;
}

/** An integration for each operation, by the operations' IDs. */
export type TypeSafeApiIntegrations = Readonly<Record<string, TypeSafeApiIntegration>>;
