"""Forms: URL-encoded ones (URL Standard, section 5), and multipart ones (RFC 7578)."""

from __future__ import annotations

import re

from .content import File
from .invalid import Refused
from .read import percent_decoded
from .text import text_of

_INVALID = "is not a valid form"
_INVALID_MULTIPART = "is not a valid multipart form"
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_TYPE = re.compile(rf"\s*({_TOKEN}(?:/{_TOKEN})?)\s*")
_PARAMETER = re.compile(rf'\s*;\s*(?:({_TOKEN})\s*=\s*(?:({_TOKEN})|"((?:[^"\\]|\\.)*)")\s*)?')
_LINE_END = re.compile(rb"\r?\n")


def url_decoded(text: str) -> dict[str, list[str]]:
    """Take an URL-encoded form apart."""
    fields: dict[str, list[str]] = {}
    for part in text.split("&"):
        if ";" in part:
            raise Refused(_INVALID)
        if not part:
            continue
        name, _, value = part.partition("=")
        try:
            fields.setdefault(_unescaped(name), []).append(_unescaped(value))
        except Refused:
            raise Refused(_INVALID) from None
    return fields


def _unescaped(text: str) -> str:
    text = text.replace("+", " ")
    return percent_decoded(text) if "%" in text else text


def parameters_of(value: str) -> tuple[str, dict[str, str]]:
    """Take a header such as Content-Type apart: its value and its parameters."""
    found = _TYPE.match(value)
    if found is None:
        raise Refused(_INVALID_MULTIPART)
    kind, at = found[1].lower(), found.end()
    parameters: dict[str, str] = {}
    while at < len(value):
        found = _PARAMETER.match(value, at)
        if found is None or (found[1] and found[1].lower() in parameters):
            raise Refused(_INVALID_MULTIPART)
        if found[1]:
            quoted = re.sub(r"\\(.)", r"\1", found[3]) if found[3] is not None else ""
            parameters[found[1].lower()] = found[2] or quoted
        elif found.end() < len(value):
            raise Refused(_INVALID_MULTIPART)
        at = found.end()
    return kind, parameters


def parts(content_type: str, body: bytes) -> tuple[dict[str, list[str]], dict[str, list[File]]]:
    """Take a multipart form apart: the values of its fields, and its parts as files."""
    _, parameters = parameters_of(content_type)
    boundary = parameters.get("boundary", "").encode()
    if not boundary:
        raise Refused(_INVALID_MULTIPART)
    fields: dict[str, list[str]] = {}
    files: dict[str, list[File]] = {}
    for part in _split(body, boundary):
        name, file_name, file = _part(part)
        files.setdefault(name, []).append(file)
        if not file_name:
            fields.setdefault(name, []).append(text_of(file.content))
    return fields, files


def _split(body: bytes, boundary: bytes) -> list[bytes]:
    delimiter = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(\r?\n|$)")
    found: list[bytes] = []
    begin = None
    at = 0
    while (delimited := delimiter.search(body, at)) is not None:
        if begin is not None:
            found.append(body[begin : max(delimited.start(), begin)])
        if delimited[1]:
            return found
        if not delimited[2]:
            break  # the end of the body, without a part
        begin = delimited.end()
        at = begin - len(delimited[2])  # the line's end may begin the next delimiter
    if begin is not None:
        raise Refused(_INVALID_MULTIPART)
    return found  # no part at all


def _part(part: bytes) -> tuple[str, str, File]:
    headers: dict[str, str] = {}
    at = 0
    while True:
        end = _LINE_END.search(part, at)
        if end is None:
            if part[at:]:
                raise Refused(_INVALID_MULTIPART)
            break
        line = part[at : end.start()]
        at = end.end()
        if not line:
            break
        name, separator, value = text_of(line).partition(":")
        if not separator or not name or name != name.strip():
            raise Refused(_INVALID_MULTIPART)
        headers.setdefault(name.lower(), value.strip(" \t"))
    try:
        kind, disposition = parameters_of(headers.get("content-disposition", ""))
    except Refused:
        kind, disposition = "", {}
    name = disposition.get("name", "") if kind == "form-data" else ""
    file_name = disposition.get("filename", "").rpartition("/")[2]
    content = part[at:]
    if headers.get("content-transfer-encoding", "").lower() == "quoted-printable":
        from binascii import a2b_qp  # noqa: PLC0415  # hardly any form has it

        content = a2b_qp(content)
    return name, file_name, File(file_name, headers.get("content-type", ""), content)
