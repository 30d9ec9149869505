"""Ways into a scene in words: all that there are, and the one that was taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from game.arrivals.into import WayIn, stays_in, ways_into
from game.arrivals.links import Link
from game.arrivals.taken import Leg
from game.engine import Expr, Machine
from game.wording import Words

MOST_CHOICES = 8
"""So many choices are named that lead on by the same rule, or to the same card."""

ARROW = " → "


class Telling:
    """Puts ways into words. `spell` writes a condition as its author would; `shown` says how a file is called."""

    def __init__(
        self,
        machine: Machine,
        say: Words,
        spell: Callable[[Expr], str] = str,
        shown: Callable[[str], str] = str,
    ) -> None:
        self.machine = machine
        self.say = say
        self.spell = spell
        self.shown = shown

    # ------------------------------------------------------------ all ways

    def page(self, scene: int) -> list[str]:
        """By what the page of a scene can come up, a line each; scenes that run on to it with their own ways below."""
        into = ways_into(self.machine)
        return [f"{self._id(scene)} ({self.whole(scene)})", *self._ways(scene, into, {scene}, "")]

    def _ways(self, scene: int, into: dict[int, list[WayIn]], seen: set[int], indent: str) -> Iterator[str]:
        say, ways = self.say, into.get(scene, [])
        if scene == self.machine.program.start:
            yield f"{indent}- {say('the story begins here')}"
        elif not ways:
            yield f"{indent}- {say('nothing leads here')}"
        yield from (f"{indent}- {line}" for line in self._grouped([way for way in ways if way.kind != "runs on"]))
        for way in ways:
            if way.kind == "runs on":
                yield f"{indent}- {self._single(way)}"
                if way.scene in seen:
                    yield f"{indent}  - {say('as told above')}"
                else:
                    seen.add(way.scene)
                    yield from self._ways(way.scene, into, seen, indent + "  ")
        yield from (f"{indent}- {self._single(way)}" for way in stays_in(self.machine, scene))

    def _grouped(self, ways: Iterable[WayIn]) -> Iterator[str]:
        """A line for each way, but one for all that lead by the same rule, or by a deck to its card."""
        groups: dict[str, list[str]] = {}
        for way in ways:
            kinds = {link.kind for link in way.links}
            shared = self._links(way) if kinds & {"rule", "card"} and not kinds & {"entry", "call"} else ""
            groups.setdefault(shared or self._single(way), []).extend([way.choice] if shared else [])
        for told, choices in groups.items():
            yield self.say("{how}; by {choices}", how=told, choices=self._some(choices)) if choices else told

    def _some(self, choices: Sequence[str]) -> str:
        more = len(choices) - MOST_CHOICES
        told = ", ".join(choices[:MOST_CHOICES])
        return f"{told} {self.say.n('and {n} more', 'and {n} more', more)}" if more > 0 else told

    def _single(self, way: WayIn) -> str:
        links = self._links(way)
        return self.say("{who}: {how}", who=self._head(way), how=links) if links else self._head(way)

    def _head(self, way: WayIn) -> str:
        """What leads: a choice, or a scene that runs on."""
        say, home, place = self.say, self._id(way.scene), self.place(way.choice)
        match way.kind:
            case "runs on":
                return self._runs_on(way.choice)
            case "on":
                told = say("“Continue” in {scene} ({place})", scene=home, place=place)
            case "skip":
                told = say("skipping {scene} ({place})", scene=home, place=place)
            case "stays":
                told = say("choice {choice} stays here ({place})", choice=way.choice, place=place)
            case _:
                told = say("choice {choice} ({place})", choice=way.choice, place=place)
        return self._guarded(told, way.guard)

    def _runs_on(self, owner: str) -> str:
        scene = owner.rpartition("/")[0]
        return self.say("{scene} runs on ({place})", scene=scene, place=self.place(f"{owner}?to", owner))

    def _links(self, way: WayIn) -> str:
        told = (self._guarded(self.link(way.choice, link), link.guard) for link in way.links)
        return ", ".join(filter(None, told))

    def _guarded(self, told: str, guard: Expr | None) -> str:
        return self.say("{what}, if {guard}", what=told, guard=self.spell(guard)) if told and guard else told

    # ------------------------------------------------------------ the way taken

    def came_by(self, legs: Sequence[Leg], scene: int) -> str:
        """How a choice led to the page of a scene, on one line; '' for no legs."""
        parts: list[str] = []
        for leg in legs:
            parts.append(self._goes_on(leg) if parts else leg.owner)
            parts += filter(None, (self.link(leg.owner, link) for link in leg.links))
        return ARROW.join([*parts, self._id(scene)]) if parts else ""

    def _goes_on(self, leg: Leg) -> str:
        if not leg.is_late:
            return self._runs_on(leg.owner)
        return self.say("{choice} goes on ({place})", choice=leg.owner, place=self.place(leg.owner))

    # ------------------------------------------------------------ both

    def link(self, owner: str, link: Link) -> str:
        """One link without its condition; '' for one that says nothing."""
        say, place = self.say, self.place(f"{owner}?to.{link.number}", f"{owner}?to", owner)
        match link.kind:
            case "rule":
                return say("rule {n} of what interrupts ({place})", n=link.at, place=place)
            case "entry":
                return say("entry {n} of its list ({place})", n=link.at, place=place)
            case "draw":
                return say("drawn, {n} in {total} ({place})", n=link.weight, total=link.total, place=place)
            case "card":
                return say("dealt as a card ({place})", place=self.place(self._id(link.at)))
            case "else":
                return say("the deck has no card")
            case "call":
                if link.at >= len(self.machine.program.scenes):
                    return say("called, before what {choice} leads to", choice=owner)
                return say("called, to return to {scene}", scene=self._id(link.at))
            case "back":
                return say("when what it calls returns")
            case "return":
                return say("back from a call")
            case "stay":
                return say("stays")
        return ""

    def whole(self, scene: int) -> str:
        """`file:line:column` of a scene, as messages name it."""
        file, line, column = self.machine.program.marks[self._id(scene)]
        return f"{self.shown(file)}:{line}:{column}"

    def place(self, *keys: str) -> str:
        """`file:line` within the story of the first of some marks that there is, else of the scene they belong to."""
        marks = self.machine.program.marks
        file, line, _ = next(marks[key] for key in (*keys, keys[-1].partition("/")[0]) if key in marks)
        return f"{file}:{line}"

    def _id(self, scene: int) -> str:
        return self.machine.bare(scene).id
