"""Operations, and the Lambda handlers that respond to their requests."""

from __future__ import annotations

import re
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Final, Generic, NoReturn, Protocol, TypeVar

from .content import Content, essence, json
from .event import Event
from .invalid import InvalidRequest
from .request import ChainedApiRequest
from .response import ApiResponse
from .text import well_formed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .content import BodyReader
    from .read import Reader
    from .request import Interceptor

__all__ = ["HandlerChain", "LambdaHandler", "Operation", "respond_to"]

O_co = TypeVar("O_co", bound=str, covariant=True)

_LARGEST = 6 * 1024 * 1024  # "Lambda quotas", AWS Lambda Developer Guide
_WIDEST = 6  # bytes of a character of a body in the response: \u0000
_ANY = (json("application/json"),)
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SERVER_ERROR = 500


class Operation(Generic[O_co]):
    """An operation of an API."""

    __slots__ = ("body", "id", "method", "parameters", "path", "responses")

    def __init__(
        self,
        operation_id: O_co,
        method: str,
        path: str,
        *,
        parameters: Reader,
        body: BodyReader | None = None,
        responses: Mapping[str, tuple[Content, ...]],
    ) -> None:
        self.id: Final[str] = operation_id
        self.method: Final = method
        """In upper case; "ANY": all methods."""
        self.path: Final = path
        self.parameters: Final = parameters
        self.body: Final = body
        self.responses: Final = responses
        """By status: "200", "4XX", "default"."""

    def contents(self, status_code: int) -> tuple[Content, ...]:
        """Return what the model says of the bodies of a status."""
        for key in (str(status_code), f"{status_code // 100}XX", "default"):
            if key in self.responses:
                return self.responses[key]
        return _ANY

    def handler(
        self, function: Callable[[Any], ApiResponse[int, Any]], interceptors: Sequence[Interceptor]
    ) -> LambdaHandler[O_co]:
        """Create the Lambda handler of a function. The first interceptor is the outermost."""
        return LambdaHandler(self, function, interceptors)

    def decorate(self, function: Any, interceptors: Sequence[Interceptor]) -> Any:
        """Create the Lambda handler of a function, or a decorator that does."""
        if function is not None:
            return self.handler(function, interceptors)
        return lambda decorated: self.handler(decorated, interceptors)


class HandlerChain(Protocol):
    """What follows an interceptor."""

    def next(self, request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        """Return the response of the next interceptor, or of the handler. Errors are raised."""
        ...


class _Step:
    """A chain that begins with an interceptor."""

    __slots__ = ("_interceptor", "_rest")

    def __init__(self, interceptor: Interceptor, rest: HandlerChain) -> None:
        self._interceptor: Final = interceptor
        self._rest: Final = rest

    def next(self, request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        request.chain = self._rest
        try:
            return _checked(self._interceptor(request), "an interceptor")
        finally:
            request.chain = self


class _Last:
    """The end of a chain: the function of a handler."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[[Any], ApiResponse[int, Any]]) -> None:
        self._function: Final = function

    def next(self, request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        try:
            request.decode()
        except InvalidRequest as invalid:
            return invalid
        return _checked(self._function(request), "the handler")


def _checked(response: Any, who: str) -> ApiResponse[int, Any]:
    if not isinstance(response, ApiResponse):
        raise TypeError(f"{who} must return an ApiResponse, found {type(response).__name__}")
    return response


def chain_of(interceptors: Sequence[Interceptor], last: HandlerChain) -> HandlerChain:
    """Return a chain of interceptors, the first of which is the outermost."""
    chain = last
    for interceptor in reversed(interceptors):
        chain = _Step(interceptor, chain)
    return chain


class LambdaHandler(Generic[O_co]):
    """A Lambda handler of an operation."""

    def __init__(
        self,
        operation: Operation[O_co],
        function: Callable[[Any], ApiResponse[int, Any]],
        interceptors: Sequence[Interceptor],
    ) -> None:
        if not callable(function):
            raise TypeError(f"the handler of {operation.id} must be a function, found {type(function).__name__}")
        self.operation: Final = operation
        self.chain: Final = chain_of(interceptors, _Last(function))
        update_wrapper(self, function)

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Respond to an event of API Gateway's proxy integration. A ValueError says that it is another one."""
        return serve(self.operation, self.chain, Event(event), context)


def serve(operation: Operation[Any] | None, chain: HandlerChain, event: Event, context: Any) -> dict[str, Any]:
    """Respond to a request."""
    request: ChainedApiRequest[Any, Any] = ChainedApiRequest(operation, event, context)
    request.chain = chain
    response = respond_to(request)
    try:
        return _result(operation, response)
    except Exception as error:  # noqa: BLE001  # logged; the client learns nothing of it
        vary = response.multi_value_headers.get("Vary", ())
        return _result(operation, failure(request, error).with_headers(_readable(response), vary=",".join(vary)))


def respond_to(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
    """Return the response of what follows: one that is raised, too, and 500 for any other error, which is logged."""
    try:
        return request.chain.next(request)
    except ApiResponse as response:
        if response.status_code >= _SERVER_ERROR:
            log(request, response.status_code, response)
        return response
    except Exception as error:  # noqa: BLE001  # logged; the client learns nothing of it
        return failure(request, error)


def failure(request: ChainedApiRequest[Any, Any], error: Exception) -> ApiResponse[int, Any]:
    """Log an error, and return the response that says nothing of it."""
    log(request, _SERVER_ERROR, error)
    return message_response(_SERVER_ERROR, "Internal server error")


def message_response(status_code: int, message: str) -> ApiResponse[int, Any]:
    """Return a response that the model need not describe."""
    response: ApiResponse[int, Any] = ApiResponse(status_code, {"message": message})
    response.described = False
    return response


def log(request: ChainedApiRequest[Any, Any], status: int, error: Exception) -> None:
    """Log an error with the operation and the request's IDs: of API Gateway and of Lambda's invocation."""
    from logging import getLogger  # noqa: PLC0415  # few requests need it

    ids = {
        "operation": request.operation_id,
        "status": status,
        "requestId": (request.event.get("requestContext") or {}).get("requestId", ""),
        "invocationId": getattr(request.context, "aws_request_id", ""),
    }
    text = " ".join(f"{name}={value}" for name, value in ids.items())
    getLogger("gatewright").error("operation failed: %s", text, exc_info=error, extra=ids)


def _readable(response: ApiResponse[int, Any]) -> dict[str, str]:
    """Return the headers that tell browsers whether they may read a response."""
    return {
        name: value
        for name, value in response.headers.items()
        if (name.lower().startswith("access-control-") or name.lower() == "vary") and not _CONTROL.search(value)
    }


def _result(operation: Operation[Any] | None, response: ApiResponse[int, Any]) -> dict[str, Any]:
    """Return a response as API Gateway takes it."""
    status = response.status_code
    if not 200 <= status <= 599:  # noqa: PLR2004
        raise ValueError(f"the status {status} is not between 200 and 599")
    headers, multiple = _headers(response)
    result: dict[str, Any] = {"statusCode": status, "headers": headers, "body": ""}
    if multiple:
        result["multiValueHeaders"] = multiple
    contents = operation.contents(status) if response.described and operation else _ANY
    if status in (204, 304):
        headers.pop("Content-Type", None)
    elif contents or response.body is not None:
        _write(result, headers, contents or _ANY, response.body)
    return result


def _write(result: dict[str, Any], headers: dict[str, str], contents: tuple[Content, ...], body: Any) -> None:
    content = _content_of(contents, headers.get("Content-Type", ""), body)
    headers.setdefault("Content-Type", content.usual)
    written = content.write(body)
    if isinstance(written, bytes):
        from binascii import b2a_base64  # noqa: PLC0415  # few need it

        result["body"], result["isBase64Encoded"] = b2a_base64(written, newline=False).decode(), True
    else:
        result["body"] = well_formed(written)
    if len(result["body"]) * _WIDEST > _LARGEST:
        _check_size(result)


def _check_size(result: dict[str, Any]) -> None:
    from json import dumps  # noqa: PLC0415

    size = len(dumps(result, ensure_ascii=False).encode())
    if size > _LARGEST:
        raise ValueError(f"the response has {size} bytes, which is more than the {_LARGEST} that a function may return")


def _content_of(contents: tuple[Content, ...], content_type: str, body: Any) -> Content:
    """Return how a body is written: as its content type says, or else as its own type does."""
    if len(contents) == 1 and len(contents[0].types) == 1 and contents[0].usual:
        return contents[0]
    fitting = [content for content in contents if content.usual]
    if content_type:
        media_type = essence(content_type)
        closest = 0 if "*" in media_type else max(content.describes(media_type) for content in contents)
        fitting = [content for content in contents if closest and content.describes(media_type) == closest]
    kinds = ("binary",) if isinstance(body, bytes) else ("text", "json") if isinstance(body, str) else ("json",)
    fits = next((content for kind in kinds for content in fitting if content.kind == kind), None)
    return fits or (fitting[0] if fitting else _undescribed(content_type, contents))


def _undescribed(content_type: str, contents: tuple[Content, ...]) -> NoReturn:
    described = ", ".join(t for content in contents for t in content.types)
    raise ValueError(f'the content type "{content_type}" is not one of {described}')


def _headers(response: ApiResponse[int, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the headers of a response, and those that it has several times."""
    found: dict[str, list[str]] = {}
    for name, value in response.headers.items():
        found.setdefault(_canonical(name), []).append(_legal(name, value))
    for name, values in response.multi_value_headers.items():
        found.setdefault(_canonical(name), []).extend(_legal(name, value) for value in values)
    if response.cookies:
        found.setdefault("Set-Cookie", []).extend(_legal("Set-Cookie", value) for value in response.cookies)
    single = {name: values[0] for name, values in found.items() if len(values) == 1}
    return single, {name: values for name, values in found.items() if len(values) > 1}


def _canonical(name: str) -> str:
    if _TOKEN.fullmatch(name) is None:
        raise ValueError(f"{name!r} cannot name a header")
    return "-".join([part[:1].upper() + part[1:].lower() for part in name.split("-")])


def _legal(name: str, value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError(f"the value of the header {name} has a control character")
    return well_formed(value)
