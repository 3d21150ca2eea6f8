"""Finds places in the user's program, which messages name."""

from __future__ import annotations

import sys
from itertools import islice
from types import FrameType

# A generated package has these files in a package of their own: all of it is not a place of the user's.
_PARENT, _, _ = __package__.rpartition(".")
_SKIPPED = (_PARENT or __package__, "jsii")


def call_site() -> str | None:
    """Give file:line:column of the first call that is neither of this package nor of the CDK's runtime."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and _is_skipped(frame):
        frame = frame.f_back
    return None if frame is None else f"{frame.f_code.co_filename}:{frame.f_lineno}:{_column(frame)}"


def _is_skipped(frame: FrameType) -> bool:
    module = str(frame.f_globals.get("__name__", ""))
    return any(module == name or module.startswith(name + ".") for name in _SKIPPED)


def _column(frame: FrameType) -> int:
    # An instruction has two bytes.
    position = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None), None)
    column = None if position is None else position[2]
    return 1 if column is None else column + 1
