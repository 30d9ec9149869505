"""What braces print: a variable, what is in a set, a number that is worked out, or words that the player typed."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from game.engine.program import Expr, Text
from game.engine.questions import slots_of
from game.engine.typed import FORMS
from game.story.diagnostics import nearest
from game.story.expressions import parse
from game.story.expressions.scope import FARTHEST_COUNT, Fault, Members, Variable
from game.story.expressions.terms import Term
from game.story.prose import foreign_prose
from game.story.prose.lists import patterns
from game.story.prose.setting import Setting

_NAME = re.compile(r"[A-Za-z_]\w*")
_WORKED_OUT = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Compare, ast.BoolOp, ast.Subscript)
"""What is meant as an expression, be it a wrong one; anything else was meant otherwise."""
BRACE = -1
"""Where the opening brace stands, counted from what follows it."""


class Printed(NamedTuple):
    """What became of a pair of braces: its text, its faults, and what is printed, None where that is not known."""

    text: Text
    faults: tuple[Fault, ...] = ()
    expr: Expr | None = None


def printed(source: str, setting: Setting) -> Printed:
    """What stands between two braces without a condition or alternatives; offsets count from after the first."""
    name = source.strip()
    if not name:
        return _refused("S407", BRACE, what="pair of braces")
    return _variable(source, name, setting) if _NAME.fullmatch(name) else _number(source, name, setting)


def said(source: str, form: str, setting: Setting) -> Printed:
    """Words that the player typed, whose name stands in `source`, in a form: '' as they are, or one of `FORMS`."""
    scope, name = setting.scope, source.strip()
    number = scope.typed[name]
    scope.said.add(number)
    faults: tuple[Fault, ...] = ()
    if form and form not in FORMS:
        details = {"name": name, "form": form, "near": nearest(form, FORMS)}
        faults, form = (Fault("S357", BRACE, details),), ""
    return Printed((("said", number, form, setting.typed(number)),), faults, ("said", number))


def _refused(code: str, offset: int, **details: str) -> Printed:
    """What is wrong stands for itself, so that nobody calls it nothing as well."""
    return Printed(details.get("name") or details.get("source", ""), (Fault(code, offset, details),))


def _variable(source: str, name: str, setting: Setting) -> Printed:
    scope = setting.scope
    slot = scope.numbers.get(name)
    if slot is None and name in scope.typed:
        return said(name, "", setting)
    if name in scope.sets:
        return _listed(scope.sets[name], setting)
    if slot is None:
        instead = foreign_prose.printed(name, scope)
        near = "" if instead else nearest(name, scope.printed)
        fix = instead or "Declare it under variables: in story.yaml."
        return _refused("S301", source.index(name), name=name, near=near, fix=fix)
    variable = scope.variables[slot]
    scope.read.add(slot)
    faults = [Fault("S415", BRACE, {"name": name})] if variable.hidden else []
    if variable.kind == "bool" and not faults:
        faults.append(Fault("S406", BRACE, {"name": name}))
    if variable.kind == "enum":
        words = setting.words(slot) if setting.words else variable.names
        return Printed((("word", slot, words),), tuple(faults), ("var", slot))
    return Printed((("num", slot),), tuple(faults), ("var", slot))


def _listed(members: Members, setting: Setting) -> Printed:
    """What is in a set, in words."""
    scope, slots = setting.scope, members.slots
    scope.read.update(slots)
    words = setting.words(members.first) if setting.words else members.names
    hidden = scope.variables[members.first].hidden
    faults = (Fault("S415", BRACE, {"name": members.name}),) if hidden else ()
    items = tuple(zip(slots, words, strict=True))
    return Printed((("list", items, patterns(setting.language)),), faults, ("list", members.first))


def _number(source: str, name: str, setting: Setting) -> Printed:
    """A number that is worked out."""
    instead = foreign_prose.printed(name, setting.scope)
    term, node, checker = parse.typed(source, setting.scope, setting.here)
    if instead or not isinstance(node, _WORKED_OUT):
        return _refused("S416", BRACE, source=name, fix=instead)
    if checker.faults or checker.broken:
        return Printed(name, tuple(checker.faults))
    if term.kind == "bool":
        return _refused("S406", BRACE, name=name)
    hidden = dict.fromkeys(variable.of or variable.name for variable in _read(term, setting) if variable.hidden)
    for slot in term.open:
        setting.scope.counters.raise_to(slot, FARTHEST_COUNT)
    faults = tuple(Fault("S415", BRACE, {"name": one}) for one in hidden)
    expr = setting.scope.intern(term.expr)
    return Printed((("expr", expr),), faults, expr)


def _read(term: Term, setting: Setting) -> list[Variable]:
    """The author's variables that a term reads."""
    variables = setting.scope.variables
    return [variables[slot] for slot in sorted(slots_of(term.expr)) if slot < len(variables)]
