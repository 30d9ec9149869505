"""Expressions: Python's spelling, parsed with `ast`, whitelisted, typed, compiled once for each distinct text."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Container, Mapping

from game.engine.program import Expr
from game.story.expressions import terms
from game.story.expressions.checker import Checker
from game.story.expressions.conditions import Conditions, conditions
from game.story.expressions.foreign import unreadable
from game.story.expressions.scope import NAMED, Compiled, Fault, Scope
from game.story.expressions.terms import UNKNOWN, Term

MAX_LENGTH = 1000
MAX_BRACKETS = 30
NOTHING = Compiled(None, ())
"""What becomes of no text at all."""


def condition(source: str, scope: Scope, *, invariant: bool = False, here: str = "") -> Compiled:
    """Compile a text that must be true or false; equal texts give the same object. `here` is the scene that the word
    stands for, '' where it means nothing.
    """
    return _cached("invariant" if invariant else "condition", source, scope, here)


def compares(source: str) -> bool:
    """Whether a text is meant as a condition, be it a wrong one, going by its signs alone."""
    return isinstance(parse(source)[0], ast.Compare | ast.BoolOp) or source.strip().startswith("not ")


def number(source: str, scope: Scope) -> Compiled:
    """Compile a text that must be a number; `low` and `high` of the result are its range."""
    return _cached("number", source, scope)


def settle(node: ast.expr, scope: Scope) -> None:
    """Compile the conditions that an expression names, and those that they name: each once."""
    for name in scope.conditions.under(node, lambda name: scope.named(name) is not None):
        scope.cache[NAMED, name] = _compile("condition", scope.conditions.sources[name], scope)


def conditions_of(sources: Mapping[str, str]) -> Conditions:
    """The conditions that have a name, by what was written."""
    return conditions(sources, {name: parse(source)[0] for name, source in sources.items()})


def typed(source: str, scope: Scope, here: str = "", *, rolls: bool = False) -> tuple[Term, ast.expr | None, Checker]:
    """The term of a text of any kind, its node, and the checker that holds the faults found, and what is rolled where
    chance may have a part.
    """
    checker = Checker(scope, source, here=here)
    checker.dice = [] if rolls else None
    node, fault = parse(source, scope.sets)
    if node is None:
        checker.faults += [fault] if fault else []
        return UNKNOWN, None, checker
    settle(node, scope)
    return checker.term(node), node, checker


def _cached(kind: str, source: str, scope: Scope, here: str = "") -> Compiled:
    key = (f"{kind} in {here}" if here and "here" in source else kind, source)
    known = scope.cache.get(key)
    if known is None:
        known = scope.cache[key] = _compile(kind, source, scope, here)
    return known


def _compile(kind: str, source: str, scope: Scope, here: str = "") -> Compiled:
    checker = Checker(scope, source, invariant=kind == "invariant", here=here)
    node, fault = parse(source, scope.sets)
    if node is None:
        return Compiled(None, (fault,) if fault else ())
    settle(node, scope)
    term = checker.number(node) if kind == "number" else terms.truth(checker.condition(node))
    if term.open:
        checker.fault("S313", node, source=source)
    if checker.faults or checker.broken:
        return Compiled(None, tuple(checker.faults))
    return Compiled(scope.intern(term.expr), (), term.low, term.high)


def parse(source: str, sets: Container[str] = ()) -> tuple[ast.expr | None, Fault | None]:
    """The syntax tree of an expression (columns count from its first visible character), or the fault that stops it,
    which is told by the names of the story's sets.
    """
    if len(source) > MAX_LENGTH:
        return None, Fault("S310", 0, {"what": f"longer than {MAX_LENGTH} characters"})
    if (at := _too_deep(source)) is not None:
        return None, Fault("S310", at, {"what": f"more than {MAX_BRACKETS} brackets deep"})
    if not source.strip():
        return None, Fault("S308", 0, {"what": "it is empty", "fix": "Write what it should be, or leave the key out."})
    text = re.sub(r"[\r\n\t]", " ", source).strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, mode="eval").body, None
    except SyntaxError as error:
        return None, unreadable(source, error, sets)
    except (ValueError, RecursionError, MemoryError):
        return None, Fault("S310", 0, {"what": "beyond what can be read"})


def _too_deep(source: str) -> int | None:
    depth = 0
    for at, char in enumerate(source):
        depth += (char in "([{") - (char in ")]}")
        if depth > MAX_BRACKETS:
            return at
    return None


def conjuncts(expr: Expr) -> tuple[Expr, ...]:
    """The sub-conditions of a guard that must all hold, in the author's order."""
    return expr[1:] if expr[0] == "and" else (expr,)
