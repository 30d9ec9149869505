"""A compiled condition in the author's spelling."""

from __future__ import annotations

from typing import Any

from game.engine import Expr, Program, Slot
from game.story.expressions.functions import quoted

_LOOSEST = ("or", "and", "not", "compare", "+", "*", "neg", "name")
"""What binds more loosely stands before what binds more tightly."""
_BINDS = {
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "scene"), "compare"),
    **dict.fromkeys(("+", "-"), "+"),
    **dict.fromkeys(("//", "%"), "*"),
    **dict.fromkeys(("var", "const", "min", "max", "fairly", "count"), "name"),
}


def spelled(expr: Expr, program: Program) -> str:
    """An expression as an author of the story would write it."""
    return _Spelling(program)(expr)


class _Spelling:
    def __init__(self, program: Program) -> None:
        self.slots = program.slots
        self.scenes = tuple(program.index)

    def __call__(self, expr: Expr, around: str = "or") -> str:
        """The words of an expression, in brackets where what stands around it binds more tightly."""
        written = self._written(expr)
        own = _BINDS.get(expr[0], expr[0])
        return f"({written})" if _LOOSEST.index(own) < _LOOSEST.index(around) else written

    def _written(self, expr: Expr) -> str:
        match expr[0]:
            case "const":
                return str(expr[1])
            case "var":
                return _name(self.slots[expr[1]])
            case "not":
                return f"not {self(expr[1], 'not')}"
            case "neg":
                return f"-{self(expr[1], 'neg')}"
            case "and" | "or":
                return f" {expr[0]} ".join(self(part, expr[0]) for part in expr[1:])
            case "count":
                return f"count({set_of(self.slots[expr[1][1]])})"
            case "min" | "max" | "fairly":
                return f"{expr[0]}({', '.join(self(part) for part in expr[1:])})"
            case "in":
                values = ", ".join(self._value(value, expr[1]) for value in expr[2])
                return f"{self(expr[1], '+')} in [{values}]"
            case "scene":
                return f"scene in [{', '.join(quoted(self.scenes[index]) for index in expr[1])}]"
        return self._both(*expr)

    def _both(self, op: str, left: Any, right: Any) -> str:
        """Two sides and the sign between; a number beside a variable of names is one of these."""
        if _BINDS.get(op) == "compare":
            one, two = (
                self._value(side[1], other) if side[0] == "const" else self(side, "+")
                for side, other in ((left, right), (right, left))
            )
            return f"{one} {op} {two}"
        own = _BINDS.get(op, op)
        tighter = _LOOSEST[_LOOSEST.index(own) + 1]
        return f"{self(left, own)} {op} {self(right, tighter)}"

    def _value(self, value: int, beside: Expr) -> str:
        slot = self.slots[beside[1]] if beside[0] == "var" else None
        if slot is None or not 0 <= value < len(slot.names):
            return str(value)
        return quoted(slot.names[value])


def _name(slot: Slot) -> str:
    """A variable's name, or the question that a counter answers."""
    if slot.kind == "member":
        return f"{set_of(slot)}[{quoted(slot.name[:-1].partition('[')[2])}]"
    kind, _, what = slot.name.partition(":")
    if slot.kind == "visits":
        return f"visits({quoted(what)})"
    if slot.kind == "taken":
        scene, _, choice = what.partition("/")
        return f"taken({quoted(scene)}, {quoted(choice)})"
    return kind


def set_of(slot: Slot) -> str:
    """The name of the set that a slot tells of a member of."""
    return slot.name.partition("[")[0]
