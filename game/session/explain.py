"""Say why a recorded choice does not lead where it led: the one place that compares a log's word with the story's."""

from __future__ import annotations

from game.engine import BadDraw, EngineError, Machine, Phase, State, advance, page, phase, values_by_name
from game.engine.markup import plain
from game.engine.step import Value
from game.session.errors import Notice
from game.session.fold import Broken
from game.session.lines import FORMAT, Chosen, Damaged, Later
from game.session.way import full_id


def why_broken(machine: Machine, broken: Broken, language: str) -> Notice:
    """Why the way stops holding; a closed choice gives the reason that a player would read, in `language`."""
    number, entry, state, after = broken
    if isinstance(entry, Later):
        return Notice("R003", file=entry.file, format=entry.need, known=FORMAT)
    if isinstance(entry, Damaged):
        return Notice("R209", step=number, line=entry.line)
    if after is not None:
        now = machine.scene(after.scene).id
        return Notice("R204", step=number, choice=entry.choice, now=now, then=entry.at)
    return _why_refused(machine, number, entry, state, language)


def _why_refused(machine: Machine, number: int, entry: Chosen, state: State, language: str) -> Notice:
    scene = machine.scene(state.scene)
    if phase(machine, state) is Phase.ENDED:
        return Notice("R205", step=number, choice=entry.choice, scene=scene.id)
    choice = full_id(machine, state, entry.choice)
    if choice not in {known.id for known in scene.choices}:
        return Notice("R201", step=number, choice=entry.choice, scene=scene.id)
    for option in page(machine, state, language).options:
        if option.id == choice and not option.open:
            return Notice("R202", step=number, choice=entry.choice, why=plain(option.reason))
    try:
        advance(machine, state, choice)
    except BadDraw as bad:
        return Notice("R217", step=number, choice=entry.choice, number=bad.number, given=bad.given, most=bad.total - 1)
    except EngineError as error:
        if getattr(error, "what", ""):
            return Notice("R206", step=number, choice=entry.choice, why=str(error))
    return Notice("R203", step=number, choice=entry.choice)


def why_other_state(machine: Machine, number: int, entry: Chosen, before: State, after: State) -> Notice:
    """A choice leads to the recorded scene but not to the recorded state: what is known of the difference."""
    old, new = values_by_name(machine, before), values_by_name(machine, after)
    changes = [f"{name} {_written(old[name])} → {_written(value)}" for name, value in new.items() if old[name] != value]
    return Notice("R207", step=number, choice=entry.choice, changes=", ".join(changes) or Notice("R306"))


def _written(value: Value) -> str:
    """A value; of a set what is in it, in square brackets."""
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)
