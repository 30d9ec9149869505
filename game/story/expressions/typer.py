"""What the parts of the checker have in common: an expression, its faults, and the terms they ask of each other."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from typing import NamedTuple

from game.story.expressions.scope import FARTHEST_COUNT, Fault, Scope
from game.story.expressions.terms import UNKNOWN, Term

MAX_NUMBER = 1_000_000
"""The largest number that may be written."""


class Die(NamedTuple):
    """Shows one of so many numbers from `low` on."""

    low: int
    sides: int


class Typer(ABC):
    """One expression that is being typed: `functions`, `memberships` and `refusals` know the checker as this."""

    def __init__(self, scope: Scope, source: str, here: str = "") -> None:
        self.scope = scope
        self.here = here
        self.source = source.strip()
        self.faults: list[Fault] = []
        self.dice: list[Die] | None = None
        """What the expression rolls, in its order; None where chance has no part."""
        self._ascii = source.isascii()
        self._lead = len(source) - len(source.lstrip())

    @abstractmethod
    def term(self, node: ast.expr) -> Term:
        """The typed term of any node."""

    @abstractmethod
    def number(self, node: ast.expr) -> Term:
        """A node that must be a number."""

    @abstractmethod
    def value_of(self, owner: Term, node: ast.expr) -> Term:
        """A value of the one_of that `owner` is: its name, a text, or another variable with the same list."""

    def fault(self, code: str, node: ast.AST, **details: str) -> Term:
        """Note a fault at a node; the unknown term keeps further faults from following out of it."""
        self.faults.append(Fault(code, self.offset(node), details))
        return UNKNOWN

    def offset(self, node: ast.AST) -> int:
        """Where a node begins, in characters (`ast` counts bytes)."""
        column: int = getattr(node, "col_offset", 0)
        return self._lead + (column if self._ascii else len(self.source.encode()[:column].decode(errors="ignore")))

    def words(self, node: ast.AST) -> str:
        """The source of a node."""
        return ast.get_source_segment(self.source, node) or self.source

    def between(self, left: ast.expr, right: ast.expr) -> str:
        """The source between two nodes of one line."""
        words = self.source.encode()[left.end_col_offset : right.col_offset]
        return words.decode(errors="ignore")

    def refuse(self, node: ast.AST, what: str, fix: str) -> Term:
        """Note something that expressions do not have, and what to write instead."""
        return self.fault("S309", node, what=what, fix=fix, source=self.words(node))

    def count(self, op: str, counted: Term, other: Term, node: ast.AST) -> None:
        """Let the counters of one side count far enough to settle the comparison with the other."""
        if not counted.open:
            return
        upto = max(1, other.high - counted.floor + (0 if op in (">=", "<") else 1))
        if upto > FARTHEST_COUNT:
            self.fault("S314", node, most=str(FARTHEST_COUNT), asked=str(upto))
            return
        for slot in counted.open:
            self.scope.counters.raise_to(slot, upto)
