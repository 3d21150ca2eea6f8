# Code generated from the options that gatewright declares. DO NOT EDIT.
"""The options of integrations, authorizers and APIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aws_cdk import Duration, RemovalPolicy
from aws_cdk.aws_apigateway import AccessLogFormat, ApiKeySourceType, IVpcLink
from aws_cdk.aws_cognito import IUserPool
from aws_cdk.aws_iam import IRole
from aws_cdk.aws_lambda import IFunction
from aws_cdk.aws_logs import ILogGroup, RetentionDays
from aws_cdk.aws_s3 import IBucket
from aws_cdk.aws_wafv2 import CfnWebACL

from . import wire
from .authorizer_types import CustomAuthorizerType, JwtAlgorithm
from .integration import DocumentParts
from .operation import Method
from .response_sets import IntegrationResponseSet
from .values import given


@dataclass(kw_only=True, eq=False)
class S3IntegrationProps:
    """Properties of an integration with S3."""

    bucket: IBucket
    """The bucket that holds the objects."""
    method: Method | None = None
    """The method of the request to S3. The default is the operation's."""
    path: str | None = None
    """The key of the object, in which {name} is a parameter of the operation's path, or one of
    query_string_request_parameters or header_request_parameters. The default is the operation's path.
    """
    role: IRole | None = None
    """The role with which API Gateway calls S3.

    Constructs allow it what the integration needs; there the default is the role that the API's integrations share.
    """
    query_string_request_parameters: Sequence[str] | None = None
    """The query string parameters that the path may use."""
    header_request_parameters: Sequence[str] | None = None
    """The headers that the path may use."""
    integration_response_set: IntegrationResponseSet | None = None
    """How S3's responses become the operation's. The default is a passthrough, and S3's errors as JSON."""

    def _options(self, parts: DocumentParts) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "bucket": wire.bucket(self.bucket, parts),
                "method": wire.method(self.method),
                "path": self.path,
                "role": wire.shared_role(self.role, parts),
                "queryStringRequestParameters": self.query_string_request_parameters,
                "headerRequestParameters": self.header_request_parameters,
                "integrationResponseSet": wire.responses(self.integration_response_set, parts),
            }
        )


@dataclass(kw_only=True, eq=False)
class MockIntegrationResponse:
    """The response of a mock integration."""

    status_code: int | None = None
    """The status.

    One that the operation does not declare is a warning, and is added to the definition. The default is that of the
    operation's first success.
    """
    body: str | None = None
    """The body as it is, in every content type of the response. The default is data generated from the model."""
    headers: Mapping[str, str] | None = None
    """Headers and their sources: a value in single quotes such as '/pets/1', or context.X, stageVariables.X."""

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "statusCode": self.status_code,
                "body": self.body,
                "headers": self.headers,
            }
        )


@dataclass(kw_only=True, eq=False)
class HttpIntegrationProps:
    """Properties of an integration with an HTTP backend."""

    uri: str
    """The backend's URI, in which {name} is a parameter of the operation's path, or one of
    query_string_request_parameters or header_request_parameters.
    """
    method: Method | None = None
    """The method of the request to the backend; any passes the client's. The default is the operation's."""
    proxy: bool | None = None
    """Whether requests and responses go through unchanged. The default is true."""
    timeout: Duration | None = None
    """The time to wait for the backend. The range is 50ms to 29s. The default is 29s."""
    query_string_request_parameters: Sequence[str] | None = None
    """The query string parameters that the URI may use."""
    header_request_parameters: Sequence[str] | None = None
    """The headers that the URI may use."""
    request_parameters: Mapping[str, str] | None = None
    """Headers, query parameters and path variables of the request, such as integration.request.header.X, and their
    sources.
    """
    request_templates: Mapping[str, str] | None = None
    """Mapping templates for the body of the request, by content type. Not with proxy."""
    integration_response_set: IntegrationResponseSet | None = None
    """How the backend's responses become the operation's. The default is a passthrough; not with proxy."""

    def _options(self, parts: DocumentParts) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "uri": self.uri,
                "method": wire.method(self.method),
                "proxy": self.proxy,
                "timeout": wire.duration(self.timeout),
                "queryStringRequestParameters": self.query_string_request_parameters,
                "headerRequestParameters": self.header_request_parameters,
                "requestParameters": self.request_parameters,
                "requestTemplates": self.request_templates,
                "integrationResponseSet": wire.responses(self.integration_response_set, parts),
            }
        )


@dataclass(kw_only=True, eq=False)
class VpcLinkIntegrationProps(HttpIntegrationProps):
    """Properties of an integration through a VPC link."""

    vpc_link: IVpcLink
    """The VPC link through which the backend is reached."""
    target: str | None = None
    """The ARN of the load balancer behind a VPC link of version 2."""

    def _options(self, parts: DocumentParts) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "uri": self.uri,
                "method": wire.method(self.method),
                "proxy": self.proxy,
                "timeout": wire.duration(self.timeout),
                "queryStringRequestParameters": self.query_string_request_parameters,
                "headerRequestParameters": self.header_request_parameters,
                "requestParameters": self.request_parameters,
                "requestTemplates": self.request_templates,
                "integrationResponseSet": wire.responses(self.integration_response_set, parts),
                "vpcLink": wire.vpc_link(self.vpc_link),
                "target": self.target,
            }
        )


@dataclass(kw_only=True, eq=False)
class ServiceIntegrationProps:
    """Properties of an integration with an AWS service."""

    service: str
    """The service as its endpoint calls it: sqs, sns, dynamodb, states, events, kinesis, ssm."""
    action: str | None = None
    """The action to call, such as StartExecution. Either action or path is required."""
    path: str | None = None
    """The path to call, such as 111122223333/orders for a queue.

    {name} is a parameter of the operation's path, or one of query_string_request_parameters or
    header_request_parameters.
    """
    subdomain: str | None = None
    """The part of the service's host name before its name."""
    method: Method | None = None
    """The method of the request to the service. The default is POST."""
    role: IRole | None = None
    """The role with which API Gateway calls the service.

    In constructs the default is the role that the API's integrations share.
    """
    resource: str | None = None
    """The ARN of what is called, such as a queue's: constructs allow the role to call it."""
    actions: Sequence[str] | None = None
    """The IAM actions that the role is allowed, such as sqs:SendMessage. The default is that of action."""
    query_string_request_parameters: Sequence[str] | None = None
    """The query string parameters that the path may use."""
    header_request_parameters: Sequence[str] | None = None
    """The headers that the path may use."""
    request_parameters: Mapping[str, str] | None = None
    """Headers, query parameters and path variables of the request, such as integration.request.header.X, and their
    sources.
    """
    request_templates: Mapping[str, str] | None = None
    """Mapping templates for the body of the request, by content type.

    With any, requests of other content types get a response with status 415.
    """
    integration_response_set: IntegrationResponseSet | None = None
    """How the service's responses become the operation's. The default is a passthrough."""

    def _options(self, parts: DocumentParts) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "service": self.service,
                "action": self.action,
                "path": self.path,
                "subdomain": self.subdomain,
                "method": wire.method(self.method),
                "role": wire.shared_role(self.role, parts),
                "resource": self.resource,
                "actions": self.actions,
                "queryStringRequestParameters": self.query_string_request_parameters,
                "headerRequestParameters": self.header_request_parameters,
                "requestParameters": self.request_parameters,
                "requestTemplates": self.request_templates,
                "integrationResponseSet": wire.responses(self.integration_response_set, parts),
            }
        )


@dataclass(kw_only=True, eq=False)
class CognitoAuthorizerProps:
    """Properties of a Cognito authorizer."""

    authorizer_id: str
    """The authorizer's name in the definition."""
    user_pools: Sequence[IUserPool]
    """The user pools whose tokens are accepted."""
    authorization_scopes: Sequence[str] | None = None
    """Scopes of which a caller's token must hold one.

    Without any, callers of a Cognito authorizer send ID tokens, with them access tokens.
    """
    identity_source: str | None = None
    """Where the identity is; of a request authorizer several, with commas between them.

    The default is method.request.header.Authorization.
    """

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "userPools": wire.user_pool_arns(self.user_pools),
                "authorizationScopes": self.authorization_scopes,
                "identitySource": self.identity_source,
            }
        )


@dataclass(kw_only=True, eq=False)
class JwtAdditionalClaim:
    """A claim of an issuer's tokens that is a string."""

    claim_name: str
    """The claim."""
    required: bool | None = None
    """Whether tokens without it are refused. The default is false."""
    expected_values: Sequence[str] | None = None
    """Its values, compared to the letter. The default is any."""

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "claimName": self.claim_name,
                "required": self.required,
                "expectedValues": self.expected_values,
            }
        )


@dataclass(kw_only=True, eq=False)
class JwtIssuer:
    """An issuer of JSON Web Tokens."""

    issuer: str
    """An https URL, equal to the tokens' iss to the letter."""
    audiences: Sequence[str]
    """Audiences of which a token's aud, or client_id, must be one."""
    additional_claims: Sequence[JwtAdditionalClaim] | None = None
    """Claims that are checked besides."""

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "issuer": self.issuer,
                "audiences": self.audiences,
                "additionalClaims": wire.all(self.additional_claims),
            }
        )


@dataclass(kw_only=True, eq=False)
class JwtAuthorizerProps:
    """Properties of a JWT authorizer."""

    authorizer_id: str
    """The authorizer's name in the definition; without issuers, the ID of an authorizer that the API has already."""
    issuers: Sequence[JwtIssuer] | None = None
    """Issuers whose tokens are accepted."""
    default_algorithms: Sequence[JwtAlgorithm] | None = None
    """Algorithms that tokens may be signed with. The default is RS256."""
    identity_source: str | None = None
    """Where the identity is; of a request authorizer several, with commas between them.

    The default is method.request.header.Authorization.
    """
    authorization_scopes: Sequence[str] | None = None
    """Scopes of which a caller's token must hold one.

    Without any, callers of a Cognito authorizer send ID tokens, with them access tokens.
    """

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "issuers": wire.all(self.issuers),
                "defaultAlgorithms": self.default_algorithms,
                "identitySource": self.identity_source,
                "authorizationScopes": self.authorization_scopes,
            }
        )


@dataclass(kw_only=True, eq=False)
class CustomAuthorizerProps:
    """Properties of an authorizer that is a function."""

    authorizer_id: str
    """The authorizer's name in the definition."""
    function: IFunction
    """The function that decides."""
    type: CustomAuthorizerType = CustomAuthorizerType.TOKEN
    """What the function gets: the token, or the request. The default is CustomAuthorizerType.TOKEN."""
    identity_source: str | None = None
    """Where the identity is; of a request authorizer several, with commas between them.

    The default is method.request.header.Authorization.
    """
    results_cache_ttl: Duration | None = None
    """The time for which a decision is cached; 0s: not at all. The range is 0s to 1h. The default is 5m."""
    identity_validation_expression: str | None = None
    """A regular expression that a token must match as a whole, or the function is not called; of token authorizers."""
    role: IRole | None = None
    """The role with which API Gateway calls the function. The default is the function's own policy."""

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "function": wire.function_arn(self.function),
                "type": wire.enumerated(self.type),
                "identitySource": self.identity_source,
                "resultsCacheTtl": wire.duration(self.results_cache_ttl),
                "identityValidationExpression": self.identity_validation_expression,
                "role": wire.role_arn(self.role),
            }
        )


@dataclass(kw_only=True, eq=False)
class ApiKeyOptions:
    """How API keys are sent, and who needs one."""

    source: ApiKeySourceType | None = None
    """Where the key comes from: the x-api-key header, or what an authorizer returns. The default is header."""
    required_by_default: bool | None = None
    """Whether operations that do not say otherwise need a key. The default is false."""

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "source": wire.key_source(self.source),
                "requiredByDefault": self.required_by_default,
            }
        )


@dataclass(kw_only=True, eq=False)
class Validation:
    """What API Gateway validates before it calls an integration."""

    body: bool | None = None
    """Whether request bodies are validated against the model's schemas. The default is true."""
    parameters: bool | None = None
    """Whether required parameters must be present. The default is true."""

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "body": self.body,
                "parameters": self.parameters,
            }
        )


@dataclass(kw_only=True, eq=False)
class MockDataOptions:
    """The generated data of mocks."""

    seed: int | None = None
    """Another seed, other data. The default is 0."""
    max_array_length: int | None = None
    """The length of arrays, unless their schemas require more items or allow fewer. The default is 1."""
    disable: bool | None = None
    """Whether to respond without a body, and without the headers of the model, where a mock has no body of its own.

    The default is false.
    """

    def _options(self) -> dict[str, object]:
        """Return the options as they are written in gatewright.yaml."""
        return given(
            {
                "seed": self.seed,
                "maxArrayLength": self.max_array_length,
                "disable": self.disable,
            }
        )


@dataclass(kw_only=True, eq=False)
class AccessLogOptions:
    """The log of requests."""

    disable: bool | None = None
    """Whether access logs are disabled. The default is false."""
    log_group: ILogGroup | None = None
    """The log group that holds it. The default is one of its own."""
    retention: RetentionDays | None = None
    """The time for which the log group of its own keeps entries. The default is a month."""
    removal_policy: RemovalPolicy | None = None
    """What happens to the log group of its own when the API is deleted. The default is to keep it."""
    format: AccessLogFormat | None = None
    """The format of an entry. The default is JSON with the standard fields."""


@dataclass(kw_only=True, eq=False)
class ManagedRule:
    """A group of rules that its vendor maintains."""

    name: str
    """The name of the group, such as AWSManagedRulesCommonRuleSet."""
    vendor: str | None = None
    """The vendor. The default is AWS."""
    vendor_name: str | None = None
    """The vendor, as CloudFormation names it. The default is AWS."""
    rule_action_overrides: Sequence[CfnWebACL.RuleActionOverrideProperty | dict[str, Any]] | None = None
    """Actions of single rules to take in place of theirs, such as count for SizeRestrictions_BODY, which blocks bodies
    of more than 8 KB.
    """
    excluded_rules: Sequence[CfnWebACL.ExcludedRuleProperty | dict[str, Any]] | None = None
    """Rules that only count what they match."""
    scope_down_statement: CfnWebACL.StatementProperty | dict[str, Any] | None = None
    """The requests that the group inspects. The default is all."""
    version: str | None = None
    """The version of the group, such as Version_1.3. The default is the vendor's."""


@dataclass(kw_only=True, eq=False)
class CidrAllowList:
    """The addresses whose requests are let through."""

    cidr_type: Literal["IPV4", "IPV6"]
    """The version of IP: IPV4 or IPV6."""
    cidr_ranges: Sequence[str]
    """The ranges, such as 192.0.2.0/24."""


@dataclass(kw_only=True, eq=False)
class TypeSafeApiWebAclOptions:
    """The web ACL of AWS WAF in front of an API."""

    disable: bool | None = None
    """Whether the web ACL is disabled. The default is false."""
    managed_rules: Sequence[ManagedRule] | None = None
    """Groups of rules that vendors maintain. The default is AWSManagedRulesCommonRuleSet of AWS."""
    cidr_allow_list: CidrAllowList | None = None
    """The addresses from which callers are let through. The default is all."""
    rules: Sequence[CfnWebACL.RuleProperty | dict[str, Any]] | None = None
    """More rules, which come after the others. Their priorities must be 100 or more."""
    web_acl_arn: str | None = None
    """The ARN of an existing web ACL to use in place of a new one."""
