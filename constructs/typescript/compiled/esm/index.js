export * from "./authorizers.js";
export { GatewrightError } from "./engine.js";
export { Integration, SHARED_ROLE, } from "./integration.js";
export { HttpIntegration, Integrations, LambdaIntegration, MockIntegration, MockResponseIntegration, PlaceholderIntegration, S3Integration, ServiceIntegration, VpcLinkIntegration, } from "./integrations.js";
export * from "./operation.js";
export * from "./operation-function.js";
export * from "./response-sets.js";
export * from "./stacks.js";
export * from "./type-safe-rest-api.js";
