"""What there is to know and to say about operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from .integration import AnyIntegration

Method: TypeAlias = Literal["get", "put", "post", "delete", "options", "head", "patch", "trace", "any"]
"""The method of an operation; "any" stands for all."""


@dataclass(frozen=True, kw_only=True)
class OperationDetails:
    """What there is to know about an operation."""

    method: Method
    path: str
    """The path in the model: "/pets/{petId}"."""
    content_types: Sequence[str]
    """The content types of the requests that it accepts: application/json where it has no body."""
    response_content_types: Sequence[str]
    """The content types of its responses."""


OperationDetailsById: TypeAlias = Mapping[str, OperationDetails]
"""All operations of an API, by their IDs."""


class AnyAuthorizer(Protocol):
    """An authorizer of this or of another generated package."""

    authorizer_id: str
    authorization_scopes: Sequence[str] | None

    def to_json(self) -> dict[str, object] | None:
        """Return the value under `authorizers` in gatewright.yaml; None for one that needs no entry."""


@dataclass(frozen=True, kw_only=True)
class TypeSafeApiIntegrationOptions:
    """Options of an operation."""

    api_key_required: bool | None = None
    """Whether callers need an API key. The default is that of the API's `api_key_options`."""
    stream: bool | None = None
    """Whether the answer of a function, or of an HTTP proxy, goes to the client as it comes."""


@dataclass(frozen=True, kw_only=True)
class TypeSafeApiIntegration:
    """The integration of an operation, and what is to be said next to it."""

    integration: AnyIntegration
    """What happens to the requests for the operation."""
    authorizer: AnyAuthorizer | None = None
    """Who may call the operation. The default is the API's default authorizer."""
    api_key_required: bool | None = None
    """Whether callers need an API key. The default is that of the API's `api_key_options`."""
    stream: bool | None = None
    """Whether the answer of a function, or of an HTTP proxy, goes to the client as it comes."""
    options: TypeSafeApiIntegrationOptions | None = None
    """Says the same as `api_key_required` and `stream`, in the way of AWS PDK."""


TypeSafeApiIntegrations: TypeAlias = Mapping[str, TypeSafeApiIntegration]
"""An integration for each operation, by the operations' IDs."""
