"""Requests, as handlers and interceptors have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar, cast

from .read import Decoder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .event import Event
    from .operation import HandlerChain, Operation
    from .response import ApiResponse

__all__ = ["ApiRequest", "ChainedApiRequest", "ContextKey", "Interceptor"]

P_co = TypeVar("P_co", covariant=True)
B_co = TypeVar("B_co", covariant=True)
T = TypeVar("T")

_NOT_DECODED: Final = object()


class ApiRequest(Generic[P_co, B_co]):
    """A request to an operation."""

    __slots__ = ("_body", "_content_type", "_operation", "_parameters", "_received", "context", "interceptor_context")

    def __init__(self, operation: Operation[Any] | None, event: Event, context: Any) -> None:
        self._operation: Final = operation
        self._received: Final = event
        self._parameters: Any = _NOT_DECODED
        self._body: Any = None
        self._content_type = ""
        self.context: Final = context
        """Lambda's context of the invocation."""
        self.interceptor_context: Final[dict[str, Any]] = {"operationId": self.operation_id}
        """What interceptors hand on; `ContextKey` reads and writes it with types."""

    @property
    def operation_id(self) -> str:
        """The operation's ID in the model; "" when a router has none for the request."""
        return "" if self._operation is None else self._operation.id

    @property
    def event(self) -> Mapping[str, Any]:
        """The event of API Gateway, for what is not in the model: the caller's identity, the raw body."""
        return self._received.raw

    @property
    def request_parameters(self) -> P_co:
        """The parameters of the path, the query, headers and cookies."""
        self.decode()
        return cast("P_co", self._parameters)

    @property
    def body(self) -> B_co:
        """The body."""
        self.decode()
        return cast("B_co", self._body)

    @property
    def content_type(self) -> str:
        """The media type of the body as the client says it, without parameters; "": it does not."""
        self.decode()
        return self._content_type

    def header(self, name: str) -> str:
        """Return the last value of a header, or "". Upper and lower case are the same."""
        return self._received.header(name)

    def decode(self) -> None:
        """Decode parameters and body, once. What is wrong with them is raised as a response with status 400."""
        if self._parameters is not _NOT_DECODED or self._operation is None:
            return
        decoder = Decoder(self._received, [])
        parameters = self._operation.parameters(decoder)
        if self._operation.body is not None:
            self._body, self._content_type = self._operation.body(decoder)
        decoder.check()
        self._parameters = parameters


class ChainedApiRequest(ApiRequest[P_co, B_co]):
    """A request on its way through interceptors: `request.chain.next(request)` goes on."""

    __slots__ = ("chain",)

    chain: HandlerChain


Interceptor: TypeAlias = "Callable[[ChainedApiRequest[Any, Any]], ApiResponse[int, Any]]"


class ContextKey(Generic[T]):
    """A value that an interceptor hands on, with its type: `USER = ContextKey[str]("user")`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name: Final = name

    def get(self, request: ApiRequest[Any, Any]) -> T:
        """Return the value. A LookupError says that no interceptor has set it."""
        try:
            return cast("T", request.interceptor_context[self.name])
        except KeyError:
            raise LookupError(
                f"interceptor_context has no {self.name!r}: add the interceptor that sets it before this one"
            ) from None

    def set(self, request: ApiRequest[Any, Any], value: T) -> None:
        """Hand a value on."""
        request.interceptor_context[self.name] = value
