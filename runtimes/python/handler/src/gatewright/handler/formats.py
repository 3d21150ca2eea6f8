"""The formats of strings that OpenAPI and JSON Schema register."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .invalid import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from .check import Check

_FEBRUARY = 2
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:[.,][0-9]+)?(?:Z|[+-]([0-9]{2}):([0-9]{2}))")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")
_LABEL = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?")
_LONGEST_NAME = 253
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AUTHORITY = re.compile(
    r"//(?:[\w.~!$&'()*+,;=:%-]*@)?(\[[0-9A-Fa-f:.]+(?:%25[^\]]*)?\]|[^\s<>\"^`{|}\\\[\]:/?#]*)(?::[0-9]*)?(?=[/?#]|$)"
)


def _format(holds: Callable[[str], object], reason: str) -> Check:
    def check(text: str) -> None:
        if not holds(text):
            raise Refused(reason)

    return check


def is_date(text: str) -> bool:
    """Report whether a string is a full-date of RFC 3339."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    if not 1 <= month <= len(_DAYS):
        return False
    leap = month == _FEBRUARY and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= _DAYS[month - 1] + leap


def _is_time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    hour, minute, second, offset_hours, offset_minutes = (int(part or 0) for part in found.groups())
    return hour < 24 and minute < 60 and second < 60 and offset_hours <= 24 and offset_minutes <= 60  # noqa: PLR2004


def is_date_time(text: str) -> bool:
    """Report whether a string is a date-time of RFC 3339."""
    day, separator, time = text.partition("T")
    return separator != "" and is_date(day) and _is_time(time)


def _is_ipv6(text: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address  # noqa: PLC0415  # few need it

    try:
        return "%" not in text and text.isascii() and IPv6Address(text) is not None
    except AddressValueError:
        return False


def _is_uri(text: str) -> bool:
    scheme = _SCHEME.match(text)
    if scheme is None or _CONTROL.search(text):
        return False
    rest, _, _ = text[scheme.end() :].partition("#")
    rest, _, _ = rest.partition("?")
    if not rest.startswith("/"):
        return True
    if rest.startswith("//") and _AUTHORITY.match(rest) is None:
        return False
    return _BROKEN_ESCAPE.search(rest) is None


def _is_hostname(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and all(_LABEL.fullmatch(label) for label in text.split("."))


def _is_email(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    return local != "" and not any(c in text for c in " \t\r\n") and _is_hostname(domain)


date = _format(is_date, "must be a date as in 2006-01-02")
date_time = _format(is_date_time, "must be a date and a time as in 2006-01-02T15:04:05Z")
time = _format(_is_time, "must be a time as in 15:04:05Z")
uuid = _format(_UUID.fullmatch, "must be a UUID")
ipv4 = _format(_IPV4.fullmatch, "must be an IPv4 address")
ipv6 = _format(_is_ipv6, "must be an IPv6 address")
uri = _format(_is_uri, "must be a URI")
email = _format(_is_email, "must be an email address")
hostname = _format(_is_hostname, "must be a host name")
