"""Expressions, compiled once into closures over the tuple of slot values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from game.engine.arithmetic import fairly
from game.engine.program import Expr

Values = Sequence[int]
Evaluate = Callable[[Values], int]
Compile = Callable[[Expr], Evaluate]

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""What each sign of a comparison asks."""
ARITHMETIC: dict[str, Callable[[Any, Any], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
    "fairly": fairly,
}
"""What each operation on two numbers gives; a divisor is never 0."""


def compile_expr(expr: Expr, compile_part: Compile | None = None) -> Evaluate:
    """A function from slot values to an integer (0 or 1 for a condition).

    `compile_part` compiles the parts of the expression; it may know them already. Raises ValueError for an operator
    that play does not know (a 'scene' test belongs to invariants).
    """
    op, inner = expr[0], compile_part or compile_expr
    if op in COMPARE:
        return _comparison(op, expr[1], expr[2], inner)
    if op in ARITHMETIC:
        combine, left, right = ARITHMETIC[op], inner(expr[1]), inner(expr[2])
        return lambda v: combine(left(v), right(v))
    if op in ("and", "or"):
        return _junction(op, [inner(part) for part in expr[1:]])
    if op == "count":
        return _count(expr, inner)
    if op in ("min", "max"):
        choose: Callable[[Any], int] = min if op == "min" else max
        parts = [inner(part) for part in expr[1:]]
        return lambda v: choose([part(v) for part in parts])
    return _leaf(expr, inner)


def _count(expr: Expr, compile_part: Compile) -> Evaluate:
    """How many conditions hold: most often they are all the members of a set."""
    if len(expr) > 2 and all(part[0] == "var" for part in expr[1:]):
        members = operator.itemgetter(*[part[1] for part in expr[1:]])
        return lambda v: sum(members(v))
    parts = [compile_part(part) for part in expr[1:]]
    return lambda v: sum([part(v) for part in parts])


def _leaf(expr: Expr, compile_part: Compile) -> Evaluate:
    op = expr[0]
    if op == "const":
        number = int(expr[1])
        return lambda v: number
    if op == "var":
        return operator.itemgetter(expr[1])
    if op == "rolled":
        return operator.itemgetter(-1 - expr[1])  # see `rolls.with_rolled`
    if op == "not":
        return _negation(expr[1], compile_part)
    if op == "neg":
        inner = compile_part(expr[1])
        return lambda v: -inner(v)
    if op == "in":
        inner, members = compile_part(expr[1]), frozenset(expr[2])
        return lambda v: inner(v) in members
    raise ValueError(f"not an expression of play: {op!r}")


def _negation(expr: Expr, compile_part: Compile) -> Evaluate:
    if expr[0] == "var":
        slot = expr[1]
        return lambda v: not v[slot]
    inner = compile_part(expr)
    return lambda v: not inner(v)


def _comparison(op: str, left: Expr, right: Expr, compile_part: Compile) -> Evaluate:
    """Comparisons of a variable with a number are most of what stories ask: they get closures of their own."""
    if left[0] == "var" and right[0] == "const":
        return _slot_against_number(op, left[1], right[1])
    compare, a, b = COMPARE[op], compile_part(left), compile_part(right)
    return lambda v: compare(a(v), b(v))


def _slot_against_number(op: str, slot: int, number: int) -> Evaluate:
    table: dict[str, Evaluate] = {
        "==": lambda v: v[slot] == number,
        "!=": lambda v: v[slot] != number,
        "<": lambda v: v[slot] < number,
        "<=": lambda v: v[slot] <= number,
        ">": lambda v: v[slot] > number,
        ">=": lambda v: v[slot] >= number,
    }
    return table[op]


def _junction(op: str, parts: list[Evaluate]) -> Evaluate:
    if len(parts) == 2:
        a, b = parts
        if op == "and":
            return lambda v: a(v) and b(v)
        return lambda v: a(v) or b(v)
    if op == "and":
        return lambda v: all(part(v) for part in parts)
    return lambda v: any(part(v) for part in parts)
