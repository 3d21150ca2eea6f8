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
  Integrations,
  LambdaIntegration,
  MockIntegration,
  type MockResponseOptions,
  MockResponseIntegration,
  PlaceholderIntegration,
  S3Integration,
  ServiceIntegration,
  VpcLinkIntegration,
} from "./integrations.js";
export * from "./operation.js";
export {
  type AccessLogOptions,
  type ApiKeyOptions,
  type CidrAllowList,
  type CognitoAuthorizerProps,
  type CustomAuthorizerProps,
  type HttpIntegrationProps,
  type JwtAdditionalClaim,
  type JwtAuthorizerProps,
  type JwtIssuer,
  type ManagedRule,
  type MockDataOptions,
  type MockIntegrationResponse,
  type S3IntegrationProps,
  type ServiceIntegrationProps,
  type TypeSafeApiIntegrationOptions,
  type TypeSafeApiWebAclOptions,
  type Validation,
  type VpcLinkIntegrationProps,
} from "./options.js";
export * from "./operation-function.js";
export * from "./response-sets.js";
export * from "./stacks.js";
export * from "./type-safe-rest-api.js";
