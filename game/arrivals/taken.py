"""By which rules one choice led where it led: the engine takes it once more, and tells how."""

from __future__ import annotations

from typing import NamedTuple

from game.arrivals.links import Link, Links, leads_of, walk
from game.engine import EngineError, Machine, Program, State, advance
from game.engine.program import Target
from game.engine.targets import Resolve, compile_target


class Leg(NamedTuple):
    """One target that was resolved: that of a choice, or of a scene that ran on ('landing/on'). `is_late` says that it
    is what a choice had put off for a call.
    """

    owner: str
    links: Links
    is_late: bool = False


class _Noted(NamedTuple):
    """A target that is resolved, and the link by which; '' as it begins."""

    owner: str
    target: Target
    kind: str = ""
    number: int = -1


class Tracer(Machine):
    """A machine that notes how its targets are resolved; it does what any other of the same program does."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._noted: list[_Noted] = []
        self._known: dict[tuple[str, bool], dict[tuple[str, int], Link]] = {}

    def target(self, target: Target, owner: str) -> Resolve:
        """The compiled form of a target, which notes how it is resolved."""

        def note(kind: str, number: int) -> None:
            self._noted.append(_Noted(owner, target, kind, number))

        found = compile_target(target, owner, self.expr, note)

        def resolve(values: list[int], stack: tuple[int, ...], chance: object) -> tuple[int, tuple[int, ...]]:
            self._noted.append(_Noted(owner, target))
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
        legs: list[tuple[str, bool, list[Link]]] = [(choice, False, [])]
        for noted in self._noted:
            late = self._is_late(noted)
            if noted.kind:
                legs[-1][2].append(self._link(noted, late))
            elif noted.owner != choice or late:
                legs.append((noted.owner, late, []))
        if not self._noted and dict(leads_of(self.scene(state.scene))).get(choice, ("",))[0] == "stay":
            legs[0][2].append(Link("stay"))
        return [Leg(owner, tuple(links), late) for owner, late, links in legs]

    def _is_late(self, noted: _Noted) -> bool:
        return any(owner == noted.owner and target is noted.target for owner, target in self.program.continuations)

    def _link(self, noted: _Noted, late: bool) -> Link:
        """A link as the walk through the target tells it."""
        if noted.kind in ("return", "stay"):
            return Link(noted.kind)
        known = self._known.get((noted.owner, late))
        if known is None:
            known = self._known[noted.owner, late] = self._numbered(noted, late)
        return known[noted.kind, noted.number]

    def _numbered(self, noted: _Noted, late: bool) -> dict[tuple[str, int], Link]:
        """Each link of a target under the kind and the number that are noted of it. What was put off is noted by
        numbers of its own, and marked behind the rules that may put it off.
        """
        scenes, first = len(self.program.scenes), 0
        if late:
            home = self.scene(self.scene_index(noted.owner.partition("/")[0]))
            whole = next(target for name, target in leads_of(home) if name == noted.owner)
            first = 1 + next(links[0].number for _, links in walk(whole, scenes) if links[0].kind == "own")
        return {_noted_as(link, first): link for _, links in walk(noted.target, scenes, first) for link in links}


def _noted_as(link: Link, first: int) -> tuple[str, int]:
    match link.kind:
        case "call" | "card":
            return link.kind, link.at
        case "else" | "back":
            return link.kind, -1
    return "entry", link.number - first
