"""The function of an operation is the same as that of the construct in Go."""

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Duration, Stack
from aws_cdk.assertions import Template
from aws_cdk.aws_lambda import Code

import gatewright
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


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a generated package, with a handler beside it."""
    made = tmp_path / "shopapi"
    shutil.copytree(Path(gatewright.__file__).parent, made / "gatewright")
    for name in (
        "__init__.py",
        "models.py",
        "api.py",
        "model.json",
        "handlers/__init__.py",
        "gatewright/handler/__init__.py",
    ):
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).touch()
    shutil.copyfile(Path(gatewright.__file__), made / "gatewright/__init__.py")
    (tmp_path / "hello").mkdir()
    (tmp_path / "hello/app.py").write_text("import shopapi.handlers\nhandler = id\n", encoding="utf-8")
    (tmp_path / "hello/test_app.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "shopapi"]:
        del sys.modules[name]


def test_python_is_deployed_with_the_generated_package(package: Path) -> None:
    made = importlib.import_module("shopapi.gatewright")
    app = App(outdir=str(package / "out"))
    handler = made.Handler(operation="hello", language="python", code=str(package / "hello"))
    made.OperationFunction(Stack(app, "Test"), "Hello", handler)
    app.synth()
    [asset] = (package / "out").glob("asset.*")
    files = {str(path.relative_to(asset)) for path in asset.rglob("*.*") if "__pycache__" not in path.parts}
    assert files == {
        "app.py",
        "shopapi/__init__.py",
        "shopapi/gatewright/__init__.py",
        "shopapi/gatewright/handler/__init__.py",
        "shopapi/handlers/__init__.py",
        "shopapi/models.py",
    }
    isolated = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        "import sys; sys.path.insert(0, sys.argv[1]); import app; print(app.handler)",
    ]
    assert "id" in subprocess.run([*isolated, str(asset)], capture_output=True, text=True, check=True).stdout


def test_python_runs_locally_where_it_is(package: Path) -> None:
    made = importlib.import_module("shopapi.gatewright")
    app = App(
        context={"gatewright:local": True, "aws:cdk:enable-asset-metadata": True, "aws:cdk:disable-asset-staging": True}
    )
    handler = made.Handler(operation="hello", language="python", code=str(package / "hello"))
    stack = Stack(app, "Test")
    made.OperationFunction(stack, "Hello", handler, environment={"A": "1"})
    template = Template.from_stack(stack)
    template.has_resource_properties(
        "AWS::Lambda::Function", {"Environment": {"Variables": {"A": "1", "PYTHONPATH": str(package.resolve())}}}
    )
    template.has_resource("AWS::Lambda::Function", {"Metadata": {"aws:asset:path": str(package / "hello")}})


def test_needs_code() -> None:
    with pytest.raises(ValueError, match=r"^hello: no code is named; give the property code$"):
        OperationFunction(Stack(), "Hello", Handler(operation="hello", language="python"))
