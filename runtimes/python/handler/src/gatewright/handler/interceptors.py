"""Interceptors that are ready-made."""

from __future__ import annotations

from json import loads
from os import environ
from typing import TYPE_CHECKING, Any, Final

from .operation import respond_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .request import ChainedApiRequest, Interceptor
    from .response import ApiResponse

__all__ = [
    "CORS_VARIABLE",
    "INTERCEPTORS",
    "build_cors_interceptor",
    "build_response_headers_interceptor",
    "cors_interceptor",
    "try_catch_interceptor",
]

CORS_VARIABLE: Final = "GATEWRIGHT_CORS"
"""The environment variable that says which web pages may read a function's responses, as JSON:
`{"allowOrigins": ["https://example.com"], "allowCredentials": true, "exposeHeaders": ["Location"]}`. The constructs set it
on functions of an API that has CORS."""

_ALLOW_ORIGIN = "Access-Control-Allow-Origin"


def try_catch_interceptor(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
    """Return a response that is raised, and 500 for any other error, which is logged."""
    return respond_to(request)


def build_response_headers_interceptor(headers: Mapping[str, str]) -> Interceptor:
    """Create an interceptor that adds headers to every response that has no such header itself."""

    def response_headers_interceptor(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        return respond_to(request).with_headers(headers)

    return response_headers_interceptor


def build_cors_interceptor(
    *, allow_origins: Sequence[str], allow_credentials: bool = False, expose_headers: Sequence[str] = ()
) -> Interceptor:
    """Create an interceptor for the Fetch standard's CORS protocol: "*" allows all origins.

    It leaves a response alone that names an allowed origin itself. Credentials are never allowed where every origin is.
    """
    if allow_credentials and "*" in allow_origins:
        raise ValueError("browsers take no credentials when every origin is allowed: name the origins")
    for value in (*allow_origins, *expose_headers):
        if not value or not value.isprintable():
            raise ValueError(f"{value!r} is neither an origin nor a header's name")
    fixed = {"Access-Control-Allow-Credentials": "true"} if allow_credentials else {}
    if expose_headers:
        fixed["Access-Control-Expose-Headers"] = ",".join(expose_headers)
    only = "*" if "*" in allow_origins else allow_origins[0] if len(allow_origins) == 1 else None

    def cors(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        response = respond_to(request)
        if not allow_origins or any(name.lower() == _ALLOW_ORIGIN.lower() for name in response.headers):
            return response
        if only is not None:
            return response.with_headers({_ALLOW_ORIGIN: only, **fixed})
        origin = request.header("origin")
        return response.with_headers({_ALLOW_ORIGIN: origin, **fixed} if origin in allow_origins else {}, vary="Origin")

    return cors


_made: dict[str, Interceptor] = {}


def cors_interceptor(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
    """Add the headers of CORS that the environment variable `GATEWRIGHT_CORS` asks for."""
    text = environ.get(CORS_VARIABLE, "")
    if text not in _made:
        _made[text] = _from_environment(text)
    return _made[text](request)


def _from_environment(text: str) -> Interceptor:
    if text:
        try:
            settings = loads(text)
            return build_cors_interceptor(
                allow_origins=settings.get("allowOrigins") or (),
                allow_credentials=bool(settings.get("allowCredentials")),
                expose_headers=settings.get("exposeHeaders") or (),
            )
        except (ValueError, TypeError, AttributeError) as error:
            from logging import getLogger  # noqa: PLC0415  # only where it is wrong

            getLogger("gatewright").error(  # noqa: TRY400  # the message says it all
                "responses have no CORS headers: environment variable %s: %s", CORS_VARIABLE, error
            )
    return try_catch_interceptor


INTERCEPTORS: Final[Sequence[Interceptor]] = (cors_interceptor, try_catch_interceptor)
"""The interceptors that a handler is best with: CORS as `GATEWRIGHT_CORS` says, and try-catch."""
