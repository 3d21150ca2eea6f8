import json

from handlers.sayhello.app import handler
from petstore.handlers.testing import test_context, test_event


def test_a_visitor_is_greeted_by_name() -> None:
    response = handler(test_event("say_hello", query={"name": "Ada"}), test_context())
    assert response["statusCode"] == 200
    assert json.loads(response["body"]) == {"message": "Hello, Ada!"}


def test_a_visitor_has_a_name() -> None:
    response = handler(test_event("say_hello"), test_context())
    assert response["statusCode"] == 400
    assert json.loads(response["body"]) == {"message": "Invalid request: query parameter name is missing"}
