"""Interceptors that log, trace and measure with AWS Lambda Powertools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aws_lambda_powertools import Logger, Metrics, Tracer

from .interceptors import cors_interceptor, try_catch_interceptor
from .request import ContextKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .request import ApiRequest, ChainedApiRequest, Interceptor
    from .response import ApiResponse

__all__ = ["INTERCEPTORS", "LoggingInterceptor", "MetricsInterceptor", "TracingInterceptor"]

_is_cold = [True]


def _cold_start() -> bool:
    """Report whether this is the first request of the process."""
    return _is_cold != [] and _is_cold.pop()


class LoggingInterceptor:
    """Hands a Powertools logger on, whose lines have the operation and the IDs of the request."""

    _KEY: Final = ContextKey[Logger]("logger")

    def __init__(self) -> None:
        self._logger: Final = Logger()

    def intercept(self, request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        """Log with the keys of the request."""
        logger = self._logger
        self._KEY.set(request, logger)
        context = request.context
        keys = {
            "operationId": request.operation_id,
            "requestId": (request.event.get("requestContext") or {}).get("requestId"),
            "cold_start": _cold_start(),
            "function_name": getattr(context, "function_name", None),
            "function_memory_size": getattr(context, "memory_limit_in_mb", None),
            "function_arn": getattr(context, "invoked_function_arn", None),
            "function_request_id": getattr(context, "aws_request_id", None),
        }
        with logger.append_context_keys(**keys):
            return request.chain.next(request)

    @staticmethod
    def get_logger(request: ApiRequest[Any, Any]) -> Logger:
        """Return the logger. A LookupError says that there is no such interceptor."""
        return LoggingInterceptor._KEY.get(request)


class TracingInterceptor:
    """Traces the handler in a subsegment of AWS X-Ray, and hands the Powertools tracer on."""

    _KEY: Final = ContextKey[Tracer]("tracer")

    def __init__(self, *, add_response_as_metadata: bool = False) -> None:
        self._tracer: Final = Tracer()
        self._add_response_as_metadata: Final = add_response_as_metadata

    def intercept(self, request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        """Trace what follows."""
        tracer = self._tracer
        self._KEY.set(request, tracer)
        with tracer.provider.in_subsegment(name=f"## {request.operation_id}") as subsegment:
            try:
                response = request.chain.next(request)
                if self._add_response_as_metadata:
                    subsegment.put_metadata("response", response.body, request.operation_id)
            except Exception as error:
                subsegment.put_metadata("error", repr(error), request.operation_id)
                raise
            return response

    @staticmethod
    def get_tracer(request: ApiRequest[Any, Any]) -> Tracer:
        """Return the tracer. A LookupError says that there is no such interceptor."""
        return TracingInterceptor._KEY.get(request)


class MetricsInterceptor:
    """Hands Powertools metrics on, with the operation as a dimension, and writes them when the handler is done."""

    _KEY: Final = ContextKey[Metrics]("metrics")

    def __init__(self) -> None:
        self._metrics: Final = Metrics()

    def intercept(self, request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        """Write the metrics of what follows."""
        metrics = self._metrics
        if metrics.namespace is None:
            metrics.namespace = request.operation_id
        self._KEY.set(request, metrics)
        metrics.add_dimension(name="operationId", value=request.operation_id)
        try:
            return request.chain.next(request)
        finally:
            metrics.flush_metrics()

    @staticmethod
    def get_metrics(request: ApiRequest[Any, Any]) -> Metrics:
        """Return the metrics. A LookupError says that there is no such interceptor."""
        return MetricsInterceptor._KEY.get(request)


if TYPE_CHECKING:
    INTERCEPTORS: Final[Sequence[Interceptor]] = ()
    """CORS as `GATEWRIGHT_CORS` says, logging, try-catch, tracing and metrics."""
else:

    def __getattr__(name: str) -> object:
        """Create the interceptors when they are used: a tracer takes longer to load than all the others."""
        if name != "INTERCEPTORS":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = (
            cors_interceptor,
            LoggingInterceptor().intercept,
            try_catch_interceptor,
            TracingInterceptor().intercept,
            MetricsInterceptor().intercept,
        )
        return globals()[name]
