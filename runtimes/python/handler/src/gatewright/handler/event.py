"""Events of API Gateway's proxy integration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .text import text_of, well_formed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Event"]


class Event:
    """An event of payload format 1.0, as REST APIs send it."""

    __slots__ = ("_headers", "raw")

    def __init__(self, raw: Mapping[str, Any]) -> None:
        if not raw.get("httpMethod"):
            raise ValueError(_why_not(raw))
        self.raw: Final = raw
        self._headers: dict[str, list[str]] | None = None

    def header(self, name: str) -> str:
        """Return the last value of a header, or "". Upper and lower case are the same."""
        values = self.header_values(name)
        return values[-1] if values else ""

    def header_values(self, name: str) -> Sequence[str]:
        """Return all values of a header, in the order of the request."""
        if self._headers is None:
            self._headers = self._all_headers()
        return self._headers.get(name.lower(), ())

    def _all_headers(self) -> dict[str, list[str]]:
        single: Mapping[str, str] = self.raw.get("headers") or {}
        multiple: Mapping[str, list[str]] = self.raw.get("multiValueHeaders") or {}
        found = {name.lower(): [single[name] or ""] for name in sorted(single)}
        listed: dict[str, list[str]] = {}
        for name in sorted(multiple):
            if multiple[name] is not None:
                listed.setdefault(name.lower(), []).extend(multiple[name])
        return found | listed

    def query_values(self, name: str) -> Sequence[str]:
        """Return all values of a query parameter, which API Gateway has decoded."""
        multiple = self.raw.get("multiValueQueryStringParameters")
        if multiple and name in multiple:
            values: Sequence[str] = multiple[name] or ()
            return values
        single = self.raw.get("queryStringParameters")
        return (single[name] or "",) if single and name in single else ()

    def query(self) -> Mapping[str, list[str]]:
        """Return all query parameters."""
        multiple: Mapping[str, list[str]] | None = self.raw.get("multiValueQueryStringParameters")
        if multiple is not None:
            return multiple
        single: Mapping[str, str] = self.raw.get("queryStringParameters") or {}
        return {name: [text or ""] for name, text in single.items()}

    def path_values(self, name: str) -> Sequence[str]:
        """Return the value of a path parameter, as it was sent, in a list."""
        values = self.raw.get("pathParameters")
        return (values[name] or "",) if values and name in values else ()

    def has_body(self) -> bool:
        """Report whether there is a body that is not empty."""
        return bool(self.raw.get("body"))

    def body(self) -> bytes:
        """Return the body as the client sent it. A ValueError says that it is not base64."""
        text: str = self.raw["body"]
        if not self.raw.get("isBase64Encoded"):
            return well_formed(text).encode()
        from binascii import a2b_base64  # noqa: PLC0415  # few need it

        return a2b_base64(text.replace("\r", "").replace("\n", "").encode("ascii"), strict_mode=True)

    def text(self) -> str:
        """Return the body as a string. A ValueError says that it is not base64."""
        return text_of(self.body()) if self.raw.get("isBase64Encoded") else well_formed(self.raw["body"])


def _why_not(raw: Mapping[str, Any]) -> str:
    if raw.get("version") == "2.0":
        return "the event has payload format 2.0: set payloadFormatVersion of the HTTP API's integration to 1.0"
    return "the event is not one of API Gateway's proxy integration: it has no httpMethod"
