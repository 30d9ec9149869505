"""All ways by which the page of a scene can come up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.arrivals.links import Links, leads_of, walk
from game.engine import Expr, Machine, Target


class WayIn(NamedTuple):
    """A way into a scene: from another, or the same, by one of its choices, or because it runs on ('landing/on').

    `choice` is the full id of what leads. `kind` is that of the choice, or 'runs on'; `guard` is its condition.
    """

    scene: int
    choice: str
    kind: str
    guard: Expr | None
    links: Links

    @property
    def dealt(self) -> bool:
        """Whether a deck deals the scene it leads to."""
        return bool(self.links) and self.links[-1].kind == "card"

    @property
    def entry(self) -> int:
        """Which entry of its lists and draws names the scene, in the order written; -1 for none."""
        return max((link.number for link in self.links), default=-1)


def ways_into(machine: Machine) -> dict[int, list[WayIn]]:
    """For each scene all ways into it, in the order of the story."""
    into: dict[int, list[WayIn]] = {}
    scenes = len(machine.program.scenes)
    for index in range(scenes):
        scene = machine.scene(index)
        known = {choice.id: (choice.kind, choice.guard) for choice in scene.choices}
        for choice, target in leads_of(scene):
            kind, guard = known.get(choice, ("runs on", None))
            for (what, *where), links in _ways(target, scenes):
                if what == "scene":
                    into.setdefault(where[0], []).append(WayIn(index, choice, kind, guard, links))
    return into


def _ways(target: Target, scenes: int) -> Iterator[tuple[Target, Links]]:
    """Where a target leads and by what; where a call comes back to what was put off, where that leads then."""
    found = list(walk(target, scenes))
    own = [(led, links[1:]) for led, links in found if links and links[0].kind == "own"]
    for led, links in found:
        if led[0] == "scene" and led[1] >= scenes:
            yield from ((late, (*links, *put_off)) for late, put_off in own)
        else:
            yield led, links


def stays_in(machine: Machine, index: int) -> list[WayIn]:
    """The choices of a scene that stay in it: its page comes up by them too, as their answer."""
    return [
        WayIn(index, choice.id, "stays", choice.guard, links)
        for choice in machine.scene(index).choices
        for (what, *_), links in _ways(choice.target, len(machine.program.scenes))
        if what == "stay"
    ]
