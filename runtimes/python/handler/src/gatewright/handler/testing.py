"""Events and contexts for tests of handlers."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .text import formatted, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .operation import Operation

__all__ = ["EventOf", "test_context"]


class EventOf(dict[str, Any]):
    """An event of API Gateway for an operation."""

    def __init__(
        self,
        operation: Operation[Any],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object | Sequence[object]] | None = None,
        headers: Mapping[str, object | Sequence[object]] | None = None,
        cookies: Mapping[str, str] | None = None,
        body: Any = None,
        content_type: str | None = None,
    ) -> None:
        method = "POST" if operation.method == "ANY" else operation.method
        parameters = {name: quote(formatted(value), safe=",;=.") for name, value in (path or {}).items()}
        url = operation.path
        for name, value in parameters.items():
            url = url.replace(f"{{{name}}}", value).replace(f"{{{name}+}}", value)
        found = {name: _all(value) for name, value in (headers or {}).items()}
        if cookies:
            found["Cookie"] = ["; ".join(f"{name}={value}" for name, value in cookies.items())]
        sent, encoded = _sent(body)
        if body is not None and not any(name.lower() == "content-type" for name in found):
            found["Content-Type"] = [content_type or _content_type(body)]
        asked = {name: _all(value) for name, value in (query or {}).items()}
        super().__init__(
            resource=operation.path,
            path=url,
            httpMethod=method,
            headers={name: values[-1] for name, values in found.items()},
            multiValueHeaders=found,
            queryStringParameters={name: values[-1] for name, values in asked.items() if values} or None,
            multiValueQueryStringParameters=asked or None,
            pathParameters=parameters or None,
            stageVariables=None,
            requestContext={
                "accountId": "123456789012",
                "apiId": "test",
                "httpMethod": method,
                "identity": {"sourceIp": "127.0.0.1", "userAgent": "test"},
                "operationName": operation.id,
                "path": url,
                "protocol": "HTTP/1.1",
                "requestId": "00000000-0000-0000-0000-000000000000",
                "resourcePath": operation.path,
                "stage": "test",
            },
            body=sent,
            isBase64Encoded=encoded,
        )


def _all(value: object) -> list[str]:
    return [formatted(item) for item in value] if isinstance(value, list | tuple) else [formatted(value)]


def _sent(body: Any) -> tuple[str | None, bool]:
    if isinstance(body, bytes):
        return b64encode(body).decode(), True
    return (body if body is None or isinstance(body, str) else to_json(body)), False


def _content_type(body: Any) -> str:
    if isinstance(body, bytes):
        return "application/octet-stream"
    return "text/plain" if isinstance(body, str) else "application/json"


class test_context:  # noqa: N801  # pytest takes functions of such a name for tests
    """Lambda's context of an invocation."""

    function_name = "test"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:test"
    memory_limit_in_mb = "128"
    aws_request_id = "11111111-1111-1111-1111-111111111111"
    log_group_name = "/aws/lambda/test"
    log_stream_name = "test"
    identity = None
    client_context = None

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that is left."""
        return 30_000
