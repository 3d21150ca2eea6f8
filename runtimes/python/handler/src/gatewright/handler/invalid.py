"""What is wrong with a request."""

from __future__ import annotations

from typing import Any, Final

from .response import ApiResponse

__all__ = ["InvalidRequest", "Problem", "Refused"]


class Refused(ValueError):
    """Why a value is refused, in words for the client: "must be an integer"."""


class Problem:
    """One thing that is wrong with a request."""

    __slots__ = ("name", "place", "reason", "unsupported")

    def __init__(self, place: str, name: str, reason: str, *, unsupported: bool = False) -> None:
        self.place: Final = place
        """ "path", "query", "header", "cookie" or "body"."""
        self.name: Final = name
        """Of the parameter, or of a field in the body; may be empty."""
        self.reason: Final = reason
        self.unsupported: Final = unsupported
        """Whether it is the body's content type."""

    def __str__(self) -> str:
        if self.place in ("header", "cookie") or (self.place == "body" and not self.name):
            return f"{self.place} {self.name}".strip() + f" {self.reason}"
        if self.place == "body":
            return f"field {self.name} of the body {self.reason}"
        return f"{self.place} parameter {self.name} {self.reason}"


class InvalidRequest(ApiResponse[int, Any]):
    """All that is wrong with a request: 400, or 415 when the body's content type is all."""

    described = False
    problems: Final[tuple[Problem, ...]]

    def __init__(self, problems: list[Problem]) -> None:
        if len(problems) == 1 and problems[0].unsupported:
            super().__init__(415, {"message": "Unsupported Media Type"})
        else:
            super().__init__(400, {"message": "Invalid request: " + "; ".join(map(str, problems))})
        self.problems = tuple(problems)
