"""An operation as the generator writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from gatewright.handler import (
    ApiRequest,
    ApiResponse,
    LambdaHandler,
    Operation,
    check,
    content,
    formats,
    parse,
    read,
    shape,
)
from gatewright.handler.testing import EventOf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gatewright.handler import Interceptor
    from gatewright.handler.read import Decoder

READERS = {
    "pet_id": read.required(read.path("petId"), parse.integer(check.at_least(1), check.at_most(999))),
    "limit": read.default(read.query("limit"), parse.integer(check.multiple_of(5), bits=32), 20),
    "ratio": read.optional(
        read.query("ratio"), parse.number(check.more_than(0), check.at_most(1.5), check.multiple_of(0.1))
    ),
    "name": read.optional(
        read.query("name"), parse.string(check.min_length(2), check.max_length(5), check.pattern(r"^[a-z]*\Z"))
    ),
    "uuid": read.optional(read.query("uuid"), parse.string(formats.uuid)),
    "since": read.optional(read.query("since"), parse.date_time),
    "flag": read.optional(read.query("flag"), parse.boolean),
    "kinds": read.items(
        read.query("kinds", explode=False),
        parse.one_of(parse.string(), "cat", "dog"),
        check.max_items(2),
        check.unique_items,
    ),
    "pipes": read.default_items(read.query("pipes", "pipeDelimited", explode=False), parse.integer(), [1, 2]),
    "filter": read.object_of(
        read.query("filter", "deepObject"),
        {
            "color": read.required(read.field("color"), parse.string()),
            "size": read.optional(read.field("size"), parse.integer()),
        },
    ),
    "labels": read.map_of(read.query("labels", "deepObject"), parse.integer()),
    "json": read.optional(read.query("json"), parse.json_value(shape.object_of({"a": shape.integer()}))),
    "either": read.optional(read.query("either"), parse.value(shape.one_of(shape.integer(), shape.boolean))),
    "data": read.optional(read.query("data"), parse.base64),
    "tenant": read.required(read.header("X-Tenant"), parse.string(check.min_length(2))),
    "numbers": read.items(read.header("X-Numbers"), parse.integer()),
    "session": read.optional(read.cookie("session"), parse.string()),
}


def parameters(decoder: Decoder) -> dict[str, Any]:
    return {name: reader(decoder) for name, reader in READERS.items()}


OPERATION: Operation[Literal["putPet"]] = Operation(
    "putPet",
    "PUT",
    "/pets/{petId}",
    parameters=parameters,
    body=content.body(
        content.json("application/json", shape=lambda: shape.object_of({"name": shape.string()}, required=("name",))),
        content.text("text/plain"),
        content.binary("image/*"),
    ),
    responses={
        "200": (content.json("application/json"), content.text("text/csv"), content.binary("image/*")),
        "204": (),
        "4XX": (content.json("application/problem+json"),),
    },
)


def handled(
    function: Callable[[ApiRequest[Any, Any]], ApiResponse[int, Any]], interceptors: Sequence[Interceptor] = ()
) -> LambdaHandler[Literal["putPet"]]:
    """Return the Lambda handler of a function."""
    return OPERATION.handler(function, interceptors)


def event(**given: Any) -> EventOf:
    """Return an event with all that is required."""
    return EventOf(OPERATION, **{"path": {"petId": 1}, "headers": {"X-Tenant": "acme"}, **given})


def body_of(result: dict[str, Any]) -> Any:
    """Return the body of a response in JSON."""
    return json.loads(result["body"])
