"""Why something can never be met: what its place always brings, and what it asks for that never agrees with that.

The reason is an unsatisfiable core: of the variables' possible values at the place (see `value_ranges`, a superset of
what can happen) those that alone rule out the condition. Variables are taken out of the core one by one as long as the
rest still rules it out (deletion-based minimisation), so that none of those that are left can be spared. Where the
values of single variables do not rule it out, for what rules it out is how they hang together, nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

import numpy as np

from game.engine import Expr, Program
from game.proof.mending.cases import CaseVerdict
from game.proof.mending.lost import readable
from game.proof.mending.shortest import shortest
from game.proof.questions.reachability import Question
from game.proof.report.spelling import spelled
from game.proof.system.live_values import Partitions, labels, needs_of
from game.proof.system.model import Conjunction, Model
from game.proof.system.terms import Array
from game.proof.system.value_ranges import Bits, Possible
from game.story.expressions.terms import join

MOST_READ = 4
"""Over how many variables a reason is told."""

MOST_COMBINATIONS = 1 << 14
"""Up to how many combinations of values a condition is asked of one by one."""

MOST_AXES = 32
"""Of how many variables, at most: numpy's arrays have no more axes everywhere."""

Words = dict[str, str | int]


def why_never(model: Model, possible: Possible, question: Question) -> Words:
    """The fields of the sentence that tells why a question is never met; none where no single reason is known."""
    sites = [site for site in question.sites if possible.bits[site.place]]
    conditions = {site.when for site in sites}
    scenes = {model.places[site.place].scene for site in sites}
    if len(conditions) != 1 or len(scenes) != 1:
        return {}
    bits = 0
    for site in sites:
        bits |= possible.bits[site.place]
    program = model.machine.program
    asked = _Condition(possible, *conditions)
    core = asked.core(bits)
    own = readable(model.terms.slots, len(program.slots))
    if not core or len(core) > MOST_READ or not own.issuperset(core):
        return {}
    has = [_told(program, (slot,), _coming(possible, slot, bits)) for slot in core]
    asks = _told(program, core, asked.verdicts(core))
    if asks is None or None in has:
        return {}
    scene = model.machine.scene(scenes.pop()).id
    return {
        "entered": scene,
        "has": spelled(join("and", [one for one in has if one]), program),
        "asks": spelled(asks, program),
    }


class _Condition:
    """What something asks for, with the classes of values that it tells apart."""

    def __init__(self, possible: Possible, when: Conjunction) -> None:
        self.possible = possible
        self.when = when
        needs = needs_of(Partitions(possible.model.terms), when)
        self.labels = {slot: labels(needs[slot]) for slot in sorted(needs)}

    def core(self, bits: Bits) -> tuple[int, ...]:
        """The slots whose possible values alone rule it out, none of them needlessly; none where they do not."""
        core = list(self.labels)
        if self.can_hold(bits):
            return ()
        for slot in list(core):
            fewer = [one for one in core if one != slot]
            if not self.can_hold(_free(self.possible, bits, fewer)):
                core = fewer
        return tuple(core)

    def can_hold(self, bits: Bits) -> bool:
        """Whether it holds for some of the values. Where they are too many, what the parts of it rule out one by one
        has to do: then it may be said to hold where it never does.
        """
        narrowed = self.possible.narrow(self.when, bits)
        if not narrowed:
            return False
        one_each = {slot: self._one_each(slot, narrowed) for slot in self.labels}
        if prod(map(len, one_each.values())) > MOST_COMBINATIONS or len(one_each) > MOST_AXES:
            return True
        axes = np.ix_(*one_each.values())
        columns = dict(zip(one_each, axes, strict=True))
        return bool(
            np.any(np.logical_and.reduce([np.broadcast_arrays(term.at(columns) != 0, *axes)[0] for term in self.when]))
        )

    def _one_each(self, slot: int, bits: Bits) -> Array:
        """A position for each class that has any."""
        positions = self.possible.unpack(slot, bits)
        return positions[np.unique(self.labels[slot][positions], return_index=True)[1]]

    def verdicts(self, core: Sequence[int]) -> list[CaseVerdict]:
        """For each combination of values of some slots whether it can hold with them; none where they are too many."""
        possible, slots = self.possible, self.possible.model.terms.slots
        classes = [[np.flatnonzero(self.labels[slot] == one) for one in np.unique(self.labels[slot])] for slot in core]
        if prod(map(len, classes)) > MOST_COMBINATIONS:
            return []
        found = []
        for chosen in product(*classes):
            bits = _free(possible, 0, core)
            for slot, positions in zip(core, chosen, strict=True):
                bits |= 1 << (possible.offsets[slot] + int(positions[0]))
            values = tuple(
                tuple((positions + slots[slot].low).tolist()) for slot, positions in zip(core, chosen, strict=True)
            )
            found.append(CaseVerdict(values, self.can_hold(bits)))
        return found


def _free(possible: Possible, bits: Bits, held: Iterable[int]) -> Bits:
    """Values of all slots, those of some held to the possible ones."""
    every = 1 << possible.offsets[-1]
    kept = set(held)
    for slot, full in enumerate(possible.full):
        every |= bits & full if slot in kept else full
    return every


def _coming(possible: Possible, slot: int, bits: Bits) -> list[CaseVerdict]:
    """For each value of a slot whether it is possible."""
    low = possible.model.terms.slots[slot].low
    comes = set(possible.unpack(slot, bits).tolist())
    return [CaseVerdict(((low + position,),), position in comes) for position in range(possible.sizes[slot])]


def _told(program: Program, slots: Sequence[int], verdicts: Sequence[CaseVerdict]) -> Expr | None:
    """The shortest condition for some verdicts, where there is one that says anything."""
    expr = shortest(program, slots, verdicts)
    return None if expr is None or expr[0] == "const" else expr
