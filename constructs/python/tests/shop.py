"""A small API, and what makes stacks of it."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Unpack

from aws_cdk import App, Stack
from aws_cdk.assertions import Template
from aws_cdk.aws_lambda import Code, Function, Runtime

from gatewright import OperationDetails, TypeSafeApiIntegrations, TypeSafeApiOptions, TypeSafeRestApi

JSON = ["application/json"]
GREETING = {"type": "object", "required": ["message"], "properties": {"message": {"type": "string", "example": "hi"}}}
PET_ID = {"name": "petId", "in": "path", "required": True, "schema": {"type": "string"}}


def _content(schema: Mapping[str, object]) -> dict[str, object]:
    return {"application/json": {"schema": schema}}


MODEL = json.dumps(
    {
        "openapi": "3.0.3",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            "/hello": {
                "get": {
                    "operationId": "sayHello",
                    "responses": {"200": {"description": "ok", "content": _content(GREETING)}},
                },
            },
            "/pets/{petId}": {
                "get": {
                    "operationId": "getPet",
                    "parameters": [PET_ID],
                    "responses": {"200": {"description": "ok", "content": _content({"type": "object"})}},
                },
                "put": {
                    "operationId": "putPet",
                    "parameters": [PET_ID],
                    "responses": {"204": {"description": "ok"}},
                },
            },
            "/orders": {"post": {"operationId": "order", "responses": {"200": {"description": "ok"}}}},
        },
    },
    indent=2,
)

OPERATION_LOOKUP = {
    "sayHello": OperationDetails(method="get", path="/hello", content_types=JSON, response_content_types=JSON),
    "getPet": OperationDetails(method="get", path="/pets/{petId}", content_types=JSON, response_content_types=JSON),
    "putPet": OperationDetails(method="put", path="/pets/{petId}", content_types=JSON, response_content_types=[]),
    "order": OperationDetails(method="post", path="/orders", content_types=JSON, response_content_types=[]),
}


def shop(
    integrations: Callable[[Stack], TypeSafeApiIntegrations], **options: Unpack[TypeSafeApiOptions]
) -> TypeSafeRestApi:
    """Make the API of the shop in a stack of its own."""
    stack = Stack(App(), "Shop")
    return TypeSafeRestApi(
        stack, "Api", model=MODEL, operation_lookup=OPERATION_LOOKUP, integrations=integrations(stack), **options
    )


def template_of(api: TypeSafeRestApi) -> Template:
    return Template.from_stack(Stack.of(api))


def resources_of(api: TypeSafeRestApi, type_: str) -> list[dict[str, Any]]:
    """Give the properties of the resources of a type."""
    return [found["Properties"] for found in template_of(api).find_resources(type_).values()]


def function(stack: Stack, id: str = "Hello") -> Function:
    return Function(
        stack,
        id,
        runtime=Runtime.NODEJS_22_X,
        handler="index.handler",
        code=Code.from_inline("exports.handler = null"),
    )
