import json

from handlers.sayhello.app import handler


def test_a_visitor_is_greeted_by_name() -> None:
    response = handler({"queryStringParameters": {"name": "Ada"}}, None)
    assert response["statusCode"] == 200
    assert json.loads(response["body"]) == {"message": "Hello, Ada!"}
