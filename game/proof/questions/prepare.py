"""From a machine to the model that is proved, and the questions about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from game.engine import Machine
from game.proof.questions.codex_flags import codex_flags, resolve
from game.proof.questions.history_flags import Remembered, way_flags
from game.proof.questions.reachability import Asker, Key, Question
from game.proof.system.model import Model, build_model
from game.proof.system.value_ranges import Possible, drop_impossible


class Prepared(NamedTuple):
    """The model without the moves that can never be taken, the values it can have, and every question about it."""

    model: Model
    possible: Possible
    questions: dict[Key, Question]


def prepare(machine: Machine, tick: Callable[[], None] = lambda: None) -> Prepared:
    """Build the model, with flags for the codex and for what the author says of ways, and the questions about it.
    `tick` is called now and then and may raise.
    """
    program = machine.program
    model = build_model(machine, [*codex_flags(program), *way_flags(program)], tick)
    asker = Asker(model, tick)
    resolve(model, asker.all())
    Remembered(model).mark()
    possible = Possible(model, tick)
    drop_impossible(model, possible, tick)
    return Prepared(model, possible, asker.found)
