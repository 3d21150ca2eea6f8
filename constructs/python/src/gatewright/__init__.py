"""The classes that generated packages of gatewright give to users of the AWS CDK."""

from .authorizer_types import CustomAuthorizerType, JwtAlgorithm
from .authorizers import (
    Authorizer,
    Authorizers,
    CognitoAuthorizer,
    CustomAuthorizer,
    IamAuthorizer,
    JwtAuthorizer,
    NoneAuthorizer,
)
from .engine import GatewrightError
from .integration import (
    SHARED_ROLE,
    ApiGatewayIntegration,
    ApiGatewayIntegrationResponse,
    Integration,
    IntegrationGrantProps,
    IntegrationRenderProps,
)
from .integrations import (
    HttpIntegration,
    Integrations,
    LambdaIntegration,
    MockIntegration,
    MockResponseIntegration,
    PlaceholderIntegration,
    S3Integration,
    ServiceIntegration,
    VpcLinkIntegration,
)
from .operation import (
    Method,
    OperationDetails,
    OperationDetailsById,
    TypeSafeApiIntegration,
    TypeSafeApiIntegrationOptions,
    TypeSafeApiIntegrations,
)
from .operation_function import Handler, OperationFunction, OperationFunctionProps
from .options import JwtAdditionalClaim, JwtIssuer
from .response_sets import IntegrationResponseSet, IntegrationResponseSets
from .stacks import Stacks
from .type_safe_rest_api import (
    AccessLogOptions,
    ApiKeyOptions,
    MockDataOptions,
    TypeSafeApiOptions,
    TypeSafeRestApi,
    Validation,
)
from .web_acl import CidrAllowList, ManagedRule, TypeSafeApiWebAclOptions

__all__ = [
    "SHARED_ROLE",
    "AccessLogOptions",
    "ApiGatewayIntegration",
    "ApiGatewayIntegrationResponse",
    "ApiKeyOptions",
    "Authorizer",
    "Authorizers",
    "CidrAllowList",
    "CognitoAuthorizer",
    "CustomAuthorizer",
    "CustomAuthorizerType",
    "GatewrightError",
    "Handler",
    "HttpIntegration",
    "IamAuthorizer",
    "Integration",
    "IntegrationGrantProps",
    "IntegrationRenderProps",
    "IntegrationResponseSet",
    "IntegrationResponseSets",
    "Integrations",
    "JwtAdditionalClaim",
    "JwtAlgorithm",
    "JwtAuthorizer",
    "JwtIssuer",
    "LambdaIntegration",
    "ManagedRule",
    "Method",
    "MockDataOptions",
    "MockIntegration",
    "MockResponseIntegration",
    "NoneAuthorizer",
    "OperationDetails",
    "OperationDetailsById",
    "OperationFunction",
    "OperationFunctionProps",
    "PlaceholderIntegration",
    "S3Integration",
    "ServiceIntegration",
    "Stacks",
    "TypeSafeApiIntegration",
    "TypeSafeApiIntegrationOptions",
    "TypeSafeApiIntegrations",
    "TypeSafeApiOptions",
    "TypeSafeApiWebAclOptions",
    "TypeSafeRestApi",
    "Validation",
    "VpcLinkIntegration",
]
