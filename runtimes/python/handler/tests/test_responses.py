import importlib
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from gatewright.handler import (
    INTERCEPTORS,
    ApiRequest,
    ApiResponse,
    ChainedApiRequest,
    ContextKey,
    Response,
    Router,
    build_response_headers_interceptor,
    try_catch_interceptor,
)
from gatewright.handler.event import Event
from gatewright.handler.testing import test_context
from sample import body_of, event, handled

CORS = "GATEWRIGHT_CORS"


def failing(_: object) -> ApiResponse[int, Any]:
    raise RuntimeError("a secret")


def test_writes_bodies_as_the_model_describes_them() -> None:
    def sent(response: ApiResponse[int, Any]) -> tuple[str | None, str]:
        result = handled(lambda _: response)(event(), None)
        return result["headers"].get("Content-Type"), result["body"]

    assert sent(Response.success({"größe": "😀"})) == ("application/json", '{"größe":"😀"}')
    assert sent(Response.success("a,b", headers={"content-type": "text/csv"})) == ("text/csv", "a,b")
    assert sent(Response.success("a,b")) == ("text/csv", "a,b")
    assert sent(Response.success(b"\xff", headers={"Content-Type": "image/png"})) == ("image/png", "/w==")
    assert sent(Response.no_content()) == (None, "")
    assert sent(Response.not_found({"title": "x"})) == ("application/problem+json", '{"title":"x"}')
    assert sent(Response.success({"a": "\ud800"})) == ("application/json", '{"a":"\ufffd"}')


@pytest.mark.parametrize(
    "response",
    [
        Response.success(b"\xff"),  # no media type is said
        Response.success("x", headers={"Content-Type": "text/html"}),
        Response.success({"a": float("nan")}),
        Response.success({"a": object()}),
        Response.success({}, headers={"a b": "x"}),
        Response.success({}, headers={"X": "a\r\nX-Evil: 1"}),
        Response.success({}, cookies=["a\n"]),
        Response.of(199, {}),
        Response.of(600, {}),
        Response.success({"a": "x" * (7 << 20)}),
        None,
    ],
)
def test_an_illegal_response_is_an_opaque_500(response: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CORS, '{"allowOrigins": ["*"]}')
    result = handled(lambda _: response, INTERCEPTORS)(event(), None)
    assert (result["statusCode"], body_of(result)) == (500, {"message": "Internal server error"})
    assert result["headers"]["Access-Control-Allow-Origin"] == "*"


def test_errors_are_logged_once_with_the_request_id(caplog: pytest.LogCaptureFixture) -> None:
    for interceptors in ((), INTERCEPTORS, [try_catch_interceptor, try_catch_interceptor]):
        caplog.clear()
        result = handled(failing, interceptors)(event(), test_context())
        assert (result["statusCode"], body_of(result)) == (500, {"message": "Internal server error"})
        [record] = [one for one in caplog.records if one.levelno == logging.ERROR]
        assert "requestId=00000000-0000-0000-0000-000000000000" in record.getMessage()
        assert record.exc_info is not None
        assert "a secret" in str(record.exc_info[1])


def test_responses_may_be_raised() -> None:
    def function(_: object) -> ApiResponse[int, Any]:
        raise Response.conflict({"title": "taken"}, headers={"X-A": "1"})

    result = handled(function)(event(), None)
    assert (result["statusCode"], body_of(result), result["headers"]["X-A"]) == (409, {"title": "taken"}, "1")


def test_interceptors_see_what_is_raised() -> None:
    def mapping(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        try:
            return request.chain.next(request)
        except RuntimeError:
            return Response.service_unavailable({"message": "later"})

    assert handled(failing, [*INTERCEPTORS, mapping])(event(), None)["statusCode"] == 503


def test_interceptors_hand_on() -> None:
    user = ContextKey[str]("user")

    def outer(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        user.set(request, "ada")
        first = request.chain.next(request)
        assert request.chain.next(request).body == first.body  # as a retry does
        return first

    def function(request: ApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        return Response.success({"user": user.get(request), "operation": request.interceptor_context["operationId"]})

    headers = build_response_headers_interceptor({"X-Frame-Options": "DENY"})
    result = handled(function, [headers, outer])(event(), None)
    assert body_of(result) == {"user": "ada", "operation": "putPet"}
    assert result["headers"]["X-Frame-Options"] == "DENY"
    without = ChainedApiRequest[Any, Any](None, Event(event()), None)
    with pytest.raises(LookupError, match="interceptor_context has no 'user': add the interceptor that sets it"):
        user.get(without)


@pytest.mark.parametrize(
    ("settings", "origin", "headers"),
    [
        ("", "https://a.example", {}),
        ('{"allowOrigins": ["*"]}', "https://a.example", {"Access-Control-Allow-Origin": "*"}),
        ('{"allowOrigins": ["https://a.example"]}', "", {"Access-Control-Allow-Origin": "https://a.example"}),
        (
            '{"allowOrigins": ["https://a.example", "https://b.example"], "allowCredentials": true, "exposeHeaders": ["Location"]}',
            "https://b.example",
            {
                "Access-Control-Allow-Credentials": "true",
                "Access-Control-Allow-Origin": "https://b.example",
                "Access-Control-Expose-Headers": "Location",
                "Vary": "Origin",
            },
        ),
        ('{"allowOrigins": ["https://a.example", "https://b.example"]}', "https://c.example", {"Vary": "Origin"}),
        ('{"allowOrigins": ["*"], "allowCredentials": true}', "https://a.example", {}),
        ('{"allowOrigins": ["a\\nb"]}', "https://a.example", {}),
        ("{", "https://a.example", {}),
    ],
)
def test_cors(settings: str, origin: str, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CORS, settings)
    functions: list[Callable[[object], ApiResponse[int, Any]]] = [lambda _: Response.success({}), failing]
    for function in functions:
        result = handled(function, INTERCEPTORS)(event(headers={"X-Tenant": "acme", "origin": origin}), None)
        del result["headers"]["Content-Type"]
        assert result["headers"] == headers


def test_cookies_and_several_values() -> None:
    response = Response.no_content(
        headers={"Vary": "Accept"}, multi_value_headers={"x-a": ["1", "2"]}, cookies=["a=1", "b=2"]
    )
    result = handled(lambda _: response)(event(), None)
    assert result["headers"] == {"Vary": "Accept"}
    assert result["multiValueHeaders"] == {"X-A": ["1", "2"], "Set-Cookie": ["a=1", "b=2"]}
    assert "multiValueHeaders" not in handled(lambda _: Response.no_content(cookies=["a=1"]))(event(), None)


def test_router(caplog: pytest.LogCaptureFixture) -> None:
    seen = []

    def interceptor(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        seen.append(request.operation_id)
        return request.chain.next(request)

    router = Router([handled(lambda _: Response.no_content())], [try_catch_interceptor, interceptor])
    assert router(event(), None)["statusCode"] == 204
    other = event()
    other["resource"] = "/pets"
    other["requestContext"]["operationName"] = "listPets"
    result = router(other, None)
    assert (result["statusCode"], body_of(result)) == (404, {"message": "Not Found"})
    assert "the router has no handler for listPets" in caplog.text
    assert seen == ["putPet", ""]


def test_powertools(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_TRACE_DISABLED", "true")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "shop")
    powertools = importlib.import_module("gatewright.handler.powertools")  # it reads the environment

    def function(request: ApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        powertools.LoggingInterceptor.get_logger(request).info("hello")
        powertools.MetricsInterceptor.get_metrics(request).add_metric(name="Pets", unit="Count", value=1)
        assert powertools.TracingInterceptor.get_tracer(request) is not None
        return Response.no_content()

    assert handled(function, powertools.INTERCEPTORS)(event(), test_context())["statusCode"] == 204
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [logged] = [line for line in lines if line.get("message") == "hello"]
    assert (logged["operationId"], logged["cold_start"], logged["service"]) == ("putPet", True, "shop")
    [measured] = [line for line in lines if "Pets" in line]
    assert measured["operationId"] == "putPet"
    with pytest.raises(LookupError, match="interceptor_context has no 'logger'"):
        powertools.LoggingInterceptor.get_logger(ChainedApiRequest(None, Event(event()), None))
