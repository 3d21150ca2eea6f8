"""Takes requests apart, and collects all that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .invalid import InvalidRequest, Problem, Refused
from .text import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .check import Check
    from .event import Event
    from .parse import Parse

    Reader: TypeAlias = Callable[..., Any]
    """Reads a value: a reader is called with a decoder, and what stands for a value that is not there."""

__all__ = [
    "Decoder",
    "Source",
    "cookie",
    "default",
    "default_items",
    "field",
    "header",
    "items",
    "map_of",
    "object_of",
    "optional",
    "path",
    "query",
    "required",
    "required_items",
]

_MISSING: Final = object()
_IS_MISSING = "is missing"
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}


class Source:
    """Where a value is, and how a list or an object is written there (OpenAPI's style)."""

    __slots__ = ("explode", "name", "place", "style")

    def __init__(self, place: str, name: str, style: str, *, explode: bool) -> None:
        self.place: Final = place
        self.name: Final = name
        self.style: Final = style
        self.explode: Final = explode

    def decoded(self, text: str) -> str:
        """Undo the encoding of a value, or of a part of one."""
        if self.place != "path" or "%" not in text:
            return text
        return percent_decoded(text)

    def unmarked(self, text: str) -> str:
        """Take off what the styles label and matrix put before a value."""
        if self.style == "label":
            if text.startswith("."):
                return text[1:]
            raise Refused('must start with "."')
        if self.style == "matrix":
            rest = text.removeprefix(f";{self.name}")
            if rest != text and rest[:1] in ("", "="):
                return rest.removeprefix("=")
            raise Refused(f'must start with ";{self.name}="')
        return text

    def split(self, values: Sequence[str]) -> list[str]:
        """Take a list apart before it is decoded, so that an encoded delimiter delimits nothing."""
        if self.place == "header":
            return [item.strip(" \t") for item in _cut(",".join(values), ",")]
        if self.style == "matrix" and self.explode:
            return self._split_matrix(values[-1])
        if self.style == "label" and self.explode:
            return _cut(self.unmarked(values[-1]), ".")
        if self.style in ("label", "matrix", "simple"):
            return _cut(self.unmarked(values[-1]), ",")
        if self.explode:
            return list(values)
        return _cut(values[-1], _DELIMITERS.get(self.style, ","))

    def _split_matrix(self, text: str) -> list[str]:
        if not text.startswith(";"):
            raise Refused(f'must start with ";{self.name}="')
        found = []
        for part in text[1:].split(";"):
            name, _, item = part.partition("=")
            if name != self.name:
                raise Refused(f'must be written as ";{self.name}=…;{self.name}=…"')
            found.append(item)
        return found

    def pairs(self, values: Sequence[str]) -> dict[str, list[str]]:
        """Take an object apart that is one value: name,value,name,value, or name=value,name=value when exploded."""
        if self.style == "matrix" and self.explode:
            if not values[-1].startswith(";"):
                raise Refused('must start with ";"')
            return self._assignments(_cut(values[-1][1:], ";"))
        delimited = Source(self.place, self.name, self.style, explode=self.explode and self.style == "label")
        found = delimited.split(values)
        if self.explode:
            return self._assignments(found)
        if len(found) % 2:
            raise Refused("must have a value for each name")
        return self._assigned(found)

    def _assignments(self, found: list[str]) -> dict[str, list[str]]:
        flat = []
        for item in found:
            name, separator, text = item.partition("=")
            if not separator:
                raise Refused("must be written as name=value")
            flat += [name, text]
        return self._assigned(flat)

    def _assigned(self, flat: list[str]) -> dict[str, list[str]]:
        properties: dict[str, list[str]] = {}
        for name, text in zip(flat[::2], flat[1::2], strict=True):
            properties.setdefault(self.decoded(name), []).append(self.decoded(text))
        return properties


def path(name: str, style: str = "simple", *, explode: bool = False) -> Source:
    """Name a parameter of the path."""
    return Source("path", name, style, explode=explode)


def query(name: str, style: str = "form", *, explode: bool = True) -> Source:
    """Name a parameter of the query."""
    return Source("query", name, style, explode=explode)


def header(name: str, style: str = "simple", *, explode: bool = False) -> Source:
    """Name a header."""
    return Source("header", name, style, explode=explode)


def cookie(name: str, style: str = "form", *, explode: bool = True) -> Source:
    """Name a cookie."""
    return Source("cookie", name, style, explode=explode)


def field(name: str, style: str = "form", *, explode: bool = True) -> Source:
    """Name a field of a form, or a property of an object."""
    return Source("body", name, style, explode=explode)


class Decoder:
    """Takes a request apart, and collects all that is wrong with it."""

    __slots__ = ("_cookies", "event", "fields", "files", "inside", "problems")

    def __init__(
        self,
        event: Event,
        problems: list[Problem],
        fields: Mapping[str, list[str]] | None = None,
        files: Mapping[str, list[Any]] | None = None,
        inside: Source | None = None,
    ) -> None:
        self.event: Final = event
        self.problems: Final = problems
        self.fields: Final[Mapping[str, list[str]]] = {} if fields is None else fields
        self.files: Final[Mapping[str, list[Any]]] = {} if files is None else files
        self.inside: Final = inside
        self._cookies: dict[str, list[str]] | None = None

    def refuse(self, source: Source, reason: str) -> None:
        """Report a problem with a value."""
        if self.inside is None:
            self.problems.append(Problem(source.place, source.name, reason))
        else:
            self.problems.append(Problem(self.inside.place, f"{self.inside.name}.{source.name}", reason))

    def check(self) -> None:
        """Raise all that was wrong."""
        if self.problems:
            raise InvalidRequest(self.problems)

    def raw(self, source: Source) -> Sequence[str]:
        """Return the values of a source as they are in the event."""
        place = source.place
        if place == "query":
            return self.event.query_values(source.name)
        if place == "path":
            return self.event.path_values(source.name)
        if place == "header":
            return self.event.header_values(source.name)
        if place == "cookie":
            return self.cookies().get(source.name, ())
        return self.fields.get(source.name, ())

    def cookies(self) -> dict[str, list[str]]:
        """Return the cookies, unchanged as RFC 6265 says."""
        if self._cookies is None:
            self._cookies = {}
            for line in self.event.header_values("cookie"):
                for part in line.split(";"):
                    name, _, text = part.strip(" \t\r\n").partition("=")
                    name = name.strip(" \t\r\n")
                    text = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
                    if name and _TOKEN.issuperset(name) and all(" " <= c < "\x7f" and c not in '";\\' for c in text):
                        self._cookies.setdefault(name, []).append(text)
        return self._cookies

    def text(self, source: Source) -> Any:
        """Return a source's value where one is expected: the last of several."""
        values = self.raw(source)
        if not values:
            return _MISSING
        return source.decoded(source.unmarked(values[-1]))

    def properties(self, source: Source, names: Sequence[str]) -> Mapping[str, list[str]] | None:
        """Return the properties of an object; None: it is not there."""
        if source.style == "deepObject":
            start = f"{source.name}["
            found = {
                n[len(start) : -1]: v for n, v in self._all(source).items() if n.startswith(start) and n[-1] == "]"
            }
            return found or None
        if source.style == "form" and source.explode:
            everything = self._all(source)
            return everything if any(name in everything for name in names) else None
        values = self.raw(source)
        return source.pairs(values) if values else None

    def _all(self, source: Source) -> Mapping[str, list[str]]:
        if source.place == "query":
            return self.event.query()
        if source.place == "cookie":
            return self.cookies()
        return self.fields if source.place == "body" else {}


def _lookup(decoder: Decoder, source: Source, parse: Parse[Any]) -> Any:
    """Return a value; None when it is refused, and _MISSING when it is not there."""
    try:
        text = decoder.text(source)
        return text if text is _MISSING else parse(text)
    except Refused as refused:
        decoder.refuse(source, str(refused))
        return None


def required(source: Source, parse: Parse[Any]) -> Reader:
    """Read a value that must be there."""

    def read(decoder: Decoder, missing: Any = None) -> Any:
        value = _lookup(decoder, source, parse)
        if value is _MISSING:
            decoder.refuse(source, _IS_MISSING)
            return missing
        return value

    return read


def optional(source: Source, parse: Parse[Any]) -> Reader:
    """Read a value that need not be there."""

    def read(decoder: Decoder, missing: Any = None) -> Any:
        value = _lookup(decoder, source, parse)
        return missing if value is _MISSING else value

    return read


def default(source: Source, parse: Parse[Any], otherwise: Any) -> Reader:
    """Read a value, or take another one when it is not there."""

    def read(decoder: Decoder, missing: Any = None) -> Any:  # noqa: ARG001  # a default is always there
        value = _lookup(decoder, source, parse)
        return otherwise if value is _MISSING else value

    return read


def _lookup_items(decoder: Decoder, source: Source, parse: Parse[Any], checks: Sequence[Check]) -> Any:
    try:
        values = decoder.raw(source)
        if not values:
            return _MISSING
        found = [parsed_item(parse, i, source.decoded(text)) for i, text in _decoded(source, values)]
        for check in checks:
            check(found)
    except Refused as refused:
        decoder.refuse(source, str(refused))
        return None
    return found


def _decoded(source: Source, values: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(source.split(values), 1))


def parsed_item(parse: Parse[Any], number: int, text: str) -> Any:
    """Parse an item of a list."""
    try:
        return parse(text)
    except Refused as refused:
        raise Refused(f"has a wrong value: item {number} {refused}") from None


def items(source: Source, parse: Parse[Any], *checks: Check) -> Reader:
    """Read a list that need not be there."""

    def read(decoder: Decoder, missing: Any = None) -> Any:
        found = _lookup_items(decoder, source, parse, checks)
        return missing if found is _MISSING else found

    return read


def required_items(source: Source, parse: Parse[Any], *checks: Check) -> Reader:
    """Read a list that must be there."""

    def read(decoder: Decoder, missing: Any = None) -> Any:
        found = _lookup_items(decoder, source, parse, checks)
        if found is _MISSING:
            decoder.refuse(source, _IS_MISSING)
            return missing
        return found

    return read


def default_items(source: Source, parse: Parse[Any], otherwise: Sequence[Any], *checks: Check) -> Reader:
    """Read a list, or take others when it is not there."""

    def read(decoder: Decoder, missing: Any = None) -> Any:  # noqa: ARG001  # a default is always there
        found = _lookup_items(decoder, source, parse, checks)
        return list(otherwise) if found is _MISSING else found

    return read


def object_of(source: Source, properties: Mapping[str, Reader], *, must: bool = False) -> Reader:
    """Read an object with properties. An exploded object of style form is there when the request has one of them."""
    names = tuple(properties)

    def read(decoder: Decoder, missing: Any = None) -> Any:
        found = _properties(decoder, source, names, must=must)
        if found is None:
            return missing
        inside = Decoder(decoder.event, decoder.problems, found, inside=source)
        read_all = {name: reader(inside, _MISSING) for name, reader in properties.items()}
        return {name: value for name, value in read_all.items() if value is not _MISSING}

    return read


def map_of(source: Source, parse: Parse[Any], *, must: bool = False) -> Reader:
    """Read an object whose properties have any names and one type."""

    def read(decoder: Decoder, missing: Any = None) -> Any:
        found = _properties(decoder, source, (), must=must)
        if found is None:
            return missing
        inside = Decoder(decoder.event, decoder.problems, found, inside=source)
        return {name: required(field(name), parse)(inside) for name in sorted(found)}

    return read


def _properties(
    decoder: Decoder, source: Source, names: Sequence[str], *, must: bool
) -> Mapping[str, list[str]] | None:
    try:
        found = decoder.properties(source, names)
    except Refused as refused:
        decoder.refuse(source, str(refused))
        return None
    if found is None and must:
        decoder.refuse(source, _IS_MISSING)
    return found


def percent_decoded(text: str) -> str:
    """Decode %XX."""
    first, *rest = text.encode("utf-8", "surrogatepass").split(b"%")
    decoded = [first]
    for part in rest:
        digits = part[:2]
        if len(digits) < 2 or not all(48 <= c <= 57 or 65 <= c <= 70 or 97 <= c <= 102 for c in digits):  # noqa: PLR2004
            raise Refused("has a % that two hexadecimal digits do not follow")
        decoded += [bytes.fromhex(digits.decode()), part[2:]]
    return text_of(b"".join(decoded))


def _cut(text: str, delimiter: str) -> list[str]:
    """Split a string; an empty one has no parts."""
    return text.split(delimiter) if text else []
