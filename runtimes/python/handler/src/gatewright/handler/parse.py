"""What makes values of strings. A parser raises what the string must be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from . import formats
from .invalid import Refused
from .shape import made
from .text import json_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .check import Check
    from .shape import Shaped

T = TypeVar("T")

Parse: TypeAlias = "Callable[[str], T]"

_INTEGER = re.compile(r"-?[0-9]+")
_LONGEST = 20  # digits of an integer of 64 bits, with a sign; longer strings may have leading zeros
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LARGEST_SINGLE = 3.4028235677973366e38  # what rounds to more is infinite
_BASE64 = re.compile(r"[A-Za-z0-9+/\r\n]*")
_FEW = 20  # values that are named


def string(*checks: Check) -> Parse[str]:
    """Take the string as it is."""

    def parse(text: str) -> str:
        for check in checks:
            check(text)
        return text

    return parse


def integer(*checks: Check, bits: int = 64) -> Parse[int]:
    """Parse an integer in decimal notation."""
    least, most = -(1 << (bits - 1)), (1 << (bits - 1)) - 1

    def parse(text: str) -> int:
        if _INTEGER.fullmatch(text) is None:
            raise Refused("must be an integer")
        digits = text if len(text) < _LONGEST else ("-" if text[0] == "-" else "") + text.lstrip("-0")
        if len(digits) > _LONGEST or not least <= (value := int(digits or "0")) <= most:
            raise Refused("is too large an integer")
        for check in checks:
            check(value)
        return value

    return parse


def number(*checks: Check, single: bool = False) -> Parse[float]:
    """Parse a number as JSON writes it, of single or double precision."""

    def parse(text: str) -> float:
        if _NUMBER.fullmatch(text) is None:
            raise Refused("must be a number")
        value = float(text)
        if abs(value) == float("inf") or (single and abs(value) >= _LARGEST_SINGLE):
            raise Refused("is too large a number")
        for check in checks:
            check(value)
        return value

    return parse


def boolean(text: str) -> bool:
    """Parse "true" and "false"."""
    if text == "true":
        return True
    if text == "false":
        return False
    raise Refused("must be true or false")


def base64(text: str) -> str:
    """Take base64 (RFC 4648, section 4), padded or not, as it is."""
    data = text.rstrip("=").replace("\r", "").replace("\n", "")
    if _BASE64.fullmatch(text.rstrip("=")) is None or len(data) % 4 == 1:
        raise Refused("must be base64")
    return text


def date(text: str) -> str:
    """Take a full-date of RFC 3339, section 5.6, as it is."""
    formats.date(text)
    return text


def date_time(text: str) -> str:
    """Take a date with a time and an offset (RFC 3339, section 5.6) as it is."""
    formats.date_time(text)
    return text


def big(text: str) -> float:
    """Parse a number of any size: an integer without a fraction."""
    if _NUMBER.fullmatch(text) is None:
        raise Refused("does not have the form that the API describes")
    return json_of(text)  # type: ignore[no-any-return]  # a number


def json_value(shape: Shaped | None = None) -> Parse[Any]:
    """Parse JSON."""

    def parse(text: str) -> Any:
        found = json_of(text)
        if shape is not None:
            made(shape).verify(found)
        return found

    return parse


def value(shape: Shaped | None = None) -> Parse[Any]:
    """Parse what may be of several types: JSON other than a string, or else any text as a string."""
    parse_json = json_value(shape)

    def parse(text: str) -> Any:
        try:
            return parse_json(text)
        except Refused:
            if shape is not None:
                made(shape).verify(text)
            return text

    return parse


def one_of(parse: Parse[Any], *values: Any) -> Parse[Any]:
    """Parse one of some values."""

    def parse_one(text: str) -> Any:
        parsed = parse(text)
        if parsed not in values or not any(parsed == one and (parsed is True) == (one is True) for one in values):
            raise Refused("must be one of " + enumeration(values))
        return parsed

    return parse_one


def enumeration(values: tuple[Any, ...]) -> str:
    """List values, when they are few enough to read."""
    from .text import formatted  # noqa: PLC0415  # only to refuse

    if len(values) > _FEW:
        return f"the {len(values)} values that the API allows"
    return ", ".join(map(formatted, values))
