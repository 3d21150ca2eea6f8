export * from "./authorizers.js";
export { GatewrightError } from "./engine.js";
export {
  type ApiGatewayIntegration,
  type ApiGatewayIntegrationResponse,
  Integration,
  type IntegrationGrantProps,
  type IntegrationRenderProps,
  SHARED_ROLE,
} from "./integration.js";
export {
  HttpIntegration,
  type HttpIntegrationProps,
  Integrations,
  LambdaIntegration,
  MockIntegration,
  type MockIntegrationResponse,
  type MockResponseOptions,
  MockResponseIntegration,
  PlaceholderIntegration,
  S3Integration,
  type S3IntegrationProps,
  ServiceIntegration,
  type ServiceIntegrationProps,
  type VpcLinkIntegrationProps,
} from "./integrations.js";
export * from "./operation.js";
export * from "./operation-function.js";
export * from "./response-sets.js";
export * from "./stacks.js";
export * from "./type-safe-rest-api.js";
export { type CidrAllowList, type ManagedRule, type TypeSafeApiWebAclOptions } from "./web-acl.js";
