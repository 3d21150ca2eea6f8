"""What several files need to write values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def given(values: Mapping[str, T | None]) -> dict[str, T]:
    """Give the values that are there."""
    return {name: value for name, value in values.items() if value is not None}
