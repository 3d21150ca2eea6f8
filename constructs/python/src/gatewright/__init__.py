"""The classes that generated packages of gatewright give to users of the AWS CDK."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    from .options import (
        AccessLogOptions,
        ApiKeyOptions,
        CidrAllowList,
        JwtAdditionalClaim,
        JwtIssuer,
        ManagedRule,
        MockDataOptions,
        TypeSafeApiWebAclOptions,
        Validation,
    )
    from .response_sets import IntegrationResponseSet, IntegrationResponseSets
    from .stacks import Stacks
    from .type_safe_rest_api import TypeSafeApiOptions, TypeSafeRestApi

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

_MODULES = {
    "CustomAuthorizerType": "authorizer_types",
    "JwtAlgorithm": "authorizer_types",
    "Authorizer": "authorizers",
    "Authorizers": "authorizers",
    "CognitoAuthorizer": "authorizers",
    "CustomAuthorizer": "authorizers",
    "IamAuthorizer": "authorizers",
    "JwtAuthorizer": "authorizers",
    "NoneAuthorizer": "authorizers",
    "GatewrightError": "engine",
    "SHARED_ROLE": "integration",
    "ApiGatewayIntegration": "integration",
    "ApiGatewayIntegrationResponse": "integration",
    "Integration": "integration",
    "IntegrationGrantProps": "integration",
    "IntegrationRenderProps": "integration",
    "HttpIntegration": "integrations",
    "Integrations": "integrations",
    "LambdaIntegration": "integrations",
    "MockIntegration": "integrations",
    "MockResponseIntegration": "integrations",
    "PlaceholderIntegration": "integrations",
    "S3Integration": "integrations",
    "ServiceIntegration": "integrations",
    "VpcLinkIntegration": "integrations",
    "Method": "operation",
    "OperationDetails": "operation",
    "OperationDetailsById": "operation",
    "TypeSafeApiIntegration": "operation",
    "TypeSafeApiIntegrationOptions": "operation",
    "TypeSafeApiIntegrations": "operation",
    "Handler": "operation_function",
    "OperationFunction": "operation_function",
    "OperationFunctionProps": "operation_function",
    "AccessLogOptions": "options",
    "ApiKeyOptions": "options",
    "CidrAllowList": "options",
    "JwtAdditionalClaim": "options",
    "JwtIssuer": "options",
    "ManagedRule": "options",
    "MockDataOptions": "options",
    "TypeSafeApiWebAclOptions": "options",
    "Validation": "options",
    "IntegrationResponseSet": "response_sets",
    "IntegrationResponseSets": "response_sets",
    "Stacks": "stacks",
    "TypeSafeApiOptions": "type_safe_rest_api",
    "TypeSafeRestApi": "type_safe_rest_api",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the module of a name when it is used, so that handlers need no AWS CDK."""
        if name not in _MODULES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(f".{_MODULES[name]}", __name__), name)

    def __dir__() -> list[str]:
        return __all__
