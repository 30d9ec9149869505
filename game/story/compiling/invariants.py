"""The author's own words for the proof, compiled."""

from __future__ import annotations

from collections.abc import Iterable

from game.engine.program import Invariant
from game.story.compiling.building import Build
from game.story.places.source import Sourced
from game.story.reading import model


def compile_invariants(build: Build) -> tuple[Invariant, ...]:
    """The author's own words for the proof."""
    story = build.story
    found = [
        *_plain(build, "always", story.always),
        *_plain(build, "never", story.never),
        *_plain(build, "eventually", story.eventually),
        *_plain(build, "stays", story.stays),
    ]
    for each in story.at_endings:
        if each.ending not in story.endings:
            build.unknown("S202", each.ending, story.endings)
        found += _plain(build, "at_ending", [each.expr], str(each.ending))
    return (*found, *(_can(build, can) for can in story.can))


def _plain(build: Build, kind: str, sources: Iterable[Sourced], where: str | None = None) -> list[Invariant]:
    return [
        Invariant(kind, build.condition(each, invariant=True), str(each), where, each.file.path, each.line, each.column)
        for each in sources
    ]


def _can(build: Build, can: model.Can) -> Invariant:
    story, scope = build.story, build.scope
    goal = can.ending if can.ending is not None else can.scene
    kind, known = ("ending", story.endings) if can.ending is not None else ("scene", story.scenes)
    if goal is not None and goal not in known:
        build.unknown("S202" if kind == "ending" else "S201", goal, known)
    start = scope.scenes.get(story.start, 0)
    origin: tuple[int, ...] = (start,)
    if can.origin is not None:
        if can.origin in scope.chapters:
            origin = tuple(scope.chapters[can.origin])
        elif can.origin in scope.scenes:
            origin = (scope.scenes[can.origin],)
        else:
            build.unknown("S201", can.origin, scope.scenes)
    source = f"{kind} {goal}" + (f" from {can.origin}" if can.origin is not None else "")
    return Invariant("can", None, source, (kind, str(goal), origin), *can.mark)
