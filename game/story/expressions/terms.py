"""Typed terms: compiled expressions that know their kind and range, built with constants folded away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from game.engine.arithmetic import ends_of
from game.engine.expr import ARITHMETIC
from game.engine.program import Expr
from game.story.expressions.scope import Variable

UNBOUNDED = 1 << 40
"""Stands for "no highest value yet": a counter's, before somebody compares it with a number."""

KINDS = {"bool": "true or false", "int": "a number", "enum": "one of a list"}
"""The kinds of terms, for messages."""

TRUE: Expr = ("const", 1)
FALSE: Expr = ("const", 0)
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRROR = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Term(NamedTuple):
    """An expression of a kind ('bool', 'int', 'enum', or '?' after a fault) with its lowest and highest value.

    `names` are the values of an enum. `open` lists counter slots inside that nobody has bounded yet, and `floor` is a
    number that the rest of a sum with such a counter cannot fall below: a counter past `n - floor` takes it past `n`.
    """

    expr: Expr
    kind: str
    low: int = 0
    high: int = 1
    names: tuple[str, ...] = ()
    open: tuple[int, ...] = ()
    floor: int = 0


UNKNOWN = Term(FALSE, "?")


def number(value: int) -> Term:
    """A constant."""
    return Term(("const", value), "int", value, value, floor=min(value, 0))


def truth(expr: Expr) -> Term:
    """A condition."""
    if expr[0] == "const":
        return Term(expr, "bool", expr[1], expr[1])
    return Term(expr, "bool")


def negate(expr: Expr) -> Expr:
    """The opposite of a condition, pushed inwards so that what is left reads as the author would say it."""
    op = expr[0]
    if op == "const":
        return FALSE if expr[1] else TRUE
    if op == "not":
        inner: Expr = expr[1]
        return inner
    if op in OPPOSITE:
        return (OPPOSITE[op], expr[1], expr[2])
    if op in ("and", "or"):
        return join("or" if op == "and" else "and", [negate(part) for part in expr[1:]])
    return ("not", expr)


def join(op: str, parts: list[Expr]) -> Expr:
    """`and` or `or` over conditions: flat, without repeats, without parts that are always true (or false)."""
    neutral, final = (TRUE, FALSE) if op == "and" else (FALSE, TRUE)
    flat: dict[Expr, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part[1:] if part[0] == op else (part,)))
    flat.pop(neutral, None)
    if final in flat:
        return final
    if len(flat) < 2:
        return next(iter(flat), neutral)
    return (op, *flat)


def arithmetic(op: str, left: Term, right: Term) -> Term:
    """An operation on two numbers (a sum, a remainder ...), with its range."""
    if left.expr[0] == right.expr[0] == "const":
        return number(ARITHMETIC[op](left.low, right.low))
    low, high = _bounds(op, left, right)
    if right.expr == FALSE and op in "+-":
        return left
    if left.expr == FALSE and op == "+":
        return right
    floor = min(left.floor, 0) + (min(right.floor, 0) if op == "+" else min(-right.high, 0))
    floor = floor if left.open or right.open else min(low, 0)
    return Term((op, left.expr, right.expr), "int", low, high, open=left.open + right.open, floor=floor)


def _bounds(op: str, a: Term, b: Term) -> tuple[int, int]:
    if op == "+":
        return a.low + b.low, a.high + b.high
    if op == "-":
        return a.low - b.high, a.high - b.low
    if op != "*":
        return ends_of(op, (a.low, a.high), (b.low, b.high))
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return min(corners), max(corners)


def minus(term: Term) -> Term:
    """The negative of a number."""
    if term.expr[0] == "const":
        return number(-term.expr[1])
    return Term(("neg", term.expr), "int", -term.high, -term.low, floor=min(-term.high, 0))


def extreme(op: str, terms: list[Term]) -> Term:
    """`min` or `max` of numbers."""
    choose = min if op == "min" else max
    low, high = choose(term.low for term in terms), choose(term.high for term in terms)
    if all(term.expr[0] == "const" for term in terms):
        return number(low)
    opened = tuple(slot for term in terms for slot in term.open)
    floor = min(term.floor for term in terms)
    return Term((op, *(term.expr for term in terms)), "int", low, high, open=opened, floor=floor)


def how_many(slots: Iterable[int]) -> Term:
    """How many of some booleans are true."""
    parts: list[Expr] = [("var", slot) for slot in slots]
    return Term(("count", *parts), "int", 0, len(parts))


def verdict(op: str, left: Term, right: Term) -> bool | None:
    """What a comparison always is, going by the ranges alone; None when it depends."""
    if left.expr == right.expr:
        return op in ("==", "<=", ">=")
    if op in ("!=", ">=", ">"):
        known = verdict(OPPOSITE[op], left, right)
        return None if known is None else not known
    if op == "==":
        if left.low == left.high == right.low == right.high:
            return True
        return False if left.high < right.low or right.high < left.low else None
    strict = op == "<"
    if left.high < right.low or (not strict and left.high == right.low):
        return True
    if left.low > right.high or (strict and left.low == right.high):
        return False
    return None


def comparison(op: str, left: Term, right: Term) -> Expr:
    """A comparison with any constant on its right; comparing a condition with true or false is the condition itself."""
    if left.expr[0] == "const":
        op, left, right = MIRROR[op], right, left
    if left.kind == "bool" and right.expr[0] == "const":
        return left.expr if bool(right.expr[1]) == (op == "==") else negate(left.expr)
    return (op, left.expr, right.expr)


def variable_term(number: int, variable: Variable) -> Term:
    """The term that reads a variable."""
    floor = min(variable.low, 0)
    return Term(("var", number), variable.kind, variable.low, variable.high, variable.names, floor=floor)


def range_words(term: Term) -> str:
    """A term's range, for a message."""
    if term.low == term.high:
        return f"{term.low}"
    return f"{term.low} or more" if term.high >= UNBOUNDED else f"{term.low} to {term.high}"
