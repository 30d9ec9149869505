"""The properties demanded of a story as questions with the answer 'never': no dead stop, no overrun, no fault, no
promise broken (and, of what the author says can be, with the answer that it can).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from game.engine import Invariant
from game.proof.questions.history_flags import Remembered, about_ways, at_scene
from game.proof.questions.reachability import Question, Site
from game.proof.system.effects import Overrun
from game.proof.system.model import BY_CHOICE, Model, Place
from game.proof.system.terms import Term

BROKEN = {"always": True, "never": False, "at_ending": True}
"""The kinds of invariants that are questions about single states, and whether it is their falsehood that breaks them.
"""


class Property(Question):
    """A question whose thing must never be met, or, `wanted`, must be. `fields` are those of its rule."""

    __slots__ = ("fields", "wanted")

    def __init__(self, kind: str, name: str, about: str, fields: Mapping[str, str | int]) -> None:
        super().__init__(kind, name, about)
        self.fields = dict(fields)
        self.wanted = kind == "can"


class Properties:
    """Gathers the properties demanded of one model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.machine = model.machine
        self.program = model.machine.program
        self.found: dict[tuple[str, str], Property] = {}

    def all(self) -> list[Property]:
        """Every property that could be broken, as far as can be told without exploring."""
        for entered, overrun in self.model.opening:
            self._overrun(self.machine.scene(entered).id, overrun, [Site(0, ())])
        for index in range(len(self.model.places)):
            self._place(index)
        for number, invariant in enumerate(self.program.invariants):
            if invariant.kind in BROKEN and invariant.expr is not None:
                self._invariant(number, invariant)
        for number, invariant in about_ways(self.program):
            self._way(number, invariant)
        return list(self.found.values())

    def _property(self, kind: str, name: str, about: str, **fields: str) -> Property:
        found = self.found.get((kind, name))
        if found is None:
            found = self.found[kind, name] = Property(kind, name, about, {"name": about, **fields})
        return found

    def _place(self, index: int) -> None:
        terms = self.model.terms
        place = self.model.places[index]
        scene = self.machine.scene(place.scene)
        if place.ending < 0:
            closed = [terms.negation(terms.apply("and", terms.true, *option.open)) for option in place.options]
            self._property("stuck", scene.id, scene.id).sites.append(Site(index, terms.conjunction(closed)))
        for number, option in enumerate(place.options):
            for overrun in option.overruns:
                when = terms.conjunction([*option.open, *overrun.when])
                self._overrun(option.choice.id, overrun, [Site(index, when, choice=number)])
        for move in place.moves:
            if move.fault:
                self._property(move.fault, move.owner, move.owner).sites.append(Site(index, move.guard, move))
            for entered, overrun in move.overruns:
                when = terms.conjunction([*move.guard, *overrun.when])
                about = scene.choices[move.choice] if entered == BY_CHOICE else self.machine.scene(entered)
                self._overrun(about.id, overrun, [Site(index, when, move)])

    def _overrun(self, about: str, overrun: Overrun, sites: list[Site]) -> None:
        slot = self.program.slots[overrun.slot]
        limit = slot.low if overrun.end == "low" else slot.high
        name = f"{about}:{slot.name}:{overrun.end}"
        prop = self._property("overrun", name, about, variable=slot.name, end=overrun.end, limit=str(limit))
        prop.fields["name"] = f"{about}: {slot.name}"
        prop.sites += [site for site in sites if site.when != (self.model.terms.false,)]

    def _invariant(self, number: int, invariant: Invariant) -> None:
        prop = self._property(invariant.kind, str(number), str(number), ending=str(invariant.where))
        prop.fields["name"] = invariant.source
        assert invariant.expr is not None
        for index, place in enumerate(self.model.places):
            if invariant.kind == "at_ending" and (
                place.ending < 0 or self.program.endings[place.ending].id != invariant.where
            ):
                continue
            expr = at_scene(invariant.expr, place.scene)
            holds = self.model.terms.of(("not", expr) if BROKEN[invariant.kind] else expr, {})
            when = self.model.terms.conjunction([holds])
            if when != (self.model.terms.false,):
                prop.sites.append(Site(index, when))

    def _way(self, number: int, invariant: Invariant) -> None:
        """A way to an ending that passes by what should come, or to where what should stay is gone; or one to a goal,
        which should be there.
        """
        f = self.model.terms
        prop = self._property(invariant.kind, str(number), str(number))
        prop.fields["name"] = invariant.source
        remembered = Remembered(self.model)
        for index, place in enumerate(self.model.places):
            passed = remembered.passed(number, invariant, index)
            if invariant.kind == "can":
                if self._is_goal(place, *invariant.where[:2]):
                    prop.sites.append(Site(index, f.conjunction([passed])))
                self._goals_passed(prop, invariant, index, passed)
            elif invariant.kind == "stays":
                held, holds = remembered.flag(number), remembered.holds(invariant, index)
                prop.sites.append(Site(index, f.conjunction([held, f.negation(holds)])))
            elif place.ending >= 0:
                prop.sites.append(Site(index, f.conjunction([f.negation(passed)])))
        prop.sites = [site for site in prop.sites if site.when != (f.false,)]

    def _goals_passed(self, prop: Property, invariant: Invariant, index: int, passed: Term) -> None:
        """The goal is a scene that runs on: it is met on the way into a page, where that is after the origin."""
        kind, goal, origin = invariant.where
        if kind != "scene":
            return
        wanted, f = self.machine.scene_index(goal), self.model.terms

        def begun(way: Sequence[int]) -> bool:
            return any(one in origin and self.machine.bare(one).shows for one in way[: way.index(wanted) + 1])

        if index == 0 and wanted in self.model.passed and begun(self.model.passed):
            prop.sites.append(Site(index, ()))
        for move in self.model.places[index].moves:
            if move.target >= 0 and wanted in move.passed:
                when = move.guard if begun(move.passed) else f.conjunction([*move.guard, passed])
                prop.sites.append(Site(index, when, move))

    def _is_goal(self, place: Place, kind: str, goal: str) -> bool:
        if kind == "scene":
            return self.machine.scene(place.scene).id == goal
        return place.ending >= 0 and self.program.endings[place.ending].id == goal
