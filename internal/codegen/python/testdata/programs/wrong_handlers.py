"""Each error is held by the test."""

from petstore.handlers import (
    GetPetOperationResponses,
    GetPetRequest,
    HandlerRouterHandlers,
    Response,
    get_pet_handler,
)


@get_pet_handler
def wrong_status(input: GetPetRequest) -> GetPetOperationResponses:
    return Response.created({"id": 1, "name": "Rex", "kind": "dog"})


@get_pet_handler
def wrong_body(input: GetPetRequest) -> GetPetOperationResponses:
    return Response.success({"id": 1, "name": "Rex", "kind": "cow"})


@get_pet_handler
def wrong_type(input: GetPetRequest) -> GetPetOperationResponses:
    input.request_parameters.pet_id = "1"
    return Response.not_found({"message": input.request_parameters.pet_number})


HandlerRouterHandlers(say_hello=wrong_body)
