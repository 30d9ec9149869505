"""What authors renamed: `formerly:` of scenes, choices, variables, endings and entries, checked and made one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from game.engine.renames import present
from game.story.diagnostics import Problems
from game.story.places.source import Sourced
from game.story.reading.model import Story

T = TypeVar("T")


class Claim(NamedTuple):
    """Something says that it was called `old` before; `name` and `was` are both ids as in `Program.marks`."""

    kind: str
    name: str
    owner: Sourced
    old: Sourced
    was: str


class Renames:
    """The renames of a story: `table` is the program's; `origin` finds the id that something had at first."""

    def __init__(self, story: Story, problems: Problems) -> None:
        self.story = story
        self.table: dict[str, str] = {}
        for claims in (_plain_claims(story), _choice_claims(story)):
            self._take(list(claims), problems)

    def _take(self, claims: list[Claim], problems: Problems) -> None:
        """Believe what can be believed, and report the rest."""
        used, taken = dict(_in_use(self.story)), dict[str, Claim]()
        for claim in claims:
            was = present(self.table, claim.was)
            if was == claim.name:
                problems.add("S803", claim.old, id=str(claim.old), what=claim.kind)
            elif was in used:
                there = used[was]
                where = f"{there.file.path}:{there.line}"
                problems.add("S801", claim.old, id=str(claim.old), what=claim.kind, where=where)
            elif was in taken:
                problems.add("S802", claim.old, id=str(claim.old), what=claim.kind, other=str(taken[was].owner))
            else:
                taken[was] = claim
        for was, claim in taken.items():
            self.table[claim.was] = self.table[was] = claim.name

    def origin(self, owner: str) -> str:
        """The id that something had at first: draws go by it, so that a renamed choice draws as it always did."""
        scene, slash, short = owner.partition("/")
        if not slash:
            return next(iter(self._formerly(scene)), scene)
        found = self.story.scenes.get(scene)
        choice = found.choices.get(short) if found else None
        first = str(choice.formerly[0]) if choice and choice.formerly else short
        if "/" in first:
            scene, _, first = first.partition("/")
        return f"{self.origin(present(self.table, scene))}/{first}"

    def _formerly(self, owner: str) -> tuple[str, ...]:
        kind, _, name = owner.rpartition(":")
        found = _plain_kinds(self.story)[kind][1].get(name) if kind in _plain_kinds(self.story) else None
        return tuple(map(str, found.formerly)) if found else ()


def in_present_contexts(messages: Mapping[tuple[str, str], T], table: Mapping[str, str]) -> dict[tuple[str, str], T]:
    """A catalogue's messages by (msgctxt, msgid), with the present ids of what owns them.

    Where there is one under the present id already, the one under an old id stays where it was.
    """
    found: dict[tuple[str, str], T] = {}
    for key, message in messages.items():
        now = (present(table, key[0]), key[1])
        found[key if now in messages or now in found else now] = message
    return found


def _plain_kinds(story: Story) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """What has ids of its own: prefix -> (its kind in words, all of the kind by id)."""
    return {
        "": ("scene", story.scenes),
        "variable": ("variable", {**story.variables, **story.typed} if story.typed else story.variables),
        "ending": ("ending", story.endings),
        "codex": ("codex entry", story.entries),
    }


def _prefixed(prefix: str, name: str) -> str:
    return f"{prefix}:{name}" if prefix else name


def _plain_claims(story: Story) -> Iterator[Claim]:
    for prefix, (kind, things) in _plain_kinds(story).items():
        for thing in things.values():
            for old in thing.formerly:
                yield Claim(kind, _prefixed(prefix, str(thing.id)), thing.id, old, _prefixed(prefix, str(old)))


def _choice_claims(story: Story) -> Iterator[Claim]:
    for scene in story.scenes.values():
        for choice in scene.choices.values():
            for old in choice.formerly:
                yield Claim("choice", choice.full_id, choice.id, old, str(old) if "/" in old else f"{scene.id}/{old}")


def _in_use(story: Story) -> Iterator[tuple[str, Sourced]]:
    """Every id that something has now."""
    for prefix, (_, things) in _plain_kinds(story).items():
        yield from ((_prefixed(prefix, str(thing.id)), thing.id) for thing in things.values())
    for scene in story.scenes.values():
        yield from ((choice.full_id, choice.id) for choice in scene.choices.values())
        yield from ((f"{scene.id}/on", scene.id) for _ in (scene.to,) if scene.to is not None)
        yield from ((f"{scene.id}/skip", scene.id) for _ in (scene.skip,) if scene.skip is not None)
