"""The ways of `{oil == 0: none|oil < 3: little|enough}`, as they are read."""

from __future__ import annotations

from typing import NamedTuple

from game.engine.program import Expr, Text
from game.story.expressions.scope import Compiled, Fault


class Guard(NamedTuple):
    """What stands before a colon, from `begin` to `end` (-1: there is no colon), and what it is as a condition."""

    begin: int
    end: int
    compiled: Compiled

    def faults(self) -> list[Fault]:
        """What is wrong with the condition, at its places in the text."""
        return [fault._replace(offset=fault.offset + self.begin) for fault in self.compiled.faults]


class Way(NamedTuple):
    """A way: its condition, None for what is read otherwise; its words; where it begins, and how many variants that
    have words begin before it.
    """

    guard: Expr | None
    words: Text
    begin: int
    variants: int
