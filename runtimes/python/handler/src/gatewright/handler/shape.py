"""What JSON looks like in the model: the types of values, not what restricts them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import formats
from .invalid import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Wrong: TypeAlias = tuple[str, str]
    """The properties that lead to a value of a wrong type, and that type; "": it is not well-formed."""
    Shaped: TypeAlias = "Shape | Callable[[], Shape]"
    """A shape, or, where shapes may be in themselves, what returns one."""

_FORM = "does not have the form that the API describes"
_LARGEST_SINGLE = 3.4028235677973366e38  # what rounds to more is infinite
_LARGEST_DOUBLE = 1 << 1024
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_STRICT_TIME = re.compile(r".{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])")
_TYPES: Final = {bool: "bool", int: "number", float: "number", str: "string", list: "array", dict: "object"}


class Shape:
    """What values look like."""

    __slots__ = ()

    def verify(self, value: Any) -> None:
        """Refuse a value that looks otherwise: the first part of it that does is named."""
        wrong = self.wrong(value)
        if wrong is None:
            return
        place, kind = wrong
        if not kind:
            raise Refused(_FORM)
        raise Refused(f"has a wrong value: {place} cannot be a JSON {kind}" if place else f"cannot be a JSON {kind}")

    def wrong(self, value: Any) -> Wrong | None:
        """Return the first part of a value that has a wrong type; null is never one."""
        return None if value is None or self.fit(value) >= 0 else ("", _TYPES[type(value)])

    def fit(self, value: Any) -> int:
        """Return how much of a value that is not null is known: -1 when it looks otherwise."""
        raise NotImplementedError


class _Scalar(Shape):
    __slots__ = ("_holds", "_values")

    def __init__(self, holds: Callable[[Any], bool], values: tuple[Any, ...] = ()) -> None:
        self._holds: Final = holds
        self._values: Final = values

    def wrong(self, value: Any) -> Wrong | None:
        return None if value is None or self._holds(value) else ("", _TYPES[type(value)])

    def fit(self, value: Any) -> int:
        if not self._holds(value):
            return -1
        if not self._values:
            return 0
        return 1 if value in self._values else -1


class _String(Shape):
    """Strings of a form that is looked at."""

    __slots__ = ("_holds", "_strict")

    def __init__(self, holds: Callable[[str], object], *, strict: bool = False) -> None:
        self._holds: Final = holds
        self._strict: Final = strict

    def wrong(self, value: Any) -> Wrong | None:
        if value is None or (isinstance(value, str) and self._holds(value)):
            return None
        if self._strict or isinstance(value, str):
            return _refused() if self._strict else ("", "")
        return ("", _TYPES[type(value)])

    def fit(self, value: Any) -> int:
        return 0 if isinstance(value, str) and self._holds(value) else -1


def _refused() -> Wrong:
    raise Refused(_FORM)


class _List(Shape):
    __slots__ = ("_item",)

    def __init__(self, item: Shaped) -> None:
        self._item = item

    def wrong(self, value: Any) -> Wrong | None:
        if value is None:
            return None
        if not isinstance(value, list):
            return ("", _TYPES[type(value)])
        self._item = shape = made(self._item)
        return _first(shape.wrong(item) for item in value)

    def fit(self, value: Any) -> int:
        if not isinstance(value, list):
            return -1
        self._item = shape = made(self._item)
        return _sum(0 if item is None else shape.fit(item) for item in value)


class _Map(Shape):
    __slots__ = ("_value",)

    def __init__(self, value: Shaped) -> None:
        self._value = value

    def wrong(self, value: Any) -> Wrong | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            return ("", _TYPES[type(value)])
        self._value = shape = made(self._value)
        return _first(shape.wrong(item) for item in value.values())

    def fit(self, value: Any) -> int:
        if not isinstance(value, dict):
            return -1
        self._value = shape = made(self._value)
        return _sum(0 if item is None else shape.fit(item) for item in value.values())


class _Object(Shape):
    __slots__ = ("_properties", "_required", "_rest")

    def __init__(self, properties: Mapping[str, Shaped], required: Sequence[str], rest: Shaped | None) -> None:
        self._properties: dict[str, Shaped] = dict(properties)
        self._required: Final = required
        self._rest: Final = rest

    def _of(self, name: str) -> Shape | None:
        shape = self._properties.get(name)
        if shape is None:
            return None if self._rest is None else made(self._rest)
        if not isinstance(shape, Shape):
            self._properties[name] = shape = shape()
        return shape

    def wrong(self, value: Any) -> Wrong | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            return ("", _TYPES[type(value)])
        first = None
        for name, item in value.items():
            shape = self._of(name)
            found = None if shape is None else shape.wrong(item)
            if found is not None and first is None:
                path = name if name in self._properties else ""
                first = (f"{path}.{found[0]}".strip("."), found[1])
        return first

    def fit(self, value: Any) -> int:
        if not isinstance(value, dict) or not all(name in value for name in self._required):
            return -1
        total = 0
        for name, item in value.items():
            shape = self._of(name)
            score = 0 if shape is None or item is None else shape.fit(item)
            if score < 0:
                return -1
            total += score + (name in self._properties)
        return total


class _OneOf(Shape):
    __slots__ = ("_alternatives", "_by_value", "_discriminator", "_several")

    def __init__(
        self, alternatives: Sequence[Shaped], discriminator: str, by_value: Mapping[str, Shaped], *, several: bool
    ) -> None:
        self._alternatives: Final = alternatives
        self._discriminator: Final = discriminator
        self._by_value: Final = by_value
        self._several: Final = several

    def wrong(self, value: Any) -> Wrong | None:
        if value is None:
            return None
        named = value.get(self._discriminator) if self._discriminator and isinstance(value, dict) else None
        if isinstance(named, str) and named in self._by_value:
            return made(self._by_value[named]).wrong(value)
        best = max(self._alternatives, key=lambda shape: made(shape).fit(value))
        if made(best).fit(value) < 0:
            raise Refused(_FORM)
        return None if self._several else made(best).wrong(value)

    def fit(self, value: Any) -> int:
        return max(made(shape).fit(value) for shape in self._alternatives)


def made(shape: Shaped) -> Shape:
    """Return a shape, which may have to be made."""
    return shape if isinstance(shape, Shape) else shape()


def _first(found: Any) -> Wrong | None:
    """Return the first that is wrong, having looked at all."""
    wrong = [one for one in found if one is not None]
    return wrong[0] if wrong else None


def _sum(scores: Any) -> int:
    total = 0
    for score in scores:
        if score < 0:
            return -1
        total += score
    return total


def _is_integer(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _is_number(value: Any) -> bool:
    if type(value) is int:
        return abs(value) < _LARGEST_DOUBLE
    return type(value) is float and abs(value) != float("inf")


def _is_single(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < _LARGEST_SINGLE


def string(*values: str) -> Shape:
    """Describe strings. Alternatives are told apart by the values."""
    return _Scalar(lambda value: isinstance(value, str), values)


def integer(*values: int, bits: int = 64) -> Shape:
    """Describe integers that have room in some bits."""
    return _Scalar(_is_integer(-(1 << (bits - 1)), (1 << (bits - 1)) - 1), values)


def number(*values: float, single: bool = False) -> Shape:
    """Describe numbers of single or double precision."""
    return _Scalar(_is_single if single else _is_number, values)


big: Final[Shape] = _Scalar(lambda value: type(value) in (int, float))
boolean: Final[Shape] = _Scalar(lambda value: isinstance(value, bool))
anything: Final[Shape] = _Scalar(lambda _: True)
date: Final[Shape] = _String(formats.is_date, strict=True)
date_time: Final[Shape] = _String(lambda text: _STRICT_TIME.fullmatch(text) and formats.is_date_time(text), strict=True)
base64: Final[Shape] = _String(lambda text: _BASE64.fullmatch(text.replace("\r", "").replace("\n", "")))


def list_of(item: Shaped) -> Shape:
    """Describe lists."""
    return _List(item)


def map_of(value: Shaped) -> Shape:
    """Describe objects whose properties have any names and one type."""
    return _Map(value)


def object_of(properties: Mapping[str, Shaped], required: Sequence[str] = (), rest: Shaped | None = None) -> Shape:
    """Describe objects. Alternatives are told apart by what is required; rest is what other properties look like."""
    return _Object(properties, required, rest)


def one_of(*alternatives: Shaped, discriminator: str = "", by_value: Mapping[str, Shaped] | None = None) -> Shape:
    """Describe what is one of some alternatives, which a property may name."""
    return _OneOf(alternatives, discriminator, by_value or {}, several=False)


def any_of(*alternatives: Shaped) -> Shape:
    """Describe what is one or more of some alternatives."""
    return _OneOf(alternatives, "", {}, several=True)
