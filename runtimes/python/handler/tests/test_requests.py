import base64
from typing import Any

import pytest

from gatewright.handler import ApiRequest, ApiResponse, Response, content, parse, read
from gatewright.handler.event import Event
from gatewright.handler.invalid import InvalidRequest
from gatewright.handler.read import Decoder
from sample import OPERATION, body_of, event, handled


def decoded(**given: Any) -> dict[str, Any]:
    """Return the parameters that a handler gets."""
    found: list[dict[str, Any]] = []

    def function(request: ApiRequest[dict[str, Any], Any]) -> ApiResponse[int, Any]:
        found.append(request.request_parameters)
        return Response.no_content()

    result = handled(function)(event(**given), None)
    assert result["statusCode"] == 204, result
    return {name: value for name, value in found[0].items() if value is not None}


def refused(**given: Any) -> str:
    """Return why a request is refused."""
    result = handled(lambda _: pytest.fail("the handler was called"))(event(**given), None)
    assert result["statusCode"] == 400, result
    assert result["headers"]["Content-Type"] == "application/json"
    return str(body_of(result)["message"]).removeprefix("Invalid request: ")


def test_takes_what_is_there() -> None:
    assert decoded() == {"pet_id": 1, "limit": 20, "pipes": [1, 2], "tenant": "acme"}
    query = {
        "limit": "25", "ratio": "0.3", "name": "rex", "uuid": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "since": "2024-02-29T12:00:00Z", "flag": "false", "kinds": "cat,dog", "pipes": "3|4", "filter[color]": "red",
        "filter[size]": "2", "labels[a]": "1", "labels[b c]": "2", "json": '{"a": 1}', "either": "12", "data": "AP8=",
    }  # fmt: skip
    headers = {"x-tenant": "acme", "X-Numbers": ["1, 2", "3"], "Cookie": 'other=1; session="s%20"; bad name=2; x=\\'}
    assert decoded(query=query, headers=headers) == {
        "pet_id": 1, "limit": 25, "ratio": 0.3, "name": "rex", "uuid": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "since": "2024-02-29T12:00:00Z", "flag": False, "kinds": ["cat", "dog"], "pipes": [3, 4],
        "filter": {"color": "red", "size": 2}, "labels": {"a": 1, "b c": 2}, "json": {"a": 1}, "either": 12, "data": "AP8=",
        "tenant": "acme", "numbers": [1, 2, 3], "session": "s%20",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("limit", "21", "query parameter limit must be a multiple of 5"),
        ("limit", "2147483648", "query parameter limit is too large an integer"),
        ("limit", "9" * 5000, "query parameter limit is too large an integer"),
        ("limit", "+5", "query parameter limit must be an integer"),
        ("limit", "٣", "query parameter limit must be an integer"),
        ("ratio", "0.15", "query parameter ratio must be a multiple of 0.1"),
        ("ratio", "1.6", "query parameter ratio must be at most 1.5"),
        ("ratio", "0", "query parameter ratio must be more than 0"),
        ("ratio", "1e999", "query parameter ratio is too large a number"),
        ("ratio", "NaN", "query parameter ratio must be a number"),
        ("name", "x", "query parameter name must have at least 2 characters"),
        ("name", "xxxxxx", "query parameter name must have at most 5 characters"),
        ("name", "ab\n", r"query parameter name must match the pattern ^[a-z]*\Z"),
        ("uuid", "x", "query parameter uuid must be a UUID"),
        ("since", "2023-02-29T12:00:00Z", "query parameter since must be a date and a time as in 2006-01-02T15:04:05Z"),
        ("flag", "True", "query parameter flag must be true or false"),
        ("kinds", "cat,cow", "query parameter kinds has a wrong value: item 2 must be one of cat, dog"),
        ("kinds", "cat,cat", "query parameter kinds must not have an item twice"),
        ("kinds", "cat,dog,cat", "query parameter kinds must have at most 2 items"),
        ("pipes", "1|x", "query parameter pipes has a wrong value: item 2 must be an integer"),
        ("filter[size]", "1", "query parameter filter.color is missing"),
        ("labels[a]", "x", "query parameter labels.a must be an integer"),
        ("json", "{", "query parameter json is not valid JSON"),
        ("json", '{"a": "1"}', "query parameter json has a wrong value: a cannot be a JSON string"),
        ("either", "x", "query parameter either does not have the form that the API describes"),
        ("data", "%", "query parameter data must be base64"),
    ],
)
def test_refuses(name: str, value: str, reason: str) -> None:
    assert refused(query={name: value}) == reason


def test_says_all_that_is_wrong() -> None:
    reason = refused(path={"petId": 1000}, headers={"X-Numbers": "x"}, query={"X-Tenant": "acme"}, body={"name": 1})
    assert reason == (
        "path parameter petId must be at most 999; header X-Tenant is missing; "
        "header X-Numbers has a wrong value: item 1 must be an integer; "
        "body has a wrong value: name cannot be a JSON number"
    )


def test_interceptors_run_for_invalid_requests() -> None:
    seen = []

    def interceptor(request: Any) -> ApiResponse[int, Any]:
        with pytest.raises(InvalidRequest):
            assert request.request_parameters
        response: ApiResponse[int, Any] = request.chain.next(request)
        seen.append(response.status_code)
        return response

    handled(lambda _: pytest.fail("the handler was called"), [interceptor])(event(headers={}), None)
    assert seen == [400]


@pytest.mark.parametrize(
    ("source", "raw", "found"),
    [
        (read.path("p"), "a,b%2Cc", ["a", "b,c"]),
        (read.path("p", "label"), ".a,b", ["a", "b"]),
        (read.path("p", "label", explode=True), ".a.b", ["a", "b"]),
        (read.path("p", "matrix"), ";p=a,b", ["a", "b"]),
        (read.path("p", "matrix", explode=True), ";p=a;p=b", ["a", "b"]),
    ],
)
def test_lists_in_paths(source: read.Source, raw: str, found: list[str]) -> None:
    decoder = Decoder(Event({"httpMethod": "GET", "pathParameters": {"p": raw}}), [])
    assert read.required_items(source, parse.string())(decoder) == found


def test_objects_in_paths() -> None:
    def point(source: read.Source, raw: str) -> Any:
        problems: list[Any] = []
        decoder = Decoder(Event({"httpMethod": "GET", "pathParameters": {"p": raw}}), problems)
        value = read.object_of(source, {"x": read.required(read.field("x"), parse.integer())}, must=True)(decoder)
        return value or str(problems[0])

    assert point(read.path("p"), "x,1") == {"x": 1}
    assert point(read.path("p", explode=True), "x=1") == {"x": 1}
    assert point(read.path("p", "label", explode=True), ".x=1") == {"x": 1}
    assert point(read.path("p", "matrix", explode=True), ";x=1") == {"x": 1}
    assert point(read.path("p"), "x") == "path parameter p must have a value for each name"
    assert point(read.path("p", explode=True), "x") == "path parameter p must be written as name=value"
    assert point(read.path("p"), "x,%4") == "path parameter p has a % that two hexadecimal digits do not follow"


def body(**given: Any) -> Any:
    """Return what a handler gets as its body."""
    found: list[Any] = []

    def function(request: ApiRequest[Any, Any]) -> ApiResponse[int, Any]:
        found.append((request.body, request.content_type))
        return Response.no_content()

    result = handled(function)(event(**given), None)
    return found[0] if found else (result["statusCode"], body_of(result)["message"].removeprefix("Invalid request: "))


def test_bodies() -> None:
    headers = {"X-Tenant": "acme"}
    assert body() == (None, "")
    assert body(body={"name": "Rex"}) == ({"name": "Rex"}, "application/json")
    assert body(body="Rex") == ("Rex", "text/plain")
    assert body(body=b"\x00\xff", content_type="image/png") == (b"\x00\xff", "image/png")
    assert body(body="x", content_type="text/html") == (415, "Unsupported Media Type")
    assert body(body='{"name": 1}', content_type="application/json") == (
        400,
        "body has a wrong value: name cannot be a JSON number",
    )
    assert body(body="[]", content_type="application/json") == (400, "body cannot be a JSON array")
    for wrong in ("{", "NaN", "[1,]", '{"name": "a\nb"}', "[" * 100_000, "1" * 5000):
        assert body(body=wrong, content_type="application/json")[0] == 400
    assert body(body='{"name": "\\ud800x"}', content_type="application/json")[0] == {"name": "\ufffdx"}
    broken = event(body="x", headers={**headers, "Content-Type": "text/plain"})
    broken.update(body="!", isBase64Encoded=True)
    assert (
        body_of(handled(lambda _: Response.no_content())(broken, None))["message"]
        == "Invalid request: body cannot be read"
    )


def test_forms() -> None:
    form = content.form(
        "application/x-www-form-urlencoded",
        {
            "name": read.required(read.field("name"), parse.string()),
            "tags": read.items(read.field("tags"), parse.string()),
        },
    )

    def read_form(text: str) -> Any:
        problems: list[Any] = []
        raw = {"httpMethod": "POST", "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": text}
        value, _ = content.body(form)(Decoder(Event(raw), problems))
        return str(problems[0]) if problems else value

    assert read_form("name=a+b%26&tags=1&tags=2&&") == {"name": "a b&", "tags": ["1", "2"]}
    assert read_form("tags=1") == "field name of the body is missing"
    assert read_form("name=%zz") == "body is not a valid form"
    assert read_form("name=a;b") == "body is not a valid form"


def test_multipart() -> None:
    form = content.multipart(
        "multipart/form-data",
        {
            "title": read.optional(read.field("title"), parse.string()),
            "file": content.required_file(read.field("file")),
            "photos": content.files(read.field("photos")),
        },
    )
    parts = (
        b'preamble\r\n--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nA\r\nB\r\n--x\r\n'
        b'Content-Disposition: form-data; name="file"; filename="../a.bin"\r\nContent-Type: image/png\r\n\r\n\x00\r\n--xy\xff\r\n--x--\r\n'
    )

    def read_form(data: bytes, content_type: str = 'multipart/form-data; boundary="x"') -> Any:
        problems: list[Any] = []
        raw = {
            "httpMethod": "POST",
            "headers": {"Content-Type": content_type},
            "body": base64.b64encode(data).decode(),
            "isBase64Encoded": True,
        }
        value, _ = content.body(form)(Decoder(Event(raw), problems))
        return "; ".join(map(str, problems)) if problems else value

    value = read_form(parts)
    assert value["title"] == "A\r\nB"
    assert (value["file"].name, value["file"].content_type, value["file"].content) == (
        "a.bin",
        "image/png",
        b"\x00\r\n--xy\xff",
    )
    assert "photos" not in value
    assert read_form(b"--x--") == "field file of the body is missing"
    for wrong in (parts[:-9], b"--x\r\nno header\r\n\r\n--x--"):
        assert read_form(wrong) == "body is not a valid multipart form"
    assert read_form(parts, "multipart/form-data") == "body is not a valid multipart form"


def test_refuses_other_events() -> None:
    handler = handled(lambda _: Response.no_content())
    with pytest.raises(ValueError, match=r"payload format 2\.0: set payloadFormatVersion"):
        handler({"version": "2.0"}, None)
    with pytest.raises(ValueError, match="it has no httpMethod"):
        handler({"Records": []}, None)
    assert OPERATION.id == "putPet"
