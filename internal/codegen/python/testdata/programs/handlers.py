"""What generated handlers do when they run."""

import json
import os
import sys

from petstore.handlers import (
    INTERCEPTORS,
    GetPetOperationResponses,
    GetPetRequest,
    HandlerRouterHandlers,
    Response,
    SayHelloOperationResponses,
    SayHelloRequest,
    get_pet_handler,
    handler_router,
    say_hello_handler,
)

loaded = {name for name in sys.modules if name.startswith("petstore.")}
assert "petstore.handlers.get_pet" in loaded
assert "petstore.handlers.add_pet" not in loaded, "one operation loads another"
assert not {"petstore.models", "petstore.api", "aws_cdk", "aws_lambda_powertools"} & set(sys.modules)

from petstore.handlers.testing import test_context, test_event


@say_hello_handler(interceptors=INTERCEPTORS)
def say_hello(input: SayHelloRequest) -> SayHelloOperationResponses:
    return Response.success({"message": f"Hello, {input.request_parameters.name}!"})


@get_pet_handler
def get_pet(input: GetPetRequest) -> GetPetOperationResponses:
    raise Response.not_found({"message": f"There is no pet {input.request_parameters.pet_id}."})


def answer(result: dict[str, object]) -> str:
    return f"{result['statusCode']} {result['body']}"


os.environ["GATEWRIGHT_CORS"] = '{"allowOrigins": ["*"]}'
print(answer(say_hello(test_event("say_hello", query={"name": "Ada"}), test_context())))
wrong = say_hello(test_event("say_hello"), test_context())
print(answer(wrong), wrong["headers"]["Access-Control-Allow-Origin"])
router = handler_router(handlers=HandlerRouterHandlers(say_hello=say_hello, get_pet=get_pet))
print(answer(router(test_event("get_pet", path={"petId": "007"}), test_context())))
print(answer(router(test_event("list_pets"), test_context())))
os.environ["POWERTOOLS_TRACE_DISABLED"] = "1"
from petstore.handlers.powertools import INTERCEPTORS as WITH_POWERTOOLS

print(len(WITH_POWERTOOLS))
