"""The function of an operation is the same as that of the construct in Go."""

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Duration, Stack
from aws_cdk.assertions import Template
from aws_cdk.aws_lambda import Code

from gatewright import Handler, OperationFunction

TESTDATA = Path(__file__).parents[2] / "go/cdk/testdata"


def held(resource: dict[str, Any]) -> dict[str, Any]:
    """Give of a resource what the golden file holds of it."""
    resource.get("Properties", {}).get("Code", {}).pop("S3Key", None)  # the code is another one
    return {key: resource[key] for key in ("Type", "Properties", "DependsOn") if key in resource}


def test_is_the_same_as_that_of_the_construct_in_go() -> None:
    stack = Stack(App(), "Test")
    OperationFunction(stack, "Hello", Handler(operation="hello", language="go", code=str(TESTDATA / "hello")))
    resources: dict[str, Any] = Template.from_stack(stack).to_json()["Resources"]
    made = {id: held(resource) for id, resource in resources.items()}
    assert made == json.loads((TESTDATA / "function.json").read_text(encoding="utf-8"))


def test_takes_the_properties_of_functions() -> None:
    stack = Stack(App(), "Test")
    handler = Handler(operation="hello", language="python", entry="main.run")
    OperationFunction(stack, "Hello", handler, code=Code.from_inline("run = 0"), timeout=Duration.seconds(5))
    Template.from_stack(stack).has_resource_properties(
        "AWS::Lambda::Function", {"Handler": "main.run", "Timeout": 5, "Runtime": "python3.13"}
    )


def test_needs_code() -> None:
    with pytest.raises(ValueError, match=r"^hello: no code is named; give the property code$"):
        OperationFunction(Stack(), "Hello", Handler(operation="hello", language="python"))
