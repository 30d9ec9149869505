"""What stands at the beginning of a session: its header when it is new, checks and notices when it is opened again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from game import __version__
from game.engine import Machine, start, state_digest
from game.session.errors import Notice, SessionError
from game.session.explain import why_broken
from game.session.fold import Fold
from game.session.lines import MOST_DRAWS, Damaged, Header, Later, Spoken
from game.session.log import Log
from game.session.renaming import Checks, in_present_ids


def make_header(machine: Machine, seed: int, language: str, created: str = "", draws: Sequence[int] = ()) -> Header:
    """The header of a new session, with its first scene and the check of its first state.

    Raises SessionError for more draws than a header can hold.
    """
    if len(draws) > MOST_DRAWS:
        raise SessionError("R020", count=len(draws), most=MOST_DRAWS)
    program = machine.program
    first = start(machine)
    return Header(
        program.id,
        program.version,
        program.digest,
        seed,
        language,
        created,
        __version__,
        machine.scene(first.scene).id,
        state_digest(machine, first),
        tuple(draws),
    )


def own_log(machine: Machine, log: Log, file: Path) -> Log:
    """The log in the present ids of the machine's story. Raises SessionError when it is of another story."""
    if log.header.story != machine.program.id:
        raise SessionError("R004", file=file.name, story=log.header.story, here=machine.program.id)
    return in_present_ids(machine.program, log)


def opening_notices(machine: Machine, log: Log, fold: Fold) -> list[Notice]:
    """What a player should know about a session that was opened: how far it holds and why not further."""
    notices = []
    program, language = machine.program, fold.way.language
    held, broken = len(fold.way.choices), fold.broken
    if broken:
        why = why_broken(machine, broken, language)
        notices.append(Notice("R104", held=held, of=fold.recorded, why=why))
    elif log.edition.digest == program.digest:
        notices += [Notice("R107")] if _other_state(machine, log, fold) else []
    elif _other_state(machine, log, fold):
        notices.append(Notice("R108", then=log.edition.version, now=program.version))
    else:
        notices.append(Notice("R103", then=log.edition.version, now=program.version))
    spoken = [log.header.language, *(entry.language for entry in log.entries if isinstance(entry, Spoken))][-1]
    if spoken != language:
        notices.append(Notice("R105", language=spoken, shown=language))
    loaded = loaded_notice(log.header)
    return [*notices, loaded] if loaded else notices


def loaded_notice(header: Header) -> Notice | None:
    """That the dice of a session are loaded, if they are."""
    return Notice("R109", count=len(header.draws)) if header.draws else None


def _other_state(machine: Machine, log: Log, fold: Fold) -> bool:
    """Whether the last check of the way differs from the state it leads to."""
    way = log.way().entries
    last = way[-1] if way else log.header
    check = "" if isinstance(last, Damaged | Later) else last.check
    return bool(check) and Checks(machine).agree(check, fold.way.state) is False
