"""Holds templates to the size that CloudFormation takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aws_cdk import Stack

from .engine import GatewrightError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs import Construct

    from .engine import Sizes

_MAX_TEMPLATE = 1_000_000  # bytes that CloudFormation takes
_RESERVE = 8_000  # bytes that the API's other resources take at least
_COMPACT_CONTEXT = "@aws-cdk/core:suppressTemplateIndentation"


def check_size(scope: Construct, definition: Mapping[str, object], sizes: Sizes, *, is_pruned: bool) -> None:
    """Raise when the definition makes the template larger than CloudFormation takes."""
    if sizes["full"] < _MAX_TEMPLATE // 8:
        return  # indentation and tokens do not make that much of it
    is_compact = scope.node.try_get_context(_COMPACT_CONTEXT) is True
    resolved = Stack.of(scope).resolve(definition)
    compact = len(json.dumps(resolved, ensure_ascii=False, separators=(",", ":")).encode())
    size = (compact if is_compact else _indented_size(resolved)) + _RESERVE
    if size <= _MAX_TEMPLATE:
        return
    lines = [
        f"the API {scope.node.path} cannot be made:",
        "",
        (
            f"error: the template would have {size} bytes, which is {size - _MAX_TEMPLATE} more than"
            f" the {_MAX_TEMPLATE} that CloudFormation takes"
        ),
    ]
    if not is_pruned:
        saved = sizes["full"] - sizes["pruned"]
        lines.append(
            f"  note: prune=True would save {saved} bytes and more:"
            " descriptions, examples and response schemas, which API Gateway ignores"
        )
    if not is_compact:
        saved = size - _RESERVE - compact
        lines.append(
            f'  note: "{_COMPACT_CONTEXT}": true in the context of cdk.json would save {saved} bytes of indentation'
        )
    lines.append(
        "  help: do what the notes say, or make two models of it, each an Api in a stack of its own,"
        " behind one domain name"
    )
    raise GatewrightError("\n".join(lines))


def _indented_size(value: object) -> int:
    """Give how long a value is in a template, where a property of a resource stands four deep."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return len(text.encode()) + 4 * text.count("\n")
