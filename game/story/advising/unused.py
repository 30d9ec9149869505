"""What a story declares and never uses, each with the name most like it that is used: that was perhaps meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from game.engine.program import CHOICES, Expr, Op
from game.story.compiling.building import Build
from game.story.diagnostics import nearest
from game.story.places.source import Sourced
from game.story.reading import model
from game.story.reading.interrupts import Interrupts
from game.story.reading.targets import nested, targets

_LOOKED_UP = 100
"""The nearest name is looked for of so many things of a kind at most: of a file no more are told."""


class Unused(NamedTuple):
    """Things of a kind that nothing uses: the code that tells so, where each was declared, and the names that are used
    in places where these could stand. `more` are further words of the message.
    """

    code: str
    declared: Iterable[Sourced]
    used: Collection[str]
    more: dict[str, Any] = {}  # noqa: RUF012  # nobody changes it


def advise_on_unused(build: Build, reached: Collection[str]) -> None:
    """Tell of everything that is declared and not used. `reached` are the scenes that something leads to."""
    for kind in _kinds(build, reached):
        for count, one in enumerate(kind.declared):
            near = nearest(one, kind.used) if count < _LOOKED_UP else ""
            fix = f"The nearest in use is '{near}'." if near else ""
            build.problems.add(kind.code, one, fix=fix, name=str(one), **kind.more)
    _members(build)
    _typed(build)


def _members(build: Build) -> None:
    """Tell of members of sets that make no difference, though others of the same set do."""
    scope = build.scope
    for name, members in scope.sets.items():
        if scope.read.isdisjoint(members.slots) or scope.written.isdisjoint(members.slots):
            continue
        variable = build.story.variables[name]
        for slot, member in zip(members.slots, variable.values, strict=True):
            if slot not in scope.read:
                build.problems.add("S348", member, name=name, member=str(member))
            elif member not in variable.holds and slot not in scope.added:
                build.problems.add("S341", member, name=name, member=str(member))


def _typed(build: Build) -> None:
    """Tell of words that nobody is asked for, and of such as are asked for and never printed."""
    scope = build.scope
    for number, typed in enumerate(build.story.typed.values()):
        if number not in scope.asked:
            build.problems.add("S356", typed.id, name=str(typed.id))
        elif number not in scope.said:
            build.problems.add("S358", typed.id, name=str(typed.id))


def _kinds(build: Build, reached: Collection[str]) -> Iterator[Unused]:
    story = build.story
    yield from _names(build)
    yield from _values(build)
    yield from _scenes(story, reached)
    if story.unused_sets:
        shared = (choice.shared for scene in story.scenes.values() for choice in scene.choices.values())
        yield Unused("S723", story.unused_sets, {one.removeprefix(CHOICES).partition("/")[0]: None for one in shared})
    yield Unused("S707", _but((each.id for each in story.endings.values()), build.ended), build.ended)
    yield Unused("S706", _but((each.id for each in story.pictures.values()), build.pictured), build.pictured)
    closed = (entry.id for entry in story.entries.values() if not entry.open)
    yield Unused("S705", _but(closed, build.linked), build.linked)
    for code, declared, told in (
        ("S713", story.chapters.values(), (scene.chapter for scene in story.scenes.values())),
        ("S733", story.categories.values(), (entry.category for entry in story.entries.values())),
    ):
        used = dict.fromkeys(str(one) for one in told if one is not None)
        yield Unused(code, _but((each.id for each in declared), used), used)


def _values(build: Build) -> Iterator[Unused]:
    """Values of lists that no effect gives and no condition asks for; of variables that are both set and asked, and
    compared with and set to values alone.
    """
    scope = build.scope
    kinds = [slot for slot in scope.read & scope.written if slot < len(scope.variables)]
    asked: dict[int, set[int] | None] = {slot: set() for slot in kinds if scope.variables[slot].names}
    if not asked:
        return
    for compiled in scope.cache.values():
        _mentions(compiled.expr, asked)
    for ops, _ in scope.effects.values():
        _given(ops, asked)
    for slot, values in asked.items():
        if values is not None:
            variable = build.slots[slot]
            named = {*values, variable.start}
            used = {str(value): None for number, value in enumerate(variable.values) if number in named}
            yield Unused("S734", _but(variable.values, used), used, {"variable": str(variable.id)})


def _mentions(expr: Expr | None, asked: dict[int, set[int] | None]) -> None:
    """Add the values that a condition compares variables with; None for a variable that stands there otherwise."""
    if expr is None or expr[0] in ("const", "scene", "rolled"):
        return
    if expr[0] == "var":
        if expr[1] in asked:
            asked[expr[1]] = None
        return
    left, *others = expr[1:]
    if expr[0] in ("==", "!=", "in") and left[0] == "var":
        values = others[0] if expr[0] == "in" else [others[0][1]] if others[0][0] == "const" else None
        known = asked.get(left[1])
        if values is not None:
            if known is not None:
                known.update(values)
            return
    for part in expr[1:2] if expr[0] == "in" else expr[1:]:
        _mentions(part, asked)


def _given(ops: tuple[Op, ...], asked: dict[int, set[int] | None]) -> None:
    """Add the values that effects set variables to; None for a variable that is set to what another has."""
    for op in ops:
        if op[0] == "if":
            _mentions(op[1], asked)
            _given(op[2], asked)
            _given(op[3], asked)
        elif op[0] == "roll":
            if op[1] in asked:
                asked[op[1]] = None
            _mentions(op[3][2], asked)
        else:
            known = asked.get(op[1])
            if known is not None and op[2][0] == "const":
                known.add(op[2][1])
            elif op[1] in asked:
                asked[op[1]] = None
            _mentions(op[2], asked)


def _but(ids: Iterable[Sourced], used: Collection[str]) -> list[Sourced]:
    return [one for one in ids if one not in used]


def _names(build: Build) -> Iterator[Unused]:
    """What conditions, effects and texts may name: of variables too those that are only set, or only read."""
    story, scope = build.story, build.scope
    ids = list(dict.fromkeys(variable.id for variable in build.slots))
    read, written = (
        {str(build.slots[slot].id): None for slot in some if slot < len(build.slots)}
        for some in (scope.read, scope.written)
    )
    lost = set(build.unused_conditions)
    named = {str(name): None for name in (*story.conditions, *build.named.used) if name not in lost}
    for code, is_read, is_written, used in (
        ("S702", False, False, {**read, **written, **named}),
        ("S703", False, True, {**read, **named}),
        ("S704", True, False, written),
    ):
        found = [one for one in ids if (one in read) is is_read and (one in written) is is_written]
        yield Unused(code, found, used)
    yield Unused("S721", [story.conditions[name].id for name in build.unused_conditions], {**read, **named})
    unshown = [text.id for name, text in story.texts.items() if name not in build.named.used]
    yield Unused("S722", unshown, {**read, **named})


def _scenes(story: model.Story, reached: Collection[str]) -> Iterator[Unused]:
    """Decks that nothing deals, and scenes that nothing leads to but for those of such a deck."""
    dealing = [*(part for scene in story.scenes.values() for part in targets(scene))]
    dealing += nested(*(rule.to for rule in Interrupts(story).all))
    dealt = {str(part.tag): None for part in dealing if isinstance(part, model.Deck)}
    undealt: dict[str, Sourced] = {}
    for scene in story.scenes.values():
        for tag in scene.tags:
            if tag not in dealt:
                undealt.setdefault(tag, tag)
    yield Unused("S712", undealt.values(), dealt)
    lost = [one.id for one in story.scenes.values() if one.id not in reached and undealt.keys().isdisjoint(one.tags)]
    yield Unused("S701", lost, reached)
