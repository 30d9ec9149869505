"""The lines of the sidebar, compiled."""

from __future__ import annotations

from typing import Any

from game.engine.program import Expr, Status, Text
from game.engine.questions import slots_of
from game.story.compiling.blocks import picture
from game.story.compiling.building import ALWAYS, Build
from game.story.places.source import Sourced
from game.story.prose.texts import Lookup
from game.story.reading import model


def compile_status(build: Build) -> tuple[Status, ...]:
    """The lines of the sidebar in order."""
    return tuple(_status(build, item, number) for number, item in enumerate(build.story.status, 1))


def _status(build: Build, item: model.StatusItem, number: int) -> Status:
    name = f"{item.kind}-{number}" if item.kind == "text" else str(item.value)
    label = build.text("status", item.label, "plain")
    guard = build.condition(item.guard)
    value: Any
    of = item.of or 0
    if item.kind == "word" and item.value in build.scope.typed:
        return _said(build, item, label, guard)
    match item.kind:
        case "meter" | "number":
            value, label, of = _measured(build, item, label)
        case "word" if item.value in build.scope.sets:
            return _listed(build, item, name, label, guard)
        case "word":
            value, label = _word(build, item, label)
        case "row":
            value, of = _row(build, item), item.slots
        case "text":
            value = build.text("status", item.value, "caption")
        case _:
            value = picture(build, item.value)
    return Status(item.kind, name, label, guard, value, of)


def _measured(build: Build, item: model.StatusItem, label: int) -> tuple[Expr, int, int]:
    """A meter or a number: an expression, most often a variable that lends its label and its highest value."""
    compiled = build.number(item.value)
    expr = compiled.expr or ALWAYS
    _shown(build, item.value, expr)
    of = item.of or (compiled.high if compiled.expr is not None else 1)
    shown = expr[1] if expr[0] == "count" else expr
    if label < 0 and shown[0] == "var" and shown[1] < len(build.scope.variables):
        label = build.label(shown[1])
    return expr, label, of if item.kind == "meter" else item.of or 0


def _word(build: Build, item: model.StatusItem, label: int) -> tuple[Any, int]:
    slot = build.scope.numbers.get(item.value)
    if slot is None:
        build.unknown("S214", item.value, {**build.scope.numbers, **build.scope.sets})
        return ("word", 0, ()), label
    build.scope.read.add(slot)
    _shown(build, item.value, ("var", slot))
    if build.scope.variables[slot].kind != "enum":
        build.problems.add("S422", item.value, name=str(item.value))
        return ("word", slot, ()), label
    return ("word", slot, build.names(slot)), label if label >= 0 else build.label(slot)


def _said(build: Build, item: model.StatusItem, label: int, guard: Expr | None) -> Status:
    """Words that the player typed, as a line of text."""
    number = build.scope.typed[item.value]
    build.scope.said.add(number)
    start = build.start(number)

    def make(text: Lookup, language: str) -> Text:
        return (("said", number, "", text(start)),)

    value = build.texts.derive("status", f"said {number}", make, build.story.language)
    named = label if label >= 0 else build.named_so(build.story.typed[str(item.value)])
    return Status("text", str(item.value), named, guard, value)


def _listed(build: Build, item: model.StatusItem, name: str, label: int, guard: Expr | None) -> Status:
    """What is in a set, as a line of text."""
    members = build.scope.sets[item.value]
    build.scope.read.update(members.slots)
    _shown(build, item.value, ("var", members.first))
    label = label if label >= 0 else build.label(members.first)
    return Status("text", name, label, guard, build.inventory(members), 0)


def _row(build: Build, item: model.StatusItem) -> tuple[Any, ...]:
    parts = []
    for part in item.parts:
        expr: Expr = ALWAYS
        if part.count is not None:
            expr = build.number(part.count).expr or ALWAYS
            _shown(build, part.count, expr)
        parts.append((expr, str(part.glyph), build.text("status", part.name, "plain")))
    rest = ("", -1) if item.rest is None else (str(item.rest.glyph), build.text("status", item.rest.name, "plain"))
    return (item.slots, tuple(parts), rest)


def _shown(build: Build, where: Sourced, expr: Expr) -> None:
    """Refuse to show what the author hides."""
    variables = build.scope.variables
    read = (variables[slot] for slot in sorted(slots_of(expr)) if slot < len(variables))
    for name in dict.fromkeys(variable.of or variable.name for variable in read if variable.hidden):
        build.problems.add("S415", where, name=name)
