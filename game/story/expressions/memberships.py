"""`in` and `not in`, and where the reader is: the parts of an expression that go by lists."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from game.engine.program import Expr
from game.story.diagnostics import nearest
from game.story.expressions import refusals, terms
from game.story.expressions.functions import named, scene_named
from game.story.expressions.terms import KINDS, UNKNOWN, Term, range_words
from game.story.expressions.typer import Typer


def membership(typer: Typer, left: ast.expr, inverse: bool, right: ast.expr, node: ast.Compare) -> Expr:
    """`left in [...]`, or its inverse."""
    if not isinstance(right, ast.List | ast.Tuple | ast.Set):
        return typer.refuse(right, *refusals.without_list(typer, left, right)).expr
    owner = typer.term(left)
    if owner is UNKNOWN:
        return UNKNOWN.expr
    if owner.kind == "bool":
        return typer.fault("S312", left, source=typer.words(left), kind=KINDS["bool"]).expr
    values = [typer.value_of(owner, part) if owner.kind == "enum" else typer.number(part) for part in right.elts]
    members = _members(typer, owner, values, right.elts)
    if members is None:
        return UNKNOWN.expr
    if not members or len(members) > owner.high - owner.low:
        never = bool(members) == inverse
        return typer.fault("S304" if never else "S305", left, source=typer.words(node), ranges="").expr
    if owner.open:
        typer.count("==", owner, terms.number(max(members)), node)
    expr: Expr = ("in", owner.expr, tuple(members)) if len(members) > 1 else ("==", owner.expr, ("const", members[0]))
    return terms.negate(expr) if inverse else expr


def _members(typer: Typer, owner: Term, values: list[Term], nodes: Sequence[ast.expr]) -> list[int] | None:
    members: set[int] = set()
    for value, node in zip(values, nodes, strict=True):
        if value is UNKNOWN:
            return None
        if value.expr[0] != "const":
            typer.refuse(node, "a value that is not fixed in a list", "Compare with it by ==, and join with or.")
            return None
        if not owner.low <= value.expr[1] <= owner.high:
            typer.fault("S304", node, source=f"{typer.words(node)} in the list", ranges=f" ({range_words(owner)})")
            return None
        members.add(value.expr[1])
    return sorted(members)


def place(typer: Typer, left: ast.Name, op: ast.cmpop, right: ast.expr) -> Expr:
    """`scene == id`, `chapter in [...]`: true in some scenes of the story."""
    inverse = isinstance(op, ast.NotEq | ast.NotIn)
    several = isinstance(op, ast.In | ast.NotIn)
    if not isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
        return typer.refuse(left, "an order of scenes", "Compare with == or !=, or with in and a list.").expr
    if several and not isinstance(right, ast.List | ast.Tuple | ast.Set):
        return typer.refuse(right, *refusals.without_list(typer, left, right)).expr
    nodes = right.elts if isinstance(right, ast.List | ast.Tuple | ast.Set) else [right]
    found: set[int] = set()
    for node in nodes:
        found.update(_places(typer, left.id, node))
    expr: Expr = ("scene", tuple(sorted(found)))
    return ("not", expr) if inverse else expr


def _places(typer: Typer, kind: str, node: ast.expr) -> Sequence[int]:
    if kind == "scene":
        number = scene_named(typer, node)
        return () if number is None else (typer.scope.scenes[number],)
    word = named(node)
    if word is not None and word in typer.scope.chapters:
        return typer.scope.chapters[word]
    shown = word or typer.words(node)
    typer.fault("S203", node, name=shown, near=nearest(shown, typer.scope.chapters))
    return ()
