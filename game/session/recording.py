"""Write sessions that nobody played: witnesses of the proof, tests, bug reports made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from game.engine import Machine, start, state_digest
from game.os_reasons import os_reason
from game.session.errors import SessionError
from game.session.lines import Chosen, encode
from game.session.opening import make_header
from game.session.way import full_id, said_there, taken
from game.whole import private, remove, write_whole


def session_bytes(
    machine: Machine,
    seed: int,
    language: str,
    choices: Iterable[str],
    created: str = "",
    draws: Sequence[int] = (),
    said: Mapping[int, str] = {},
) -> bytes:
    """The whole file of a session that takes `choices` in order; the same arguments give the same bytes.

    `said` is what the player types, by the number of the choice, from 0. `draws` are the outcomes that its dice are
    loaded with (`game.engine.draws` tells those of a play). Raises the engine's errors for a choice that is not
    offered, SessionError for more draws than a session can carry.
    """
    header = make_header(machine, seed, language, created, draws)
    lines = [encode(header)]
    state = start(machine, header.luck)
    for number, name in enumerate(choices):
        after = taken(machine, state, name, said.get(number))
        choice = full_id(machine, state, name)
        at, check = machine.scene(after.scene).id, state_digest(machine, after)
        lines.append(encode(Chosen(choice, at, check, said_there(machine, choice, after))))
        state = after
    return b"".join(lines)


def write_session(
    file: Path, machine: Machine, seed: int, language: str, choices: Iterable[str], *, replace: bool = False
) -> None:
    """Write such a session to a file. Raises SessionError when it exists (without `replace`) or cannot be written."""
    data = session_bytes(machine, seed, language, choices)
    write_new(file, data, replace=replace)


def write_new(file: Path, data: bytes, *, replace: bool = False) -> None:
    """Write a file whole or not at all; an existing one is kept unless `replace`. Raises SessionError."""
    try:
        if replace:
            write_whole(file, data)
        else:
            _write_once(file, data)
    except FileExistsError:
        raise SessionError("R008", file=file.name) from None
    except (OSError, ValueError) as error:  # a null character in the name, or signs that the system has no bytes for
        raise SessionError("R014", file=file.name, why=os_reason(error)) from error


def _write_once(file: Path, data: bytes) -> None:
    """Write a file that must not be there yet. Raises OSError; nothing of it is then left, where that is possible."""
    with open(file, "xb", opener=private) as stream:
        try:
            stream.write(data)
            stream.flush()
        except OSError:
            remove(file)
            raise
