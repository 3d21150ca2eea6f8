"""Responses of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ApiResponse", "Response", "ResponseOf"]

T = TypeVar("T")
S = TypeVar("S", bound=int)
S_co = TypeVar("S_co", bound=int, covariant=True)
B_co = TypeVar("B_co", covariant=True)


class ApiResponse(Exception, Generic[S_co, B_co]):
    """A response of an operation. It may be raised from anywhere below the handler."""

    status_code: Final[S_co]  # type: ignore[misc]  # read-only
    body: Final[B_co]  # type: ignore[misc]  # read-only
    headers: Final[Mapping[str, str]]
    multi_value_headers: Final[Mapping[str, Sequence[str]]]
    cookies: Final[Sequence[str]]
    """Values of Set-Cookie headers: "session=1; HttpOnly; Secure"."""
    described: bool = True
    """Whether the body is written as the model describes it, or as JSON in any case."""

    def __init__(
        self,
        status_code: S_co,
        body: B_co,
        headers: Mapping[str, str] | None = None,
        multi_value_headers: Mapping[str, Sequence[str]] | None = None,
        cookies: Sequence[str] = (),
    ) -> None:
        super().__init__(status_code)
        self.status_code = status_code
        self.body = body
        self.headers = {} if headers is None else headers
        self.multi_value_headers = {} if multi_value_headers is None else multi_value_headers
        self.cookies = cookies

    def with_headers(self, headers: Mapping[str, str], vary: str = "") -> ApiResponse[S_co, B_co]:
        """Return the response with headers besides its own, which win, and with one more value of Vary."""
        own = {name.lower() for name in (*self.headers, *self.multi_value_headers)}
        more = {name: value for name, value in headers.items() if name.lower() not in own}
        multiple = (
            {**self.multi_value_headers, "Vary": [*self._values("vary"), vary]} if vary else self.multi_value_headers
        )
        kept = {name: value for name, value in self.headers.items() if not vary or name.lower() != "vary"}
        response = ApiResponse(self.status_code, self.body, {**more, **kept}, multiple, self.cookies)
        response.described = self.described
        response.__cause__ = self.__cause__
        return response

    def _values(self, name: str) -> list[str]:
        single = [value for own, value in self.headers.items() if own.lower() == name]
        return single + [
            value for own, values in self.multi_value_headers.items() if own.lower() == name for value in values
        ]


class ResponseOf(Generic[S_co]):
    """Creates responses of one status."""

    __slots__ = ("_status_code",)

    def __init__(self, status_code: S_co) -> None:
        self._status_code: Final = status_code

    @overload
    def __call__(
        self,
        body: None = None,
        headers: Mapping[str, str] | None = None,
        multi_value_headers: Mapping[str, Sequence[str]] | None = None,
        cookies: Sequence[str] = (),
    ) -> ApiResponse[S_co, None]: ...
    @overload
    def __call__(
        self,
        body: T,
        headers: Mapping[str, str] | None = None,
        multi_value_headers: Mapping[str, Sequence[str]] | None = None,
        cookies: Sequence[str] = (),
    ) -> ApiResponse[S_co, T]: ...
    def __call__(
        self,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        multi_value_headers: Mapping[str, Sequence[str]] | None = None,
        cookies: Sequence[str] = (),
    ) -> ApiResponse[S_co, Any]:
        """Create a response."""
        return ApiResponse(self._status_code, body, headers, multi_value_headers, cookies)


class Response:
    """Creates responses: `Response.success(pet)`, `Response.not_found({"message": "No such pet."})`."""

    success: ClassVar[ResponseOf[Literal[200]]] = ResponseOf(200)
    created: ClassVar[ResponseOf[Literal[201]]] = ResponseOf(201)
    accepted: ClassVar[ResponseOf[Literal[202]]] = ResponseOf(202)
    no_content: ClassVar[ResponseOf[Literal[204]]] = ResponseOf(204)
    partial_content: ClassVar[ResponseOf[Literal[206]]] = ResponseOf(206)
    multi_status: ClassVar[ResponseOf[Literal[207]]] = ResponseOf(207)
    moved_permanently: ClassVar[ResponseOf[Literal[301]]] = ResponseOf(301)
    found: ClassVar[ResponseOf[Literal[302]]] = ResponseOf(302)
    see_other: ClassVar[ResponseOf[Literal[303]]] = ResponseOf(303)
    not_modified: ClassVar[ResponseOf[Literal[304]]] = ResponseOf(304)
    temporary_redirect: ClassVar[ResponseOf[Literal[307]]] = ResponseOf(307)
    permanent_redirect: ClassVar[ResponseOf[Literal[308]]] = ResponseOf(308)
    bad_request: ClassVar[ResponseOf[Literal[400]]] = ResponseOf(400)
    unauthorized: ClassVar[ResponseOf[Literal[401]]] = ResponseOf(401)
    payment_required: ClassVar[ResponseOf[Literal[402]]] = ResponseOf(402)
    forbidden: ClassVar[ResponseOf[Literal[403]]] = ResponseOf(403)
    not_authorized: ClassVar[ResponseOf[Literal[403]]] = ResponseOf(403)
    """`forbidden`, as AWS PDK calls it."""
    not_found: ClassVar[ResponseOf[Literal[404]]] = ResponseOf(404)
    method_not_allowed: ClassVar[ResponseOf[Literal[405]]] = ResponseOf(405)
    not_acceptable: ClassVar[ResponseOf[Literal[406]]] = ResponseOf(406)
    request_timeout: ClassVar[ResponseOf[Literal[408]]] = ResponseOf(408)
    conflict: ClassVar[ResponseOf[Literal[409]]] = ResponseOf(409)
    gone: ClassVar[ResponseOf[Literal[410]]] = ResponseOf(410)
    precondition_failed: ClassVar[ResponseOf[Literal[412]]] = ResponseOf(412)
    content_too_large: ClassVar[ResponseOf[Literal[413]]] = ResponseOf(413)
    unsupported_media_type: ClassVar[ResponseOf[Literal[415]]] = ResponseOf(415)
    im_a_teapot: ClassVar[ResponseOf[Literal[418]]] = ResponseOf(418)
    unprocessable_content: ClassVar[ResponseOf[Literal[422]]] = ResponseOf(422)
    locked: ClassVar[ResponseOf[Literal[423]]] = ResponseOf(423)
    failed_dependency: ClassVar[ResponseOf[Literal[424]]] = ResponseOf(424)
    precondition_required: ClassVar[ResponseOf[Literal[428]]] = ResponseOf(428)
    too_many_requests: ClassVar[ResponseOf[Literal[429]]] = ResponseOf(429)
    unavailable_for_legal_reasons: ClassVar[ResponseOf[Literal[451]]] = ResponseOf(451)
    internal_failure: ClassVar[ResponseOf[Literal[500]]] = ResponseOf(500)
    not_implemented: ClassVar[ResponseOf[Literal[501]]] = ResponseOf(501)
    bad_gateway: ClassVar[ResponseOf[Literal[502]]] = ResponseOf(502)
    service_unavailable: ClassVar[ResponseOf[Literal[503]]] = ResponseOf(503)
    gateway_timeout: ClassVar[ResponseOf[Literal[504]]] = ResponseOf(504)

    @staticmethod
    def of(
        status_code: S,
        body: T,
        headers: Mapping[str, str] | None = None,
        multi_value_headers: Mapping[str, Sequence[str]] | None = None,
        cookies: Sequence[str] = (),
    ) -> ApiResponse[S, T]:
        """Create a response of any status."""
        return ApiResponse(status_code, body, headers, multi_value_headers, cookies)
