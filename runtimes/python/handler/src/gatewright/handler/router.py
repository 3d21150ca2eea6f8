"""One Lambda handler for several operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn

from .event import Event
from .operation import HandlerChain, LambdaHandler, chain_of, message_response, serve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .request import ChainedApiRequest, Interceptor
    from .response import ApiResponse

__all__ = ["Router"]


class Router:
    """A Lambda handler of several operations. An event's resource and method tell which one it is for."""

    __slots__ = ("_chain", "_handlers")

    def __init__(self, handlers: Iterable[LambdaHandler[Any]], interceptors: Sequence[Interceptor]) -> None:
        self._handlers: Final = {(h.operation.method, _resource(h.operation.path)): h for h in handlers}
        self._chain: Final = chain_of(interceptors, _Routed(self))

    def find(self, event: Mapping[str, Any]) -> LambdaHandler[Any] | None:
        """Return the handler of an event's operation; None: there is none."""
        resource = _resource(event.get("resource") or "")
        return self._handlers.get((event["httpMethod"], resource)) or self._handlers.get(("ANY", resource))

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Respond to an event of API Gateway's proxy integration. A ValueError says that it is another one."""
        received = Event(event)
        handler = self.find(event)
        return serve(None if handler is None else handler.operation, self._chain, received, context)


class _Routed:
    """The end of the router's chain: the one of an operation."""

    __slots__ = ("_router",)

    def __init__(self, router: Router) -> None:
        self._router: Final = router

    def next(self, request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        handler = self._router.find(request.event)
        if handler is None:
            _not_found(request)
        own: HandlerChain = request.chain
        request.chain = handler.chain
        try:
            return handler.chain.next(request)
        finally:
            request.chain = own


def _not_found(request: ChainedApiRequest[Any, Any]) -> NoReturn:
    from logging import getLogger  # noqa: PLC0415  # few requests need it

    event = request.event
    operation = (event.get("requestContext") or {}).get("operationName", "")
    getLogger("gatewright").error(
        "the router has no handler for %s (%s %s)",
        operation or "the operation",
        event["httpMethod"],
        event.get("resource"),
    )
    raise message_response(404, "Not Found")


def _resource(path: str) -> str:
    """Return the resource of a path: API Gateway has none that ends in a slash."""
    return path if path == "/" else path.removesuffix("/")
