"""The Lambda function of sayHello (GET /hello)."""

from typing import Any

from petstore.handlers import (
    INTERCEPTORS,
    Response,
    SayHelloOperationResponses,
    SayHelloRequest,
    say_hello_handler,
)


@say_hello_handler(interceptors=INTERCEPTORS)
def handler(input: SayHelloRequest, **_kwargs: Any) -> SayHelloOperationResponses:
    """Greet a visitor."""
    return Response.success({"message": f"Hello, {input.request_parameters.name}!"})
