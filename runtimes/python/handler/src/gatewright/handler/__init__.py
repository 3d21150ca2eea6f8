"""What generated Lambda handlers run on. It needs nothing but Python."""

from .content import File
from .interceptors import (
    INTERCEPTORS,
    build_cors_interceptor,
    build_response_headers_interceptor,
    cors_interceptor,
    try_catch_interceptor,
)
from .invalid import InvalidRequest, Problem
from .operation import HandlerChain, LambdaHandler, Operation
from .request import ApiRequest, ChainedApiRequest, ContextKey, Interceptor
from .response import ApiResponse, Response, ResponseOf
from .router import Router

__all__ = [
    "INTERCEPTORS",
    "ApiRequest",
    "ApiResponse",
    "ChainedApiRequest",
    "ContextKey",
    "File",
    "HandlerChain",
    "Interceptor",
    "InvalidRequest",
    "LambdaHandler",
    "Operation",
    "Problem",
    "Response",
    "ResponseOf",
    "Router",
    "build_cors_interceptor",
    "build_response_headers_interceptor",
    "cors_interceptor",
    "try_catch_interceptor",
]
