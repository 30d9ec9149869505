"""`in` and `not in`, sets, and where the reader is: the parts of an expression that go by lists."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from game.engine.program import Expr
from game.story.diagnostics import listed, nearest
from game.story.expressions import refusals, terms
from game.story.expressions.foreign import hyphenated
from game.story.expressions.functions import named, quoted, scene_named
from game.story.expressions.scope import NONE, Members
from game.story.expressions.terms import KINDS, UNKNOWN, Term, range_words
from game.story.expressions.typer import Typer


def membership(typer: Typer, left: ast.expr, inverse: bool, right: ast.expr, node: ast.Compare) -> Expr:
    """`left in [...]`, `left in` a set, or its inverse."""
    members = typer.scope.sets.get(right.id) if isinstance(right, ast.Name) else None
    if members is not None:
        term = member(typer, members, left)
        return terms.negate(term.expr) if inverse and term is not UNKNOWN else term.expr
    if isinstance(right, ast.Name) and (near := _near_set(typer, left, right.id)):
        return typer.fault("S301", right, name=right.id, near=near, fix="").expr
    if not isinstance(right, ast.List | ast.Tuple | ast.Set):
        return typer.refuse(right, *refusals.without_list(typer, left, right)).expr
    owner = typer.term(left)
    if owner is UNKNOWN:
        return UNKNOWN.expr
    if owner.kind == "bool":
        return typer.fault("S312", left, source=typer.words(left), kind=KINDS["bool"]).expr
    values = [typer.value_of(owner, part) if owner.kind == "enum" else typer.number(part) for part in right.elts]
    among = _members(typer, owner, values, right.elts)
    if among is None:
        return UNKNOWN.expr
    if not among or len(among) > owner.high - owner.low:
        never = bool(among) == inverse
        return typer.fault("S304" if never else "S305", left, source=typer.words(node), ranges="").expr
    if owner.open:
        typer.count("==", owner, terms.number(max(among)), node)
    expr: Expr = ("in", owner.expr, tuple(among)) if len(among) > 1 else ("==", owner.expr, ("const", among[0]))
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


# ---------------------------------------------------------------- sets


def member(typer: Typer, members: Members, node: ast.expr) -> Term:
    """Whether a set has the member that a node names."""
    slot = members.slot(named(node))
    if slot is not None:
        typer.scope.read.add(slot)
        return terms.truth(("var", slot))
    shown = named(node) or typer.words(node)
    if shown in members.names:
        if isinstance(node, ast.BinOp):
            typer.faults.append(hyphenated(typer.offset(node), shown))
            return UNKNOWN
        return typer.fault("S343", node, member=shown, **_no_member(members, f'Put it in quotation marks: "{shown}".'))
    if isinstance(node, ast.List | ast.Tuple | ast.Set) and node.elts:
        each = " and ".join(f"{typer.words(part)} in {members.name}" for part in node.elts)
        return typer.fault("S343", node, member=shown, **_no_member(members, f"Ask for each: {each}."))
    if shown in typer.scope.names:
        fix = f"A member is called by its own name: {listed(members.names)}."
        return typer.fault("S343", node, member=shown, **_no_member(members, fix))
    return typer.fault("S343", node, member=shown, **unknown_member(members, shown))


def unknown_member(members: Members, word: str) -> dict[str, str]:
    """What the message says that there is no such member."""
    near = nearest(word, members.names)
    return _no_member(members, "" if near else f"Its members: {listed(members.names)}.") | {"near": near}


def _no_member(members: Members, fix: str) -> dict[str, str]:
    return {"name": members.name, "fix": fix}


def _near_set(typer: Typer, left: ast.expr, name: str) -> str:
    """The set that was probably meant by a name that nothing has, '' where none was."""
    scope = typer.scope
    if name in scope.names or not any(members.slot(named(left)) is not None for members in scope.sets.values()):
        return ""
    return nearest(name, scope.sets)


def indexed(typer: Typer, name: ast.Name, index: ast.expr) -> Term:
    """`bag[lamp]`."""
    members = typer.scope.sets.get(name.id)
    if members is not None:
        return member(typer, members, index)
    slot = typer.scope.numbers.get(name.id)
    kind = "a condition" if slot is None else KINDS[typer.scope.variables[slot].kind]
    return typer.fault("S349", name, name=name.id, kind=kind)


def set_among(typer: Typer, *nodes: ast.expr) -> ast.Name | None:
    """The first of some nodes that is a set by its name."""
    return next((node for node in nodes if isinstance(node, ast.Name) and node.id in typer.scope.sets), None)


def compared(typer: Typer, left: ast.expr, op: str, right: ast.expr, found: ast.Name) -> Term:
    """A set beside a sign that compares: what was probably meant."""
    members, other = typer.scope.sets[found.id], named(right if found is left else left)
    has, inverse = members.slot(other), op == "!="
    if has is not None and op in ("==", "!="):
        fix = f"Write {quoted(members.names[has - members.first])} {'not in' if inverse else 'in'} {found.id}."
    elif typer.words(right if found is left else left).lower() in ("true", "false"):
        fix = refusals.set_alone(typer, found.id)
    elif other == NONE or isinstance(right, ast.Set | ast.List | ast.Dict | ast.Tuple):
        fix = f"Whether it is empty is asked with count({found.id}) == 0."
    else:
        sides = (
            f"count({typer.words(node)})" if set_among(typer, node) else typer.words(node) for node in (left, right)
        )
        fix = f"Ask for each member, or how many there are: {f' {op} '.join(sides)}."
    return typer.fault("S345", found, name=found.id, fix=fix)


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
