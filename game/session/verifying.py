"""Replay a session headless and say whether the story still leads where it led, or where it first differs and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from game.engine import Dice, Machine, State, state_digest
from game.engine.state import scenes_in
from game.session.errors import Notice
from game.session.explain import why_broken, why_other_state
from game.session.fold import Broken, begin, step
from game.session.lines import Chosen, Stop
from game.session.log import Log, read_log
from game.session.opening import own_log
from game.session.renaming import Checks
from game.session.way import leads_there


class Verdict(NamedTuple):
    """What a verification found.

    `steps` is the number of choices on the session's way; `holds` how many of them can be taken and lead to the
    recorded scenes. `step` is the first that differs (0: the start itself; -1: none does) and `finding` says how.
    `digest` is the check of the last state reached. `notes` tell of the edition and of lines left out.
    """

    identical: bool
    steps: int
    holds: int
    step: int
    digest: str
    finding: Notice
    notes: tuple[Notice, ...]

    @property
    def text(self) -> str:
        """All of it as lines to print."""
        return "\n".join([self.finding, *self.notes])


class _Tally:
    """Compares checks, and counts the choices that were compared by scene alone."""

    def __init__(self, checks: Checks) -> None:
        self.checks = checks
        self.unchecked = 0

    def agree(self, check: str, state: State) -> bool:
        """Whether nothing speaks against it."""
        answer = self.checks.agree(check, state) if check else None
        self.unchecked += answer is None
        return answer is not False


def verify(machine: Machine, file: Path) -> Verdict:
    """Compare a session with the story, choice by choice; the file is only read. Raises SessionError for no session."""
    return verify_log(machine, own_log(machine, read_log(file), file))


def verify_log(machine: Machine, log: Log) -> Verdict:
    """Compare a log of this story, in its present ids, with it."""
    state = begin(machine, log.header)
    checks = _Tally(Checks(machine))
    first = _start_differs(machine, log, state, checks)
    step_found = 0 if first else -1
    way, holds, stops = log.way(), 0, False
    for number, entry in enumerate(way, start=1):
        after = step(machine, state, entry) if isinstance(entry, Chosen) else None
        found, stops = _differs(machine, number, entry, state, after, checks)
        if found and not first:
            first, step_found = found, number
        if stops or after is None:
            break
        state, holds = after, number
    identical = first is None
    finding = first or Notice("R211", steps=way.choices)
    how_far = [Notice("R216", held=holds, of=way.choices)] if stops else []
    notes = (*how_far, *log.notices, *_notes(machine, log, checks.unchecked), *_loaded(state))
    return Verdict(identical, way.choices, holds, step_found, state_digest(machine, state), finding, notes)


def _start_differs(machine: Machine, log: Log, state: State, checks: _Tally) -> Notice | None:
    header, now = log.header, machine.scene(state.scene).id
    if header.at and header.at != now:
        return Notice("R210", now=now, then=header.at)
    if header.check and checks.checks.agree(header.check, state) is False:
        return Notice("R208")
    return None


def _differs(
    machine: Machine, number: int, entry: Chosen | Stop, before: State, after: State | None, checks: _Tally
) -> tuple[Notice | None, bool]:
    """How a step differs, if it does, and whether the replay ends there."""
    if not isinstance(entry, Chosen) or after is None or not leads_there(machine, entry.at, after):
        return why_broken(machine, Broken(number, entry, before, after), machine.program.language), True
    on_the_way = entry.at in scenes_in(after.trail)  # the state there is none of this edition's
    if not on_the_way and not checks.agree(entry.check, after):
        return why_other_state(machine, number, entry, before, after), False
    return None, False


def _loaded(state: State) -> Iterator[Notice]:
    """What loaded dice have to do with the way, where they are: all of it, less or more than they give."""
    dice = state.seed
    if not isinstance(dice, Dice):
        return
    count, made = len(dice.given), dice.used
    if made == count:
        yield Notice("R218", count=count)
    elif made < count:
        yield Notice("R219", count=count, made=made)
    else:
        yield Notice("R220", count=count, made=made)


def _notes(machine: Machine, log: Log, unchecked: int) -> list[Notice]:
    program, edition = machine.program, log.edition
    if edition.digest == program.digest:
        notes = [Notice("R212")]
    else:
        notes = [
            Notice("R213", then=f"{edition.version} ({edition.digest})", now=f"{program.version} ({program.digest})")
        ]
    if log.renamed:
        notes.append(Notice("R215", count=log.renamed))
    if unchecked:
        notes.append(Notice("R214", count=unchecked))
    return notes
