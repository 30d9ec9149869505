"""The demands on a story as questions with the answer 'never': no dead stop, no overrun, no fault, no broken word of
the author (and, of what the author says can be, with the answer that it can)."""

from __future__ import annotations

from collections.abc import Mapping

from game.engine import Invariant
from game.proof.questions.history_flags import Remembered, about_ways, at_scene
from game.proof.questions.reachability import Question, Site
from game.proof.system.effects import Overrun
from game.proof.system.model import Model, Place

BROKEN = {"always": True, "never": False, "at_ending": True}
"""The kinds of invariants that are questions about single states, and whether it is their falsehood that breaks them.
"""


class Demand(Question):
    """A question whose thing must never be met, or, `wanted`, must be. `fields` are those of its rule."""

    __slots__ = ("fields", "wanted")

    def __init__(self, kind: str, name: str, about: str, fields: Mapping[str, str | int]) -> None:
        super().__init__(kind, name, about)
        self.fields = dict(fields)
        self.wanted = kind == "can"


class Demands:
    """Gathers the demands on one model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.machine = model.machine
        self.program = model.machine.program
        self.found: dict[tuple[str, str], Demand] = {}

    def all(self) -> list[Demand]:
        """Every demand that could be broken, as far as can be told without exploring."""
        for overrun in self.model.opening:
            scene = self.machine.scene(self.program.start).id
            self._overrun(scene, overrun, [Site(0, ())])
        for index in range(len(self.model.places)):
            self._place(index)
        for number, raw in enumerate(self.program.invariants):
            invariant = Invariant(*raw)
            if invariant.kind in BROKEN and invariant.expr is not None:
                self._invariant(number, invariant)
        for number, invariant in about_ways(self.program):
            self._way(number, invariant)
        return list(self.found.values())

    def _demand(self, kind: str, name: str, about: str, **fields: str) -> Demand:
        found = self.found.get((kind, name))
        if found is None:
            found = self.found[kind, name] = Demand(kind, name, about, {"name": about, **fields})
        return found

    def _place(self, index: int) -> None:
        functions = self.model.functions
        place = self.model.places[index]
        scene = self.machine.scene(place.scene)
        if place.ending < 0:
            closed = [
                functions.negation(functions.apply("and", functions.true, *option.open)) for option in place.options
            ]
            self._demand("stuck", scene.id, scene.id).sites.append(Site(index, functions.conjunction(closed)))
        for number, option in enumerate(place.options):
            for overrun in option.overruns:
                when = functions.conjunction([*option.open, *overrun.when])
                self._overrun(option.choice.id, overrun, [Site(index, when, choice=number)])
        for move in place.moves:
            choice = place.options[move.choice].choice.id
            if move.fault:
                self._demand(move.fault, choice, choice).sites.append(Site(index, move.guard, move))
            for overrun in move.overruns:
                when = functions.conjunction([*move.guard, *overrun.when])
                scene_id = self.machine.scene(self.model.places[move.target].scene).id
                self._overrun(scene_id, overrun, [Site(index, when, move)])

    def _overrun(self, about: str, overrun: Overrun, sites: list[Site]) -> None:
        slot = self.program.slots[overrun.slot]
        limit = slot.low if overrun.end == "low" else slot.high
        name = f"{about}:{slot.name}:{overrun.end}"
        demand = self._demand("overrun", name, about, variable=slot.name, end=overrun.end, limit=str(limit))
        demand.fields["name"] = f"{about}: {slot.name}"
        demand.sites += [site for site in sites if site.when != (self.model.functions.false,)]

    def _invariant(self, number: int, invariant: Invariant) -> None:
        demand = self._demand(invariant.kind, str(number), str(number), ending=str(invariant.where))
        demand.fields["name"] = invariant.source
        assert invariant.expr is not None
        for index, place in enumerate(self.model.places):
            if invariant.kind == "at_ending" and (
                place.ending < 0 or self.program.endings[place.ending][0] != invariant.where
            ):
                continue
            expr = at_scene(invariant.expr, place.scene)
            holds = self.model.functions.of(("not", expr) if BROKEN[invariant.kind] else expr, {})
            when = self.model.functions.conjunction([holds])
            if when != (self.model.functions.false,):
                demand.sites.append(Site(index, when))

    def _way(self, number: int, invariant: Invariant) -> None:
        """A way to an ending that passes by what should come, or to where what should stay is gone; or one to a goal,
        which should be there.
        """
        f = self.model.functions
        demand = self._demand(invariant.kind, str(number), str(number))
        demand.fields["name"] = invariant.source
        remembered = Remembered(self.model)
        for index, place in enumerate(self.model.places):
            passed = remembered.passed(number, invariant, index)
            if invariant.kind == "can":
                if self._is_goal(place, *invariant.where[:2]):
                    demand.sites.append(Site(index, f.conjunction([passed])))
            elif invariant.kind == "stays":
                held, holds = remembered.flag(number), remembered.holds(invariant, index)
                demand.sites.append(Site(index, f.conjunction([held, f.negation(holds)])))
            elif place.ending >= 0:
                demand.sites.append(Site(index, f.conjunction([f.negation(passed)])))
        demand.sites = [site for site in demand.sites if site.when != (f.false,)]

    def _is_goal(self, place: Place, kind: str, goal: str) -> bool:
        if kind == "scene":
            return self.machine.scene(place.scene).id == goal
        return place.ending >= 0 and bool(self.program.endings[place.ending][0] == goal)
