"""Why something can never be met: what its place always brings, and what it asks for that never agrees with that.

The reason is an unsatisfiable core: of the variables' possible values at the place (see `value_ranges`, a superset of
what can happen) those that alone rule out the condition. Variables are taken out of the core one by one as long as the
rest still rules it out (deletion-based minimisation). Where the values of single variables do not rule it out, for what
rules it out is how they hang together, nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

from game.engine import Expr, Program
from game.proof.mending.cases import Verdict
from game.proof.mending.lost import readable
from game.proof.mending.shortest import shortest
from game.proof.questions.reachability import Question
from game.proof.report.spelling import spelled
from game.proof.system.model import Conjunction, Model
from game.proof.system.terms import Fn
from game.proof.system.value_ranges import Bits, Possible
from game.story.terms import join

MOST_READ = 2
"""Over how many variables a reason is told."""

MOST_COMBINATIONS = 1 << 12

Words = dict[str, str | int]


def why_never(model: Model, possible: Possible, question: Question) -> Words:
    """The fields of the sentence that tells why a question is never met; none where no single reason is known."""
    sites = [site for site in question.sites if possible.bits[site.place]]
    conditions = {site.when for site in sites}
    scenes = {model.places[site.place].scene for site in sites}
    if len(conditions) != 1 or len(scenes) != 1:
        return {}
    (when,) = conditions
    bits = 0
    for site in sites:
        bits |= possible.bits[site.place]
    program = model.machine.program
    core = _core(possible, when, bits)
    own = readable(model.functions.slots, len(program.slots))
    if not core or len(core) > MOST_READ or not own.issuperset(core):
        return {}
    has = [_told(program, (slot,), _coming(possible, slot, bits)) for slot in core]
    asks = _told(program, core, _asked(possible, when, core))
    if asks is None or None in has:
        return {}
    scene = model.machine.scene(scenes.pop()).id
    return {
        "entered": scene,
        "has": spelled(join("and", [one for one in has if one]), program),
        "asks": spelled(asks, program),
    }


def _core(possible: Possible, when: Conjunction, bits: Bits) -> tuple[int, ...]:
    """The slots whose possible values alone rule a condition out, none of them needlessly; none where they do not."""
    core = sorted({slot for term in when for slot in term.slots})
    if possible.narrow(when, bits):
        return ()
    for slot in list(core):
        fewer = [one for one in core if one != slot]
        if not possible.narrow(when, _free(possible, bits, fewer)):
            core = fewer
    return tuple(core)


def _free(possible: Possible, bits: Bits, held: Iterable[int]) -> Bits:
    """Values of all slots, those of some held to the possible ones."""
    every = 1 << possible.offsets[-1]
    kept = set(held)
    for slot, full in enumerate(possible.full):
        every |= bits & full if slot in kept else full
    return every


def _coming(possible: Possible, slot: int, bits: Bits) -> list[Verdict]:
    """For each value of a slot whether it is possible."""
    low = possible.model.functions.slots[slot].low
    comes = set(possible.unpack(slot, bits).tolist())
    return [Verdict(((low + position,),), position in comes) for position in range(possible.sizes[slot])]


def _asked(possible: Possible, when: Conjunction, core: Sequence[int]) -> list[Verdict]:
    """For each combination of values of some slots whether a condition allows for it."""
    if prod(possible.sizes[slot] for slot in core) > MOST_COMBINATIONS or not all(isinstance(one, Fn) for one in when):
        return []
    slots = possible.model.functions.slots
    found = []
    for positions in product(*(range(possible.sizes[slot]) for slot in core)):
        bits = _free(possible, 0, core)
        for slot, position in zip(core, positions, strict=True):
            bits |= 1 << (possible.offsets[slot] + position)
        values = tuple((slots[slot].low + position,) for slot, position in zip(core, positions, strict=True))
        found.append(Verdict(values, bool(possible.narrow(when, bits))))
    return found


def _told(program: Program, slots: Sequence[int], verdicts: Sequence[Verdict]) -> Expr | None:
    """The shortest condition for some verdicts, where there is one that says anything."""
    expr = shortest(program, slots, verdicts)
    return None if expr is None or expr[0] == "const" else expr
