"""The program of Python: see README.md."""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from conformance.handlers import (
    INTERCEPTORS,
    ApiResponse,
    ChainedApiRequest,
    ContextKey,
    ConvertOperationResponses,
    ConvertRequest,
    CreateAnimalOperationResponses,
    CreateAnimalRequest,
    CreateOrderOperationResponses,
    CreateOrderRequest,
    FailOperationResponses,
    FailRequest,
    File,
    GetItemOperationResponses,
    GetItemRequest,
    GetStatusOperationResponses,
    GetStatusRequest,
    GetStylesOperationResponses,
    GetStylesRequest,
    HandlerRouterHandlers,
    ListItemsOperationResponses,
    ListItemsRequest,
    OpenSessionOperationResponses,
    OpenSessionRequest,
    PutPhotoOperationResponses,
    PutPhotoRequest,
    PutTextOperationResponses,
    PutTextRequest,
    Response,
    SubmitFormOperationResponses,
    SubmitFormRequest,
    UploadOperationResponses,
    UploadRequest,
    WatchChangesOperationResponses,
    WatchChangesRequest,
    convert_handler,
    create_animal_handler,
    create_order_handler,
    fail_handler,
    get_item_handler,
    get_status_handler,
    get_styles_handler,
    handler_router,
    list_items_handler,
    open_session_handler,
    put_photo_handler,
    put_text_handler,
    submit_form_handler,
    upload_handler,
    watch_changes_handler,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance import FileEcho, ItemEcho, ListEcho, Problem, StylesEcho, UploadEcho

CALLER = ContextKey[str]("caller")


def stamp(request: ChainedApiRequest[Any, Any]) -> ApiResponse[int, Any]:
    match request.header("X-Deny"):
        case "return":
            return Response.forbidden({"message": "denied"})
        case "throw":
            raise Response.forbidden({"message": "thrown"})
        case "error":
            raise RuntimeError("an error of an interceptor")
    CALLER.set(request, request.header("X-Caller") or "nobody")
    return request.chain.next(request).with_headers({"X-Stamp": "conformance"})


ALL = [*INTERCEPTORS, stamp]


@list_items_handler(interceptors=ALL)
def list_items(input: ListItemsRequest) -> ListItemsOperationResponses:
    p = input.request_parameters
    echo: ListEcho = {"limit": p.limit, "order": p.order}
    if p.kind is not None:
        echo["kind"] = p.kind
    if p.tags is not None:
        echo["tags"] = p.tags
    if p.sizes is not None:
        echo["sizes"] = p.sizes
    if p.colors is not None:
        echo["colors"] = p.colors
    if p.since is not None:
        echo["since"] = p.since
    if p.at is not None:
        echo["at"] = p.at
    if p.ratio is not None:
        echo["ratio"] = p.ratio
    if p.sale is not None:
        echo["sale"] = p.sale
    if p.q is not None:
        echo["q"] = p.q
    if p.level is not None:
        echo["level"] = p.level
    if p.id is not None:
        echo["id"] = p.id
    if p.filter is not None:
        echo["filterColor"] = p.filter["color"]
        if "size" in p.filter:
            echo["filterSize"] = p.filter["size"]
        if "sold" in p.filter:
            echo["filterSold"] = p.filter["sold"]
    return Response.success(echo)


def respond_to_get_item(input: GetItemRequest) -> GetItemOperationResponses:
    p = input.request_parameters
    if p.item_id == 404:
        raise Response.not_found({"message": "There is no such item."})
    if p.item_id == 500:
        raise RuntimeError("a secret")
    echo: ItemEcho = {"itemId": p.item_id, "part": p.part, "tenant": p.x_tenant, "caller": CALLER.get(input)}
    if p.x_numbers is not None:
        echo["numbers"] = p.x_numbers
    if p.session is not None:
        echo["session"] = p.session
    if p.visits is not None:
        echo["visits"] = p.visits
    return Response.success(echo, headers={"X-Rate-Limit": "100", "X-Parts": "head,tail"})


get_item = get_item_handler(interceptors=ALL)(respond_to_get_item)


@get_styles_handler(interceptors=ALL)
def get_styles(input: GetStylesRequest) -> GetStylesOperationResponses:
    p = input.request_parameters
    echo: StylesEcho = {"list": p.list, "label": p.label, "matrix": p.matrix, "x": p.point["x"]}
    if "y" in p.point:
        echo["y"] = p.point["y"]
    return Response.success(echo)


@create_animal_handler(interceptors=ALL)
def create_animal(input: CreateAnimalRequest) -> CreateAnimalOperationResponses:
    name = input.body["name"]
    if name == "taken":
        return Response.conflict({"message": "The name is taken."})
    return Response.created(input.body, headers={"Location": f"/animals/{name}"})


@create_order_handler(interceptors=ALL)
def create_order(input: CreateOrderRequest) -> CreateOrderOperationResponses:
    if input.body is None:
        return Response.no_content()
    return Response.success(input.body)


@submit_form_handler(interceptors=ALL)
def submit_form(input: SubmitFormRequest) -> SubmitFormOperationResponses:
    return Response.success({**input.body})


def echo_of(file: File) -> FileEcho:
    return {"name": file.name, "contentType": file.content_type, "content": b64encode(file.content).decode()}


@upload_handler(interceptors=ALL)
def upload(input: UploadRequest) -> UploadOperationResponses:
    body = input.body
    echo: UploadEcho = {
        "title": body["title"],
        "file": echo_of(body["file"]),
        "photos": [echo_of(photo) for photo in body.get("photos", [])],
    }
    if "count" in body:
        echo["count"] = body["count"]
    return Response.success(echo)


@put_text_handler(interceptors=ALL)
def put_text(input: PutTextRequest) -> PutTextOperationResponses:
    return Response.success(input.body)


@put_photo_handler(interceptors=ALL)
def put_photo(input: PutPhotoRequest) -> PutPhotoOperationResponses:
    headers = {"X-Name": input.request_parameters.name, "X-Type": input.content_type}
    return Response.success(input.body, headers=headers)


@convert_handler(interceptors=ALL)
def convert(input: ConvertRequest) -> ConvertOperationResponses:
    body = input.body
    if body is None:
        text = "nothing"
    elif isinstance(body, bytes):
        text = b64encode(body).decode()
    else:
        text = body if isinstance(body, str) else body["text"]
    match input.request_parameters.to:
        case "json":
            return Response.success({"text": text})
        case "text":
            return Response.success(text)
        case "bytes":
            return Response.success(text.encode())


@get_status_handler(interceptors=ALL)
def get_status(input: GetStatusRequest) -> GetStatusOperationResponses:
    code = input.request_parameters.code
    if code == 200:
        return Response.success({"text": "fine"})
    status: Any = code  # not known to be one that the model describes
    problem: Problem = {"message": "4XX" if 400 <= code <= 499 else "default"}
    return Response.of(status, problem)


def respond_to_open_session(input: OpenSessionRequest) -> OpenSessionOperationResponses:
    return Response.no_content(headers={"Vary": "Accept"}, cookies=["session=abc; Path=/; HttpOnly", "theme=dark"])


open_session = open_session_handler(interceptors=ALL)(respond_to_open_session)


@watch_changes_handler(interceptors=ALL)
def watch_changes(input: WatchChangesRequest) -> WatchChangesOperationResponses:
    return Response.success(({"n": n + 1} for n in range(input.request_parameters.count)))


@fail_handler(interceptors=ALL)
def fail(input: FailRequest) -> FailOperationResponses:
    match input.request_parameters.how:
        case "not":
            return Response.success({"text": "fine"})
        case "error":
            raise RuntimeError("a secret")
        case "thrown":
            raise Response.service_unavailable({"message": "Come back later."})
        case "header":
            return Response.success({"text": "fine"}, headers={"X-Split": "a\r\nX-Evil: 1"})
        case "large":
            return Response.success({"text": "x" * (7 << 20)})


HANDLERS: dict[str, Callable[[dict[str, Any], Any], dict[str, Any]]] = {
    "listItems": list_items,
    "getItem": get_item,
    "getStyles": get_styles,
    "createAnimal": create_animal,
    "createOrder": create_order,
    "submitForm": submit_form,
    "upload": upload,
    "putText": put_text,
    "putPhoto": put_photo,
    "convert": convert,
    "getStatus": get_status,
    "openSession": open_session,
    "watchChanges": watch_changes,
    "fail": fail,
    "router": handler_router(
        handlers=HandlerRouterHandlers(
            get_item=get_item_handler(respond_to_get_item),
            open_session=open_session_handler(respond_to_open_session),
        ),
        interceptors=ALL,
    ),
}

for line in sys.stdin.buffer:
    call = json.loads(line)
    try:
        result = HANDLERS[call["operation"]](call["event"], None)
    except ValueError as error:
        result = {"error": str(error)}
    print(json.dumps(result))
