"""By which rules one choice led where it led: the engine takes it once more, and tells how."""

from __future__ import annotations

from typing import NamedTuple

from game.arrivals.links import Link, Links, leads_of, walk
from game.engine import EngineError, Machine, Program, State, advance
from game.engine.program import Target
from game.engine.targets import Resolve, compile_target


class Leg(NamedTuple):
    """One target that was resolved: that of a choice, or of a scene that ran on ('landing/on')."""

    owner: str
    links: Links


class Tracer(Machine):
    """A machine that notes how its targets are resolved; it does what any other of the same program does."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._noted: list[tuple[str, str, int]] = []
        self._known: dict[str, dict[tuple[str, int], Link]] = {}

    def target(self, target: Target, owner: str) -> Resolve:
        """The compiled form of a target, which notes how it is resolved."""
        found = compile_target(target, owner, self.expr, lambda kind, number: self._noted.append((owner, kind, number)))

        def resolve(values: list[int], stack: tuple[int, ...], chance: object) -> tuple[int, tuple[int, ...]]:
            self._noted.append((owner, "", -1))
            return found(values, stack, chance)  # type: ignore[arg-type]

        return resolve

    def legs(self, state: State, choice: str) -> list[Leg]:
        """What was resolved when a choice was taken at a state, in order. The choice's own leg comes first, whether it
        had anything to resolve or not; where it cannot be taken there is nothing, and where the story fails, what came
        before.
        """
        self._noted.clear()
        try:
            advance(self, state, choice)
        except EngineError:
            if not self._noted:
                return []
        legs: list[tuple[str, list[Link]]] = [(choice, [])]
        for owner, kind, number in self._noted:
            if kind:
                legs[-1][1].append(self._link(state, owner, kind, number))
            elif owner != choice:
                legs.append((owner, []))
        if not self._noted and dict(leads_of(self.scene(state.scene))).get(choice, ("",))[0] == "stay":
            legs[0][1].append(Link("stay"))
        return [Leg(owner, tuple(links)) for owner, links in legs]

    def _link(self, state: State, owner: str, kind: str, number: int) -> Link:
        """A link as the walk through the target tells it."""
        if kind in ("return", "stay"):
            return Link(kind)
        if owner not in self._known:
            scene = self.scene(self.scene_index(owner.partition("/")[0]))
            target = next(target for name, target in leads_of(scene) if name == owner)
            self._known[owner] = _numbered(target)
        return self._known[owner][kind, number]


def _numbered(target: Target) -> dict[tuple[str, int], Link]:
    """Each link of a target under the kind and the number that are noted of it."""
    return {_noted_as(link): link for _, links in walk(target) for link in links}


def _noted_as(link: Link) -> tuple[str, int]:
    match link.kind:
        case "call" | "card":
            return link.kind, link.at
        case "else" | "back":
            return link.kind, -1
    return "entry", link.number
