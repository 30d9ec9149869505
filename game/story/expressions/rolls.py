"""Rolls: `roll(1, 6)` in an effect, any of some numbers as chance has it."""

from __future__ import annotations

import ast
import re

from game.story.expressions.scope import Fault
from game.story.expressions.terms import UNKNOWN, Term
from game.story.expressions.typer import MAX_NUMBER, Die, Typer

ROLL = "roll"
EXAMPLE = "For example: found = roll(1, 6), or roll(6), which says the same."
MOST_SIDES = 100

_WHOLE = "Write roll(6) for roll(1, 6), or put the whole effect into quotation marks."

_ELSEWHERE = ("random", "rand", "randint", "dice", "rnd")

_CUT = re.compile(r"\broll\(\s*[^(),\s]+\s*$")
_REST = re.compile(r"\s*-?\d+\s*\)")
_COMMA = "a comma ends an effect in square brackets or braces, and so in the middle of a roll"


def roll(typer: Typer, node: ast.Call) -> Term:
    """The term of a roll: a number of which chance decides, where chance has a part at all."""
    words = typer.words(node)
    if typer.dice is None:
        return typer.fault("S360", node, source=words)
    if node.keywords or len(node.args) not in (1, 2):
        return typer.fault("S361", node, what=f"roll() takes one number or two, and is given {words}", fix=EXAMPLE)
    ends = [_end(typer, part) for part in node.args]
    if None in ends:
        return UNKNOWN
    low, high = (1, *ends)[-2:]
    assert low is not None and high is not None  # noqa: PT018  # the types do not know that
    if high <= low:
        return typer.fault("S363", node, source=words, fix=_more(node, low, high))
    if high - low >= MOST_SIDES:
        return typer.fault("S364", node, source=words, sides=f"{high - low + 1:,}", most=str(MOST_SIDES))
    if max(abs(low), abs(high)) > MAX_NUMBER:
        return typer.fault("S316", node, most=f"{MAX_NUMBER:,}")
    typer.dice.append(Die(low, high - low + 1))
    return Term(("rolled", len(typer.dice) - 1), "int", low, high, floor=min(low, 0))


def instead_of(typer: Typer, node: ast.Call, name: str) -> str:
    """What to write in an effect instead of another system's function; '' where that is none, or chance has no part."""
    if typer.dice is None or name.lower() not in _ELSEWHERE or len(node.args) not in (1, 2):
        return ""
    return f"Write roll({', '.join(typer.words(part) for part in node.args)})."


def _end(typer: Typer, node: ast.expr) -> int | None:
    """An end of a roll; None, and a fault, where it is not a number that is written out."""
    try:
        written = ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError):
        written = None
    if type(written) is int:
        return written
    before = len(typer.faults)
    term = typer.number(node)
    if term.expr[0] == "const" and term is not UNKNOWN:
        return term.low
    if len(typer.faults) == before:
        typer.fault("S362", node, source=typer.words(node))
    return None


def _more(node: ast.Call, low: int, high: int) -> str:
    if high < low and len(node.args) == 2:
        return f"The lower end stands first: roll({high}, {low})."
    return f"{low} alone needs no roll." if low == high else EXAMPLE


def cut_off(source: str) -> Fault | None:
    """The fault of an effect that ends within a roll, where YAML has taken the comma for its own; None for others."""
    found = _CUT.search(source)
    return None if found is None else Fault("S361", found.start(), {"what": _COMMA, "fix": _WHOLE})


def is_rest(source: str, before: str) -> bool:
    """Whether a text is what such a comma has cut off from the one before it."""
    return _REST.match(source) is not None and cut_off(before) is not None
