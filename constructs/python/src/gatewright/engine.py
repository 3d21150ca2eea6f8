"""Asks the engine what is deployed."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict, cast

from .version import VERSION


class Statement(TypedDict):
    """A statement of a policy."""

    actions: Sequence[str]
    resources: Sequence[str]


class Grant(TypedDict):
    """What a role must be allowed for an operation."""

    operation: str
    role: str
    statements: Sequence[Statement]


class Permission(TypedDict):
    """Lets API Gateway invoke a function."""

    id: str
    function: str
    source: str
    stack: int


class Permissions(TypedDict):
    """All permissions to invoke functions, and over how many nested stacks they are spread."""

    stacks: int
    operations: Sequence[Permission]
    authorizers: Sequence[Permission]


class Annotation(TypedDict):
    """A message that the CDK shows."""

    level: Literal["warning", "info"]
    id: str
    text: str


class Metadata(TypedDict):
    """Metadata of a resource that the underlying construct creates."""

    path: Sequence[str]
    """IDs of constructs below the API's; the last one may not exist."""
    resource: Mapping[str, object]
    construct: Mapping[str, object]


class Sizes(TypedDict):
    """How many bytes the definition has, and would have without what API Gateway ignores."""

    full: int
    pruned: int


class Answer(TypedDict):
    """What the engine says of an API: see docs/language-bindings.md of gatewright."""

    gatewright: str
    error: NotRequired[str]
    title: str
    definition: dict[str, object]
    usesRole: bool
    permissions: Permissions
    grants: NotRequired[Sequence[Grant]]
    environment: NotRequired[Mapping[str, str]]
    annotations: NotRequired[Sequence[Annotation]]
    metadata: Sequence[Metadata]
    sizes: Sizes


class GatewrightError(Exception):
    """Something is wrong with an API, or with the engine. The message says what to do."""


_INSTALL = (
    f"install gatewright {VERSION}: run make install in a clone of https://github.com/gatewright/gatewright, "
    "or set GATEWRIGHT to its path"
)
_LINES_SHOWN = 5


def ask(document: Mapping[str, object]) -> Answer:
    """Ask the engine about an API.

    :param document: what is said in gatewright.yaml, and what a binding adds to it
    :raises GatewrightError: when there is no engine, or one that does not answer as this one's does
    """
    command = os.environ.get("GATEWRIGHT") or "gatewright"
    try:
        # A program that does not read what it is sent has answered all the same: run() ignores the broken pipe.
        run = subprocess.run(
            [command, "render", "--format", "binding", "-"],
            input=json.dumps(document).encode(),
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise GatewrightError(_cannot_run(command, error)) from error
    answer = _parse(run.stdout)
    if answer is None:
        lines = (run.stderr or run.stdout).decode(errors="replace").strip().split("\n")
        written = "\n  ".join(lines[:_LINES_SHOWN])
        message = f"{command} does not answer as gatewright {VERSION} does:\n  {written}\n  help: {_INSTALL}"
        raise GatewrightError(message)
    return answer


def _cannot_run(command: str, error: OSError) -> str:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"{command} cannot be run: {error}\n  help: {_INSTALL}"
    if command == "gatewright":
        return f"gatewright is not installed: neither GATEWRIGHT nor the PATH names it\n  help: {_INSTALL}"
    return f"gatewright is not installed: there is no {command}, which GATEWRIGHT names\n  help: {_INSTALL}"


def _parse(text: bytes) -> Answer | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return cast("Answer", value) if isinstance(value, dict) and "gatewright" in value else None
