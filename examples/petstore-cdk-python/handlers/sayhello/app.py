"""The Lambda function of sayHello (GET /hello)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from petstore import Greeting


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Greet a visitor. API Gateway has checked that there is a name."""
    greeting: Greeting = {"message": f"Hello, {event['queryStringParameters']['name']}!"}
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(greeting),
    }
