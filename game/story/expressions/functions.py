"""The functions of expressions: visits, seen, taken, count, min, max, fairly."""

from __future__ import annotations

import ast
from keyword import iskeyword

from game.story.diagnostics import nearest
from game.story.expressions import terms
from game.story.expressions.foreign import function, hyphenated
from game.story.expressions.rolls import ROLL, instead_of, roll
from game.story.expressions.terms import UNKNOWN, Term
from game.story.expressions.typer import Typer

FUNCTIONS = ("visits", "seen", "taken", "count", "min", "max", "fairly")
EVERY = (
    "The functions: visits(scene), seen(scene), taken(scene, choice), count(set), min(...), max(...), "
    "fairly(percent, change)."
)
_HERE = "Name the scene by its id, this one too."
_EXAMPLES = {
    "visits": "visits(shed) >= 2",
    "seen": "seen(shed)",
    "taken": "taken(shed, look) >= 1",
    "count": "count(bag) >= 2",
    "min": "min(oil, coins) >= 1",
    "max": "max(oil, coins) >= 1",
    "fairly": "fairly(trust, 10) >= 60",
}

_TAKES = {
    "visits": ("one scene", 1),
    "seen": ("one scene", 1),
    "taken": ("a scene and a choice", 2),
    "count": ("one set", 1),
    "fairly": ("a percentage and by how much it changes", 2),
}
"""What a function is given, in words, and how many of it; the others take two or more numbers."""


def named(node: ast.expr) -> str | None:
    """The bare name or the text that a node is, if it is one."""
    if isinstance(node, ast.Name):
        return node.id
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def quoted(name: str) -> str:
    """A name as it stands in an expression: in quotation marks where it would not be one name there."""
    return name if name.isidentifier() and not iskeyword(name) else f'"{name}"'


def call(typer: Typer, node: ast.Call) -> Term:
    """The term of a call."""
    name = node.func.id if isinstance(node.func, ast.Name) else typer.words(node.func)
    if name == ROLL:
        return roll(typer, node)
    if name not in FUNCTIONS:
        instead = instead_of(typer, node, name) or _with_names(typer, node, function(name))
        near = "" if instead else nearest(name, (*FUNCTIONS, *([] if typer.dice is None else [ROLL])))
        return typer.fault("S306", node, name=name, near=near, fix=instead or EVERY)
    wanted, number = _TAKES.get(name, ("two or more numbers", 0))
    if node.keywords or (len(node.args) != number if number else len(node.args) < 2):
        return typer.fault("S307", node, name=name, wanted=wanted, example=_EXAMPLES[name])
    if name in ("min", "max"):
        return _extreme(typer, name, node)
    if name == "fairly":
        return _fairly(typer, node)
    if name == "count":
        return _count(typer, node.args[0])
    return _taken(typer, node) if name == "taken" else _visits(typer, name, node)


def _with_names(typer: Typer, node: ast.Call, fix: str) -> str:
    """What to write instead of another system's function, with the scene or the choice that was written."""
    asked = quoted(named(node.args[0]) or "") if len(node.args) == 1 else ""
    if asked.strip('"') in typer.scope.scenes:
        return fix.replace("(scene)", f"({asked})")
    home = typer.scope.homes.get(asked.strip('"'))
    return fix if home is None else fix.replace("(scene, choice)", f"({quoted(home)}, {asked})")


def _extreme(typer: Typer, name: str, node: ast.Call) -> Term:
    parts = [typer.number(part) for part in node.args]
    if UNKNOWN in parts:
        return UNKNOWN
    term = terms.extreme(name, parts)
    if name == "min" and term.open and term.high < terms.UNBOUNDED:
        typer.count(">=", term, terms.number(term.high), node)
        term = term._replace(open=())
    return term


def _count(typer: Typer, node: ast.expr) -> Term:
    word = named(node)
    members = typer.scope.sets.get(word or "")
    if members is not None:
        typer.scope.read.update(members.slots)
        return terms.how_many(members.slots)
    shown, fix = word or typer.words(node), ""
    if shown in typer.scope.scenes:
        fix = f"How often a scene was come to is counted by visits({quoted(shown)})."
    near = "" if fix else nearest(shown, typer.scope.sets)
    return typer.fault("S347", node, name=shown, near=near, fix=fix or "A set is a variable declared with set: [...].")


def _fairly(typer: Typer, node: ast.Call) -> Term:
    percent, change = (typer.number(part) for part in node.args)
    if UNKNOWN in (percent, change):
        return UNKNOWN
    if percent.open or change.open:
        return typer.fault("S313", node, source=typer.words(node))
    if percent.low < 0 or percent.high > 100:
        words, ranges = typer.words(node.args[0]), terms.range_words(percent)
        return typer.fault("S318", node.args[0], source=words, ranges=ranges)
    return terms.arithmetic("fairly", percent, change)


def _visits(typer: Typer, name: str, node: ast.Call) -> Term:
    scene = scene_named(typer, node.args[0])
    if scene is None:
        return UNKNOWN
    slot = typer.scope.counters.visits(scene, 1)
    if name == "seen":
        return terms.truth((">=", ("var", slot), ("const", 1)))
    return Term(("var", slot), "int", 0, terms.UNBOUNDED, open=(slot,))


def _taken(typer: Typer, node: ast.Call) -> Term:
    scene, choice = scene_named(typer, node.args[0]), named(node.args[1])
    if scene is None:
        return UNKNOWN
    known = typer.scope.choices.get(scene, ())
    if choice is None or choice not in known:
        shown = choice or typer.words(node.args[1])
        return typer.fault("S208", node.args[1], scene=scene, name=shown, near=nearest(shown, known))
    slot = typer.scope.taken(f"{scene}/{choice}", 1)
    return Term(("var", slot), "int", 0, terms.UNBOUNDED, open=(slot,))


def scene_named(typer: Typer, node: ast.expr) -> str | None:
    """The scene that an argument names; None, and a fault, when there is none."""
    word = named(node)
    if word is not None and word in typer.scope.scenes:
        return word
    if word == "here" and typer.here:
        return typer.here
    shown = word or typer.words(node)
    if shown in typer.scope.scenes:
        typer.faults.append(hyphenated(typer.offset(node), shown))
        return None
    typer.fault("S201", node, name=shown, near=nearest(shown, typer.scope.scenes), fix=_HERE if shown == "here" else "")
    return None
