"""From a machine to the model that is proved, and the questions about it."""

from __future__ import annotations

from game.engine import Machine
from game.proof.codex import codex_flags, resolve
from game.proof.model import Model, build_model
from game.proof.questions import Asker, Key, Question
from game.proof.remembering import Remembered, way_flags


def prepare(machine: Machine) -> tuple[Model, dict[Key, Question]]:
    """The model, with the proof's own flags for the codex and for what the author says of ways, and every question."""
    program = machine.program
    model = build_model(machine, [*codex_flags(program), *way_flags(program)])
    asker = Asker(model)
    resolve(model, asker.all())
    Remembered(model).mark()
    return model, asker.found
