"""What restricts values, and the formats of strings. A check raises what the value must be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from .invalid import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

Check: TypeAlias = "Callable[[Any], None]"


def _check(holds: Callable[[Any], bool], reason: str) -> Check:
    def check(value: Any) -> None:
        if not holds(value):
            raise Refused(reason)

    return check


def at_least(bound: float) -> Check:
    """Refuse numbers below a bound."""
    return _check(lambda value: bool(value >= bound), "must be at least " + decimal(bound))


def at_most(bound: float) -> Check:
    """Refuse numbers above a bound."""
    return _check(lambda value: bool(value <= bound), "must be at most " + decimal(bound))


def more_than(bound: float) -> Check:
    """Refuse numbers that are not above a bound."""
    return _check(lambda value: bool(value > bound), "must be more than " + decimal(bound))


def less_than(bound: float) -> Check:
    """Refuse numbers that are not below a bound."""
    return _check(lambda value: bool(value < bound), "must be less than " + decimal(bound))


def multiple_of(divisor: float) -> Check:
    """Refuse numbers that are not a multiple of a divisor, in decimal arithmetic: 0.3 is a multiple of 0.1."""
    reason = "must be a multiple of " + decimal(divisor)
    if isinstance(divisor, int):
        return _check(lambda value: value % divisor == 0, reason)

    def holds(value: float) -> bool:
        from fractions import Fraction  # noqa: PLC0415  # few need it

        return (Fraction(repr(value)) / Fraction(repr(divisor))).denominator == 1

    return _check(holds, reason)


def min_length(length: int) -> Check:
    """Refuse strings of fewer characters."""
    return _check(lambda text: len(text) >= length, "must have at least " + _count(length, "character"))


def max_length(length: int) -> Check:
    """Refuse strings of more characters."""
    return _check(lambda text: len(text) <= length, "must have at most " + _count(length, "character"))


def min_items(length: int) -> Check:
    """Refuse lists of fewer items."""
    return _check(lambda items: len(items) >= length, "must have at least " + _count(length, "item"))


def max_items(length: int) -> Check:
    """Refuse lists of more items."""
    return _check(lambda items: len(items) <= length, "must have at most " + _count(length, "item"))


def unique_items(items: list[Any]) -> None:
    """Refuse lists in which an item is twice."""
    if len(set(items)) < len(items):
        raise Refused("must not have an item twice")


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"


def pattern(expression: str, described: str | None = None) -> Check:
    """Refuse strings in which a regular expression of Python finds nothing. Messages have it as the model describes it."""
    compiled: list[re.Pattern[str]] = []

    def holds(text: str) -> bool:
        if not compiled:
            compiled.append(re.compile(expression))
        return compiled[0].search(text) is not None

    return _check(holds, "must match the pattern " + (described or expression))


def decimal(number: float) -> str:
    """Write a number as Go's strconv.FormatFloat(x, 'g', -1, 64) does: from a million on with an exponent."""
    if isinstance(number, int):
        return str(number)
    text = repr(number)
    for precision in range(17):
        text = f"{number:.{precision}e}"
        if float(text) == number:
            break
    mantissa, _, exponent = text.partition("e")
    if int(exponent) not in range(-4, 6):
        return text
    digits = len(mantissa.lstrip("-").replace(".", ""))
    return f"{number:.{max(digits - 1 - int(exponent), 0)}f}"
