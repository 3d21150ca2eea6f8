"""What an integration is, and how one of the user's own is made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from .call_site import call_site
from .operation import OperationDetails, OperationDetailsById
from .values import given
from .version import VERSION

if TYPE_CHECKING:
    from typing import Self

    from aws_cdk.aws_apigateway import CorsOptions, SpecRestApi
    from aws_cdk.aws_iam import IRole
    from aws_cdk.aws_lambda import IFunction
    from constructs import Construct

SHARED_ROLE = "${gatewright:role}"
"""Stands for the ARN of the role that the API's integrations share.

An integration that needs one says it as its `credentials`, and the API puts the ARN in its place.
"""


@dataclass(frozen=True, kw_only=True)
class ApiGatewayIntegrationResponse:
    """An answer of a backend, and what becomes of it."""

    status_code: str
    response_parameters: Mapping[str, str] | None = None
    response_templates: Mapping[str, str] | None = None
    content_handling: Literal["CONVERT_TO_TEXT", "CONVERT_TO_BINARY"] | None = None

    def to_json(self) -> dict[str, object]:
        """Give the response as it stands in a definition."""
        return given(
            {
                "statusCode": self.status_code,
                "responseParameters": self.response_parameters,
                "responseTemplates": self.response_templates,
                "contentHandling": self.content_handling,
            }
        )


@dataclass(frozen=True, kw_only=True)
class ApiGatewayIntegration:
    """What stands under `x-amazon-apigateway-integration`."""

    type: Literal["HTTP", "HTTP_PROXY", "AWS_PROXY", "AWS", "MOCK"]
    http_method: str | None = None
    uri: str | None = None
    credentials: str | None = None
    connection_type: Literal["INTERNET", "VPC_LINK"] | None = None
    connection_id: str | None = None
    integration_target: str | None = None
    passthrough_behavior: Literal["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"] | None = None
    content_handling: Literal["CONVERT_TO_TEXT", "CONVERT_TO_BINARY"] | None = None
    timeout_in_millis: int | None = None
    cache_namespace: str | None = None
    cache_key_parameters: Sequence[str] | None = None
    request_parameters: Mapping[str, str] | None = None
    request_templates: Mapping[str, str] | None = None
    responses: Mapping[str, ApiGatewayIntegrationResponse] | None = None
    insecure_skip_verification: bool | None = None
    """Whether the certificate of the backend is not looked at."""

    def to_json(self) -> dict[str, object]:
        """Give the integration as it stands in a definition."""
        insecure = self.insecure_skip_verification
        return given(
            {
                "type": self.type,
                "httpMethod": self.http_method,
                "uri": self.uri,
                "credentials": self.credentials,
                "connectionType": self.connection_type,
                "connectionId": self.connection_id,
                "integrationTarget": self.integration_target,
                "passthroughBehavior": self.passthrough_behavior,
                "contentHandling": self.content_handling,
                "timeoutInMillis": self.timeout_in_millis,
                "cacheNamespace": self.cache_namespace,
                "cacheKeyParameters": self.cache_key_parameters,
                "requestParameters": self.request_parameters,
                "requestTemplates": self.request_templates,
                "responses": responses_json(self.responses),
                "tlsConfig": None if insecure is None else {"insecureSkipVerification": insecure},
            }
        )


def responses_json(responses: Mapping[str, ApiGatewayIntegrationResponse] | None) -> dict[str, object] | None:
    """Give responses as they stand in a definition."""
    return None if responses is None else {pattern: response.to_json() for pattern, response in responses.items()}


@dataclass(frozen=True, kw_only=True)
class IntegrationRenderProps(OperationDetails):
    """What an integration is rendered for."""

    operation_id: str
    scope: Construct
    """The API's construct: a parent for what the integration needs."""
    cors_options: CorsOptions | None
    """The API's options of CORS. Their headers are added to what is rendered."""
    operation_lookup: OperationDetailsById
    """All operations of the API."""


@dataclass(frozen=True, kw_only=True)
class IntegrationGrantProps(OperationDetails):
    """What a permission is given for."""

    operation_id: str
    scope: Construct
    """The API's construct: a parent for resources that the permission needs."""
    api: SpecRestApi
    """The underlying construct."""
    operation_lookup: OperationDetailsById
    """All operations of the API."""
    rendered: ApiGatewayIntegration
    """What `render` gave."""
    role: IRole | None
    """The role that the integrations share, when what was rendered has it as its `credentials`."""
    source_arn: str
    """The ARN of the requests for the operation in the stage, with * for the parameters of its path."""
    invoke_function: Callable[[IFunction], None]
    """Lets API Gateway invoke a function for exactly the operation's method and path."""
    allow: Callable[[Sequence[str], Sequence[str]], None]
    """Lets the role do actions with resources, which are named by their ARNs. Without a role it does nothing."""


PROTOCOL = 1
"""The version of what integrations and APIs of different generated packages agree on.

That is `render`, `grant` and `to_json`, what these take and return, and the attributes that begin with an underscore.
"""


class AnyIntegration(Protocol):
    """An integration of this or of another generated package."""

    def render(self, props: Any, /) -> Any:
        """Return the value of `x-amazon-apigateway-integration`."""

    def grant(self, props: Any, /) -> None:
        """Give API Gateway the permission to use the integration, after it was rendered."""


class Integration(ABC):
    """What happens when API Gateway receives a request for an operation.

    Extend it to make an integration of your own.
    """

    _protocol: ClassVar[int] = PROTOCOL
    _known: ClassVar[bool] = False
    """Whether the engine renders the integration."""
    _made_at: str | None
    """Where the integration was made: messages name the place."""

    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self:
        """Remember where the integration is made, whether or not `__init__` is the user's own."""
        made = super().__new__(cls)
        object.__setattr__(made, "_made_at", call_site())  # a frozen dataclass may be an integration, too
        return made

    @abstractmethod
    def render(self, props: IntegrationRenderProps) -> ApiGatewayIntegration:
        """Give what stands under `x-amazon-apigateway-integration`. The headers of CORS need not be in it."""

    def grant(self, props: IntegrationGrantProps) -> None:  # noqa: B027 - nothing is needed by default
        """Give API Gateway the permission to use the integration, after it was rendered."""


def check_protocol(integration: object) -> None:
    """Raise an error for an integration that an API of this package cannot use."""
    name = type(integration).__name__
    protocol = getattr(integration, "_protocol", None)
    if protocol is None:
        message = f"{name} is not an integration: extend Integration, or call a function of Integrations"
        raise TypeError(message)
    if protocol != PROTOCOL:
        message = (
            f"{name} comes from a package that another version of gatewright generated: "
            f"run gatewright generate ({VERSION}) for both"
        )
        raise TypeError(message)


@dataclass
class DocumentParts:
    """Where the parts of an integration that other keys of the document hold are put."""

    operation_id: str
    render: IntegrationRenderProps
    """What response sets are rendered for."""
    buckets: dict[str, object]
    roles: dict[str, IRole] = field(default_factory=dict)
    """The roles that integrations name, by their ARNs."""


class KnownIntegration(Integration):
    """An integration that the engine renders, and for which it knows what is needed."""

    _known = True

    @abstractmethod
    def to_json(self, parts: DocumentParts) -> dict[str, object]:
        """Give the integration as it stands in gatewright.yaml."""

    def render(self, props: IntegrationRenderProps) -> ApiGatewayIntegration:
        """Is never called: the engine renders it."""
        message = f"gatewright renders the integration of {props.operation_id} itself; give it as it is"
        raise TypeError(message)
