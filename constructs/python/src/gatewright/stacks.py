"""Spreads constructs over nested stacks."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from aws_cdk import NestedStack

if TYPE_CHECKING:
    from constructs import Construct


class Stacks:
    """Nested stacks over which constructs are spread by their names.

    A stack has at most 500 resources, and one function for each of some hundred operations has more. A name always gets
    the same stack as long as there are as many of them; with another number most names stay where they are. The API
    itself belongs into the parent, and nothing in the nested stacks may refer to it.
    """

    stacks: tuple[NestedStack, ...]

    def __init__(self, scope: Construct, id: str, count: int) -> None:
        """Make nested stacks, which are numbered from 1."""
        self.stacks = tuple(NestedStack(scope, f"{id}{number}") for number in range(1, max(count, 1) + 1))

    def for_(self, name: str) -> NestedStack:
        """Give the stack in which the construct of a name belongs."""
        return self.stacks[max(range(len(self.stacks)), key=lambda number: _weight(name, number))]


def _weight(name: str, stack: int) -> int:
    """Give how much a name wants a stack (rendezvous hashing)."""
    return int.from_bytes(sha256(f"{stack}\0{name}".encode()).digest()[:8])
