"""Choices that several scenes have: written once, in a set, and put into the list of each scene that includes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from game.graphs import circles, inner_first
from game.story.diagnostics import Problems, nearest, shorten
from game.story.places.source import Sourced
from game.story.reading.model import Choice, ChoiceSet, Include, Scene

HERE = "here"
"""What the choices of a set call the scene that includes them."""

MAX_INCLUDED = 100_000
"""How many choices a story may have by including them."""


class Inclusion:
    """Puts the choices of sets where they are included. `broken` are the scenes where that did not go well."""

    def __init__(self, sets: Mapping[str, ChoiceSet], problems: Problems) -> None:
        self.sets = sets
        self.problems = problems
        self.used: set[str] = set()
        self.broken: set[str] = set()
        self._whole: dict[str, dict[str, Choice]] = {}
        self._included = 0
        self._flatten()

    def scenes(self, scenes: Mapping[str, Scene]) -> dict[str, Scene]:
        """The scenes with all their choices."""
        if self.sets and HERE in scenes:
            self.problems.add("S223", scenes[HERE].id)
        return {name: self._filled(scene) if scene.parts else scene for name, scene in scenes.items()}

    def _filled(self, scene: Scene) -> Scene:
        """A scene with the choices that it includes, as its own."""
        taken = {str(name): "" for name in scene.choices}
        if scene.skip is not None:
            taken["skip"] = ""
        found: dict[str, Choice] = {}
        for short, part in scene.parts:
            if isinstance(part, Choice):
                found[short] = part
            else:
                for one, choice in self._brought(part, taken, f"scene '{scene.id}'", str(scene.id)):
                    found[one] = replace(choice, full_id=f"{scene.id}/{one}", shared=choice.full_id)
        return replace(scene, choices=found, parts=())

    def _brought(self, part: Include, taken: dict[str, str], owner: str, scene: str) -> Iterator[tuple[str, Choice]]:
        """The choices of the sets that are included at one place; `taken` are the ids that its owner has, and from
        which set it has each.
        """
        for name in part.sets:
            if name not in self.sets:
                self.broken.add(scene)
                self.problems.add("S220", name, name=shorten(name), near=nearest(name, self.sets))
                continue
            self.used.add(str(name))
            for short, choice in self._whole.get(name, {}).items():
                self._included += 1
                if self._included > MAX_INCLUDED:
                    self.problems.add("S224", name, most=MAX_INCLUDED)
                    return
                if short in taken:
                    other = f"the set '{taken[short]}' has brought it" if taken[short] else f"{owner} has it already"
                    self.problems.add("S221", name, set=shorten(name), id=short, other=other)
                else:
                    taken[short] = str(name)
                    yield short, choice

    # ------------------------------------------------------------ sets that include others

    def _flatten(self) -> None:
        """Work out all choices of each set, those of the sets that it includes before its own whole."""
        inner = {str(name): [str(one) for one in _included(own) if one in self.sets] for name, own in self.sets.items()}
        for circle in circles(inner):
            first = self.sets[circle[0]].id
            self.problems.add("S222", first, name=str(first), way=" > ".join((*circle, circle[0])))
        for name in inner_first(inner):
            self._whole[name] = self._own(self.sets[name])

    def _own(self, own: ChoiceSet) -> dict[str, Choice]:
        taken = {short: "" for short, part in own.parts if isinstance(part, Choice)}
        found: dict[str, Choice] = {}
        for short, part in own.parts:
            if isinstance(part, Choice):
                found[short] = part
            else:
                sets = tuple(name for name in part.sets if name in self._whole or name not in self.sets)
                found.update(self._brought(replace(part, sets=sets), taken, f"the set '{own.id}'", ""))
        return found


def _included(own: ChoiceSet) -> Iterator[Sourced]:
    return (name for _, part in own.parts if isinstance(part, Include) for name in part.sets)
