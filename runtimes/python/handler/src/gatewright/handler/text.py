"""Strings of requests and responses: JSON, UTF-8, the values of headers."""

from __future__ import annotations

import re
from json import JSONDecoder, dumps
from typing import Any, NoReturn

from .invalid import Refused

_SURROGATES = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are not JSON


_decode = JSONDecoder(parse_constant=_no_constant).decode


def json_of(text: str) -> Any:
    """Parse JSON (RFC 8259)."""
    try:
        value = _decode(text)
    except (ValueError, RecursionError):
        raise Refused("is not valid JSON") from None
    if "\\u" in text and _ESCAPED_SURROGATE.search(text):
        return _well_formed_value(value)
    return value


def _well_formed_value(value: Any) -> Any:
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, list):
        return [_well_formed_value(item) for item in value]
    if isinstance(value, dict):
        return {well_formed(name): _well_formed_value(item) for name, item in value.items()}
    return value


def well_formed(text: str) -> str:
    """Replace halves of characters, which UTF-8 cannot hold, by U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def text_of(data: bytes) -> str:
    """Decode UTF-8, with U+FFFD for each byte that is not a part of it."""
    return well_formed(data.decode("utf-8", "surrogateescape"))


def to_json(value: Any) -> str:
    """Write JSON."""
    return well_formed(dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def formatted(value: Any) -> str:
    """Write a value as a header has it, in OpenAPI's style simple: a list with commas between its items."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        from .check import decimal  # noqa: PLC0415

        return decimal(value)
    if isinstance(value, list | tuple):
        return ",".join(map(formatted, value))
    return to_json(value)
