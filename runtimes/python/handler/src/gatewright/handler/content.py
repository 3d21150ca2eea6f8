"""Bodies, in the media types that the model describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from .invalid import Problem, Refused
from .read import Decoder
from .shape import made
from .text import json_of, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .check import Check
    from .read import Reader, Source
    from .shape import Shaped

    BodyReader: TypeAlias = Callable[[Decoder], tuple[Any, str]]

__all__ = [
    "Content",
    "File",
    "binary",
    "body",
    "events",
    "file",
    "files",
    "form",
    "json",
    "multipart",
    "required_file",
    "required_files",
    "text",
]


class Content:
    """Media types whose bodies are read and written in one way."""

    __slots__ = ("kind", "read", "types", "usual", "write")

    def __init__(
        self,
        kind: Literal["json", "text", "binary", "form", "events"],
        types: tuple[str, ...],
        read: Callable[[Decoder], Any],
        write: Callable[[Any], str | bytes],
        anything: str,
    ) -> None:
        self.kind: Final = kind
        self.types: Final = types
        self.read: Final = read
        self.write: Final = write
        self.usual: Final = types[0] if "*" not in types[0] else anything
        """The media type of a response that names none; "": it must."""

    def describes(self, media_type: str) -> int:
        """Return how closely the media types and ranges describe one: 0 not at all."""
        return max(_specificity(essence(described), media_type) for described in self.types)


def json(*types: str, shape: Shaped | None = None) -> Content:
    """Describe JSON."""

    def read(decoder: Decoder) -> Any:
        value = json_of(decoder.event.text())
        if shape is not None:
            made(shape).verify(value)
        return value

    return Content("json", types, read, to_json, "application/json")


def text(*types: str) -> Content:
    """Describe text."""
    return Content("text", types, _read_text, _write_text, "text/plain")


def events(*types: str) -> Content:
    """Describe streams of server-sent events, whose data is JSON."""
    return Content("events", types, _read_text, _write_events, "text/event-stream")


def binary(*types: str) -> Content:
    """Describe bytes."""
    anything = "application/octet-stream" if types[0] in ("*/*", "application/*") else ""
    return Content("binary", types, _read_bytes, _write_bytes, anything)


def form(media_type: str, fields: Mapping[str, Reader]) -> Content:
    """Describe an URL-encoded form."""

    def read(decoder: Decoder) -> Any:
        from .forms import url_decoded  # noqa: PLC0415  # few need it

        return _read_fields(Decoder(decoder.event, decoder.problems, url_decoded(decoder.event.text())), fields)

    return Content("form", (media_type,), read, to_json, "")


def multipart(media_type: str, fields: Mapping[str, Reader]) -> Content:
    """Describe a multipart form."""

    def read(decoder: Decoder) -> Any:
        from .forms import parts  # noqa: PLC0415  # few need it

        found, found_files = parts(decoder.event.header("content-type"), decoder.event.body())
        return _read_fields(Decoder(decoder.event, decoder.problems, found, found_files), fields)

    return Content("form", (media_type,), read, to_json, "")


def _read_fields(decoder: Decoder, fields: Mapping[str, Reader]) -> dict[str, Any]:
    found = {name: reader(decoder, _MISSING) for name, reader in fields.items()}
    return {name: value for name, value in found.items() if value is not _MISSING}


_MISSING: Final = object()


def _read_text(decoder: Decoder) -> str:
    return decoder.event.text()


def _read_bytes(decoder: Decoder) -> bytes:
    return decoder.event.body()


def _write_text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"the body must be a str, found {type(value).__name__}")
    return value


def _write_events(value: Any) -> str:
    return value if isinstance(value, str) else "".join(f"data: {to_json(event)}\n\n" for event in value)


def _write_bytes(value: Any) -> bytes:
    if not isinstance(value, bytes | bytearray | memoryview):
        raise TypeError(f"the body must be bytes, found {type(value).__name__}")
    return bytes(value)


def body(*contents: Content, must: bool = False) -> BodyReader:
    """Read a body and its media type."""
    only = contents[0] if len(contents) == 1 and len(contents[0].types) == 1 else None

    def read(decoder: Decoder) -> tuple[Any, str]:
        if not decoder.event.has_body():
            if must:
                decoder.problems.append(Problem("body", "", "is missing"))
            return None, ""
        media_type = essence(decoder.event.header("content-type"))
        if media_type == "" and only is not None:
            return _read(decoder, only), ""
        media_type = media_type or "application/json"
        content = matching(contents, media_type)
        if content is None:
            decoder.problems.append(Problem("body", "", "has a content type that is not supported", unsupported=True))
            return None, media_type
        return _read(decoder, content), media_type

    return read


def _read(decoder: Decoder, content: Content) -> Any:
    try:
        return content.read(decoder)
    except Refused as refused:
        decoder.problems.append(Problem("body", "", str(refused)))
    except ValueError:  # of base64
        decoder.problems.append(Problem("body", "", "cannot be read"))
    return None


def matching(contents: Sequence[Content], media_type: str) -> Content | None:
    """Return what describes a media type most closely; None: nothing does."""
    best, most = None, 0
    for content in contents:
        found = content.describes(media_type)
        if found > most:
            best, most = content, found
    return best


def essence(content_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def _specificity(described: str, media_type: str) -> int:
    if described == media_type:
        return 3
    if described == "*/*":
        return 1
    return 2 if described.endswith("/*") and media_type.startswith(described[:-1]) else 0


class File:
    """A file in a multipart form."""

    __slots__ = ("content", "content_type", "name")

    def __init__(self, name: str, content_type: str, content: bytes) -> None:
        self.name: Final = name
        """As the client calls it; not to be used as a path unchecked."""
        self.content_type: Final = content_type
        self.content: Final = content


def file(source: Source) -> Reader:
    """Read the last file of a name, which need not be there."""

    def read(decoder: Decoder, missing: Any = None) -> Any:
        found = decoder.files.get(source.name)
        return found[-1] if found else missing

    return read


def required_file(source: Source) -> Reader:
    """Read the last file of a name, of which there must be one."""

    def read(decoder: Decoder, missing: Any = None) -> Any:
        found = decoder.files.get(source.name)
        if not found:
            decoder.refuse(source, "is missing")
        return found[-1] if found else missing

    return read


def files(source: Source, *checks: Check) -> Reader:
    """Read all files of a name."""

    def read(decoder: Decoder, missing: Any = None) -> Any:
        found = decoder.files.get(source.name)
        if not found:
            return missing
        try:
            for check in checks:
                check(found)
        except Refused as refused:
            decoder.refuse(source, str(refused))
        return found

    return read


def required_files(source: Source, *checks: Check) -> Reader:
    """Read all files of a name, of which there must be one."""
    optional = files(source, *checks)

    def read(decoder: Decoder, missing: Any = None) -> Any:
        if not decoder.files.get(source.name):
            decoder.refuse(source, "is missing")
        return optional(decoder, missing)

    return read
