"""Makes the document that the engine is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from aws_cdk import Stack, Token
from aws_cdk.aws_apigateway import CorsOptions, GatewayResponseOptions

from . import wire
from .engine import GatewrightError
from .integration import DocumentParts, IntegrationRenderProps, check_protocol
from .operation import TypeSafeApiIntegrationOptions
from .values import given
from .version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk.aws_iam import IRole
    from constructs import Construct

    from .integration import AnyIntegration, ApiGatewayIntegration, KnownIntegration
    from .operation import AnyAuthorizer, OperationDetailsById, TypeSafeApiIntegration, TypeSafeApiIntegrations
    from .type_safe_rest_api import TypeSafeApiOptions

_PREFLIGHT_STATUS = 204


@dataclass(frozen=True, kw_only=True)
class ApiParts:
    """What an API is made of."""

    scope: Construct
    model: str
    operation_lookup: OperationDetailsById
    integrations: TypeSafeApiIntegrations
    options: TypeSafeApiOptions
    stage: str
    caching: Mapping[str, bool]
    """For which methods the stage keeps responses, by the CDK's keys."""
    made_at: str | None

    @property
    def cors_options(self) -> CorsOptions | None:
        """The options of CORS, which may be given as a dict."""
        options = cast("CorsOptions | dict[str, Any] | None", self.options.get("cors_options"))
        return CorsOptions(**options) if isinstance(options, dict) else options


@dataclass(frozen=True, kw_only=True)
class ApiDocument:
    """What the engine is sent about an API, and what the answer is put together with."""

    json: Mapping[str, object]
    roles: Mapping[str, IRole]
    """The roles that integrations name, by their ARNs."""
    rendered: Mapping[str, ApiGatewayIntegration]
    """What integrations of the user's own rendered, by operation ID."""
    failure: Exception | None
    """What was raised first, if something was: the engine tells all of it."""


def document_of(parts: ApiParts) -> ApiDocument:
    """Make the document about an API that the engine is sent."""
    writer = _DocumentWriter(parts)
    for operation_id in parts.operation_lookup:
        if operation_id in parts.integrations:  # the engine names all that are missing
            writer.add_operation(operation_id, parts.integrations[operation_id])
    for operation_id in parts.integrations:
        if operation_id not in parts.operation_lookup:
            writer.add_unknown(operation_id)
    return ApiDocument(json=writer.document(), roles=writer.roles, rendered=writer.rendered, failure=writer.failure)


class _DocumentWriter:
    def __init__(self, parts: ApiParts) -> None:
        self.roles: dict[str, IRole] = {}
        self.rendered: dict[str, ApiGatewayIntegration] = {}
        self.failure: Exception | None = None
        self._parts = parts
        self._integrations: dict[str, object] = {}
        self._notes: dict[str, dict[str, object]] = {}
        self._buckets: dict[str, object] = {}
        self._authorizers: dict[str, dict[str, object]] = {}
        self._add_authorizer(parts.options.get("default_authorizer"))
        for authorizer in parts.options.get("authorizers") or ():
            self._add_authorizer(authorizer)

    def add_operation(self, operation_id: str, entry: TypeSafeApiIntegration | None) -> None:
        if entry is None or getattr(entry, "integration", entry) is None:
            self._notes[operation_id] = {"empty": True}
            return
        note = self._notes[operation_id] = {"at": _place_of(entry)}
        try:
            self._add(operation_id, entry)
        except Exception as error:  # noqa: BLE001 - whatever the user's code raises is told
            note["failed"] = str(error) or type(error).__name__
            self.failure = self.failure or error

    def _add(self, operation_id: str, entry: TypeSafeApiIntegration) -> None:
        if not hasattr(entry, "integration"):
            message = (
                f"{type(entry).__name__} is not a TypeSafeApiIntegration: TypeSafeApiIntegration(integration=...) is"
            )
            raise TypeError(message)
        self._add_authorizer(entry.authorizer)
        rendered = self._render(operation_id, entry.integration)
        json.dumps(rendered)  # so that what cannot be sent is said of the operation
        self._integrations[operation_id] = {**rendered, **_beside(entry)}

    def add_unknown(self, operation_id: str) -> None:
        """Add an entry for an operation that there is not, so that the engine reports it."""
        self._integrations[operation_id] = {"mock": {}}

    def _render(self, operation_id: str, integration: AnyIntegration) -> dict[str, object]:
        check_protocol(integration)
        details = self._parts.operation_lookup[operation_id]
        props = IntegrationRenderProps(
            operation_id=operation_id,
            method=details.method,
            path=details.path,
            content_types=details.content_types,
            response_content_types=details.response_content_types,
            scope=self._parts.scope,
            cors_options=self._parts.cors_options,
            operation_lookup=self._parts.operation_lookup,
        )
        if getattr(integration, "_known", False):
            known = cast("KnownIntegration", integration)  # whose class may be that of another generated package
            return known.to_json(DocumentParts(operation_id, props, self._buckets, self.roles))
        rendered = integration.render(props)
        if not hasattr(rendered, "to_json"):
            message = f"render returned a {type(rendered).__name__}, which is not an ApiGatewayIntegration"
            raise TypeError(message)
        custom = rendered.to_json()
        self.rendered[operation_id] = rendered
        return {"custom": custom}

    def _add_authorizer(self, authorizer: AnyAuthorizer | None) -> None:
        entry = None if authorizer is None else authorizer.to_json()
        if authorizer is None or entry is None:
            return
        known = self._authorizers.setdefault(authorizer.authorizer_id, entry)
        scopes = {"authorizationScopes": None}  # each use says its own
        if {**known, **scopes} != {**entry, **scopes}:
            message = f"two different authorizers have the ID {authorizer.authorizer_id}"
            raise GatewrightError(message)

    def document(self) -> dict[str, object]:
        parts, options = self._parts, self._parts.options
        stack = Stack.of(parts.scope)
        default_authorizer = options.get("default_authorizer")
        min_size = options.get("min_compression_size")
        return given(
            {
                "binding": given(
                    {
                        "language": "python",
                        "version": VERSION,
                        "model": parts.model,
                        "at": parts.made_at,
                        "stage": "prod" if Token.is_unresolved(parts.stage) else parts.stage,
                        "caching": parts.caching,
                        "nestedPermissions": options.get("nested_permissions"),
                        "operations": {operation_id: given(note) for operation_id, note in self._notes.items()},
                    }
                ),
                "model": "model.json",
                "placement": {"partition": stack.partition, "region": stack.region, "account": stack.account},
                "corsOptions": _cors(parts.cors_options),
                "authorizers": self._authorizers,
                "defaultAuthorizer": None if default_authorizer is None else default_authorizer.authorizer_id,
                "apiKeyOptions": _options_of(options.get("api_key_options")),
                "binaryMediaTypes": options.get("binary_media_types"),
                "minCompressionSize": None if min_size is None else min_size.to_bytes(),
                "validation": _options_of(options.get("validation")),
                "mockDataOptions": _options_of(options.get("mock_data_options")),
                "gatewayResponses": _gateway_responses(options.get("gateway_responses")),
                "prune": options.get("prune"),
                "buckets": self._buckets,
                "integrations": self._integrations,
            }
        )


def _options_of(options: wire.Options | None) -> dict[str, object] | None:
    return None if options is None else options._options()


def _place_of(entry: object) -> str | None:
    integration = getattr(entry, "integration", entry)
    return cast("str | None", getattr(integration, "_made_at", None))


def _beside(entry: TypeSafeApiIntegration) -> dict[str, object]:
    """Give what is said next to an integration."""
    options = entry.options or TypeSafeApiIntegrationOptions()
    required = options.api_key_required if entry.api_key_required is None else entry.api_key_required
    stream = options.stream if entry.stream is None else entry.stream
    authorizer = entry.authorizer
    return given(
        {
            "authorizer": None if authorizer is None else authorizer.authorizer_id,
            "authorizationScopes": _scopes(authorizer),
            "apiKeyRequired": required,
            "stream": stream,
        }
    )


def _scopes(authorizer: AnyAuthorizer | None) -> list[str] | None:
    """Return the scopes of an authorizer whose class, which may be that of another generated package, has them."""
    if authorizer is None or not hasattr(authorizer, "with_scopes"):
        return None
    return list(authorizer.authorization_scopes or ())


def _cors(options: CorsOptions | None) -> dict[str, object] | None:
    if options is None:
        return None
    if options.status_code not in (None, _PREFLIGHT_STATUS):
        status = f"{options.status_code:g}"
        message = f"cors_options.status_code is {status}, but preflight requests are answered with 204: leave it out"
        raise GatewrightError(message)
    return given(
        {
            "allowOrigins": options.allow_origins,
            "allowMethods": options.allow_methods,
            "allowHeaders": options.allow_headers,
            "exposeHeaders": options.expose_headers,
            "allowCredentials": options.allow_credentials,
            "maxAge": wire.duration(options.max_age),
            "disableCache": options.disable_cache,
        }
    )


def _gateway_responses(responses: Sequence[GatewayResponseOptions] | None) -> dict[str, object] | None:
    if responses is None:
        return None
    return {response.type.response_type: _gateway_response(response) for response in responses}


def _gateway_response(response: GatewayResponseOptions) -> dict[str, object]:
    status = response.status_code
    return given(
        {
            "statusCode": None if status is None else int(status),
            "headers": response.response_headers,
            "templates": response.templates,
        }
    )
