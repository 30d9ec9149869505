"""Kill -9 at any moment, a torn last line, two processes on one session."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from game.engine import Machine
from game.session import Session, SessionError, delete, is_played, lock, read_log, verify
from tests.session.conftest import PLAYED

KILLS, MOST_KILLS = 40, 400
"""How often the player is killed at least, and, on a machine so busy that few choices come between, at most."""
ROOT = Path(__file__).parents[2]


@contextmanager
def player(act: str, file: Path) -> Iterator[subprocess.Popen[str]]:
    """The process of `tests/session/player.py`; killed at the end whatever happens."""
    command = [sys.executable, "-m", "tests.session.player", act, str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(process: subprocess.Popen[str], line: str = "") -> str:
    assert process.stdin
    assert process.stdout
    if line:
        process.stdin.write(line)
        process.stdin.flush()
    return process.stdout.readline().strip()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to kill many players quickly")
def test_kill_9_loses_at_most_the_choice_being_written(machine: Machine, tmp_path: Path) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        file = session.file
    assert file
    chance = random.Random(944)
    before: tuple[str, ...] = ()
    with player("often", file) as process:
        for kills in range(MOST_KILLS):
            if kills >= KILLS and len(before) > KILLS:
                break
            child = int(ask(process, "go\n"))
            time.sleep(chance.uniform(0.0, 0.05))
            os.kill(child, signal.SIGKILL)
            assert ask(process) == "dead"
            with Session.open(machine, file, read_only=True) as left:
                seen = file.with_suffix(".seen")
                shown = seen.stat().st_size if seen.exists() else 0
                assert shown <= left.turn
                assert left.choices[: len(before)] == before
                # A choice may be on the disk whose page was never given: one for each player that was killed.
                assert left.turn <= shown + 1
                seen.write_bytes(b"." * left.turn)
                before = left.choices
    assert len(before) > KILLS
    assert verify(machine, file).identical


def test_a_log_cut_off_anywhere_keeps_what_came_before(machine: Machine, played: Path) -> None:
    data = played.read_bytes()
    first = data.index(b"\n")
    for size in range(first, len(data)):
        played.write_bytes(data[:size])
        lines = data[:size].count(b"\n") - 1 + (data[size : size + 1] == b"\n")
        with Session.open(machine, played) as session:
            assert session.choices == PLAYED[: max(lines, 0)]
            torn = size > first + 1 and not data[:size].endswith((b"\n", b"}"))
            assert [notice.code for notice in session.notices] == ["R101"] * torn
        assert played.read_bytes() == data[:size], "merely reading repairs nothing"
        with Session.open(machine, played) as session:
            if session.turn == 5:
                session.rewind(4)
            session.choose(PLAYED[session.turn])
            assert session.choices == PLAYED[: session.turn]
        assert read_log(played).notices == ()
        assert verify(machine, played).identical


def test_a_tail_of_zeros_after_a_power_cut_is_torn(machine: Machine, played: Path) -> None:
    data = played.read_bytes()
    played.write_bytes(data + bytes(4096))
    with Session.open(machine, played) as session:
        assert session.turn == 5
        assert session.notices[0].code == "R101"
        session.rewind(4)
    assert played.read_bytes() == data + b'{"back": 4}\n'


def test_the_second_player_of_a_session_is_told(machine: Machine, played: Path) -> None:
    before = played.read_bytes()
    with player("hold", played) as process:
        assert ask(process) == "open 5"
        with pytest.raises(SessionError) as refused:
            Session.open(machine, played)
        assert refused.value.code == "R007"
        with pytest.raises(SessionError) as refused:
            delete(played)
        assert refused.value.code == "R007"
        assert verify(machine, played).identical, "it can be read meanwhile"
    with Session.open(machine, played) as session, player("hold", played) as process:
        assert session.turn == 5, "the lock ended with the process that held it"
        assert ask(process) == "R007"
    assert played.read_bytes() == before
    assert [path.name for path in played.parent.iterdir()] == [played.name], "no litter"


def test_a_session_can_be_opened_once_in_one_process(machine: Machine, played: Path) -> None:
    with Session.open(machine, played), pytest.raises(SessionError):
        Session.open(machine, played)
    Session.open(machine, played).close()


def test_a_refused_file_is_not_kept_locked(machine: Machine, played: Path) -> None:
    good = played.read_bytes()
    played.write_bytes(good.replace(b"beach", b"plage"))
    with pytest.raises(SessionError):
        Session.open(machine, played)
    played.write_bytes(good)
    Session.open(machine, played).close()


def test_whether_it_is_played_is_told_without_taking_it_away(machine: Machine, played: Path) -> None:
    assert not is_played(played)
    assert not is_played(played.with_name("none.jsonl"))
    with player("hold", played) as process:
        assert ask(process) == "open 5"
        before = played.read_bytes()
        assert is_played(played)
        assert is_played(played)
        assert played.read_bytes() == before
    assert not is_played(played)
    with Session.open(machine, played) as session:
        assert is_played(played)
        session.rewind(1)
        assert session.trouble is None


def test_who_only_looks_keeps_nobody_from_playing(
    machine: Machine, played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = os.open(played, os.O_RDONLY)
    lock._look(looking)
    monkeypatch.setattr("time.sleep", lambda seconds: lock.release(looking))
    with Session.open(machine, played) as session:
        assert session.turn == 5
    os.close(looking)
