"""What a condition cannot do although Python could, and what to write instead, by what was written."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

from game.story.expressions.foreign import GUARDS, THING, corrected
from game.story.expressions.functions import named, quoted
from game.story.expressions.typer import Typer

THERE_IS = (
    "Names, numbers, comparisons, and or not, + - * // %, and functions such as min and visits: that is all there is."
)

_PLAIN: Mapping[str, tuple[str, str]] = {
    "IfExp": ("if ... else", GUARDS),
    "Lambda": ("lambda", THERE_IS),
    "Subscript": ("square brackets after a name", THING),
    "JoinedStr": ("an f-string", "Names stand as they are: coins, not {coins}."),
    "NamedExpr": (":=", "Changes go under do:."),
    "Starred": ("*", THERE_IS),
    "List": ("a list on its own", "A list stands after in, as in sky in [fog, gale]."),
    "Dict": ("braces", "Names stand as they are, without braces."),
    "Set": ("braces", "Names stand as they are, without braces."),
    "Tuple": ("a comma", "Join conditions with and; put a list into square brackets, as in sky in [fog, gale]."),
    "UAdd": ("this +", "Leave it out."),
    "Invert": ("~", "Write not."),
    "Pow": ("** (power)", "Write the product, as in coins * coins."),
    "BitAnd": ("&", "Write and."),
    "BitOr": ("|", "Write or."),
    "BitXor": ("^", "Write != between two conditions; a power is a product, as in coins * coins."),
    "LShift": ("<<", "Write <."),
    "RShift": (">>", "Write >."),
    "MatMult": ("@", THERE_IS),
    "Is": ("'is'", "Write =="),
    "IsNot": ("'is not'", "Write !="),
}
"""By the name of the node or of its operator: what has no place, and what to write."""


def construct(typer: Typer, node: ast.AST) -> tuple[str, str]:
    """What of a node has no place in an expression, and what to write instead."""
    if isinstance(node, ast.Attribute) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)):
        found = _path(typer, node)
        if found is not None:
            return found
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return "/, which would give fractions", f"// leaves the fraction off: write {_floored(typer, node)}."
    if isinstance(node, ast.Constant):
        return _constant(node)
    inner = getattr(node, "op", None)
    name = type(inner if inner is not None else node).__name__
    return _PLAIN.get(name, (f"Python's {name}", THERE_IS))


def identity(typer: Typer, op: ast.cmpop, node: ast.Compare) -> tuple[str, str]:
    """`is` and `is not`."""
    empty = next((each for each in node.comparators if isinstance(each, ast.Constant) and each.value is None), None)
    if empty is not None:
        return _constant(empty)
    what, fix = _PLAIN[type(op).__name__]
    whole = corrected(typer.words(node))
    return what, f"{fix}: {whole}" if whole else f"{fix}."


def _floored(typer: Typer, node: ast.BinOp) -> str:
    """A division in this language's spelling, its brackets kept."""
    sign = typer.between(node.left, node.right)
    whole = typer.words(node).encode()
    left = (node.left.end_col_offset or 0) - node.col_offset
    return f"{whole[:left].decode()}{sign.replace('/', '//', 1)}{whole[left + len(sign.encode()) :].decode()}"


def percent(typer: Typer, node: ast.BinOp) -> tuple[str, str] | None:
    """ChoiceScript's `trust %+ 10` and `trust %- 10`, which Python would read as a remainder."""
    right = node.right
    if not isinstance(right, ast.UnaryOp) or not re.search(r"%[-+]", typer.between(node.left, right.operand)):
        return None
    sign = "" if isinstance(right.op, ast.UAdd) else "-"
    change = typer.words(right.operand)
    change = f"({change})" if sign and isinstance(right.operand, ast.BinOp) else change
    return f"%{sign or '+'}", f"Write fairly({typer.words(node.left)}, {sign}{change})."


def set_alone(typer: Typer, name: str) -> str:
    """What to write for a set where a condition or a number should stand."""
    first = quoted(typer.scope.sets[name].names[0])
    return f"Ask for a member, {first} in {name}, or how many there are, as in count({name}) >= 1."


def counted(typer: Typer, node: ast.BinOp, found: ast.Name) -> str:
    """The same for a set that something is worked out with."""
    members, other = typer.scope.sets[found.id], node.right if found is node.left else node.left
    if found is node.left and members.slot(named(other)) is not None and isinstance(node.op, ast.Add | ast.Sub):
        sign = "+=" if isinstance(node.op, ast.Add) else "-="
        return f"What it has changes under do:, {found.id} {sign} {typer.words(other)}; here one asks for it with in."
    sides = (f"count({part.id})" if part is found else typer.words(part) for part in (node.left, node.right))
    left, right = sides
    return f"How many there are is a number: {left}{typer.between(node.left, node.right)}{right}."


def _path(typer: Typer, node: ast.Attribute | ast.BinOp) -> tuple[str, str] | None:
    """`shed.look` or `shed/look`: a choice by the path that other systems have."""
    sign = "a dot" if isinstance(node, ast.Attribute) else "a stroke"
    left = node.value if isinstance(node, ast.Attribute) else node.left
    choice = node.attr if isinstance(node, ast.Attribute) else named(node.right)
    scene = named(left)
    if scene is not None and choice is not None and choice in typer.scope.choices.get(scene, ()):
        return sign, f"Whether a choice was taken is asked with taken({quoted(scene)}, {quoted(choice)}) >= 1."
    members = typer.scope.sets.get(scene or "")
    if members is not None and choice in members.names:
        return sign, f"Write {choice} in {scene}."
    if isinstance(node, ast.Attribute):
        return sign, f"A name has none: write {typer.words(node).replace('.', '_')}, and declare it in story.yaml."
    return None


def _constant(node: ast.Constant) -> tuple[str, str]:
    if node.value is None:
        return "None", "Every variable has a value at any time: compare with one of them."
    if isinstance(node.value, float | complex):
        return "a number with a fraction", "Numbers are whole: count in smaller units, such as pence."
    return "this kind of value", THERE_IS


def text_beside(kind: str, text: str, other: str) -> tuple[str, str]:
    """A text compared with something that has no words: what has no place, and what to write instead."""
    if kind == "int" and text.strip().lstrip("-").isdigit():
        return "a number in quotation marks", f"Write {text.strip()} without them."
    if kind == "bool" and text.lower() in ("true", "false", "yes", "no"):
        return "true or false in quotation marks", f"Write {other}, or not {other}."
    return "a text beside something that has no words", "Only a one_of variable is compared with a word."


def without_list(typer: Typer, left: ast.expr, right: ast.expr) -> tuple[str, str]:
    """`in` before something else than a list."""
    what = "'in' without a list"
    if isinstance(right, ast.Call) and named(right.func) == "range" and len(right.args) == 2:
        low, high = (typer.words(part) for part in right.args)
        return what, f"Write {low} <= {typer.words(left)} < {high}."
    word, name = named(left), named(right)
    owner = next((v for v in typer.scope.variables if v.name == name), None)
    if owner is not None and word in owner.names:
        return what, f"Write {name} == {quoted(word)}."
    if isinstance(right, ast.Name) and name not in typer.scope.numbers and isinstance(left, ast.Constant):
        return what, THING
    return what, f"Write the list in square brackets: {typer.words(left)} in [{typer.words(right)}]."


def unknown_name(typer: Typer, name: str) -> str:
    """What a name is, if it is something after all, only no variable; '' otherwise."""
    scope = typer.scope
    tests: tuple[Callable[[], str], ...] = (
        lambda: _value(typer, name),
        lambda: _of_a_set(typer, name),
        lambda: (
            f"It is a scene: write seen({quoted(name)}) to ask whether the player has been there."
            if name in scope.scenes
            else ""
        ),
        lambda: (
            f"It is a choice: write taken({quoted(scope.homes[name])}, {name}) >= 1 to ask whether it was taken."
            if name in scope.homes
            else ""
        ),
        lambda: f"It is a text: {{{name}}} shows it within another." if name in scope.texts else "",
        lambda: _WORDS.get(name.lower(), ""),
    )
    return next((said for test in tests if (said := test())), "")


_WORDS = {
    **dict.fromkeys(("yes", "on", "always"), "Write true; a boolean is written alone: lit, not lit == true."),
    **dict.fromkeys(("no", "off", "never"), "Write false; the opposite of lit is not lit."),
    **dict.fromkeys(("none", "null", "nil", "undefined"), "Every variable has a value at any time."),
}


def _of_a_set(typer: Typer, name: str) -> str:
    owner = typer.scope.set_with(name)
    return f"It is a member of {owner}: write {name} in {owner}." if owner else ""


def _value(typer: Typer, name: str) -> str:
    owner = next((v for v in typer.scope.variables if name in v.names), None)
    return "" if owner is None else f"It is a value of {owner.name}: compare, {owner.name} == {name}."
