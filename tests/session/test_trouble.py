"""Full disks and folders that cannot be written: play goes on, and nothing is lost once writing works again."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from game.engine import Machine
from game.session import Session, SessionError, export, import_session, latest, list_sessions, read_log, verify, writer
from game.session.errors import Notice
from game.session.writer import Writer
from tests.session.conftest import PLAYED
from tests.session.programs import walk
from tests.session.test_crash import player

REAL_WRITE = writer._write


def full_after(room: int) -> object:
    """A disk with room for so many bytes more."""

    def write(fd: int, data: bytes) -> None:
        REAL_WRITE(fd, data[:room])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return write


@pytest.mark.parametrize("room", [0, 1, 30, 70])
def test_a_full_disk_stops_saving_not_playing(
    room: int, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        assert session.file
        session.choose(PLAYED[0])
        saved = session.file.read_bytes()
        monkeypatch.setattr(writer, "_write", full_after(room))
        for choice in PLAYED[1:3]:
            session.choose(choice)
            assert session.trouble
            assert "No space left" in session.trouble
            assert session.trouble.code == "R106"
            assert session.file.read_bytes() == saved, "whole lines only"
        session.rewind(2)
        monkeypatch.setattr(writer, "_write", REAL_WRITE)
        session.choose("fill")
        assert session.trouble is None
    with Session.open(machine, session.file) as again:
        assert again.choices == (*PLAYED[:2], "well/fill")
        assert again.notices == []
    assert verify(machine, session.file).identical


def test_closing_tries_a_last_time(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.new(machine, tmp_path, seed=3, language="en")
    monkeypatch.setattr(writer, "_write", full_after(10))
    session.choose("tell")
    monkeypatch.setattr(writer, "_write", REAL_WRITE)
    session.close()
    assert session.file
    with Session.open(machine, session.file, read_only=True) as again:
        assert again.turn == 1


def test_a_disk_that_also_refuses_to_cut_leaves_a_torn_line(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(fd: int, size: int) -> None:
        raise OSError(errno.EIO, "no")

    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        real = os.ftruncate
        monkeypatch.setattr(writer, "_write", full_after(20))
        monkeypatch.setattr(os, "ftruncate", refuse)
        session.choose("tell")
        session.choose("on")
        monkeypatch.setattr(os, "ftruncate", real)
        monkeypatch.setattr(writer, "_write", REAL_WRITE)
        session.choose("fill")
        assert session.trouble is None
    assert session.file
    with Session.open(machine, session.file) as again:
        assert again.turn == 3
        assert again.notices == []


def test_a_failing_sync_is_trouble_too(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", lambda fd: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
            session.choose("tell")
            assert session.trouble
        session.choose("on")
        assert session.trouble is None
    assert session.file
    assert verify(machine, session.file).steps == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_the_device_that_is_always_full() -> None:
    always_full = Writer(Path("/dev/full"), os.open("/dev/full", os.O_RDWR), None)
    always_full.append(b"x\n")
    assert always_full.trouble
    always_full.close()


@pytest.mark.skipif(os.name != "posix", reason="needs resource limits")
def test_a_real_limit_and_then_room_again(machine: Machine, tmp_path: Path) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        file = session.file
    assert file
    with player("fill", file) as process:
        said, _ = process.communicate()
    lines = said.splitlines()
    assert lines[0].startswith(f"trouble: The session is not being saved in {file.name}: File too large")
    assert lines[1] == "then: None"
    with Session.open(machine, file) as again:
        assert list(again.choices) == walk(machine, 9)
        assert again.notices == []


def test_a_folder_that_cannot_be_made_yet(machine: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "sessions"
    (tmp_path / "home").write_text("in the way")
    with Session.new(machine, folder, seed=3, language="en") as session:
        assert session.trouble
        assert "Not a directory" in session.trouble
        session.choose("tell")
        (tmp_path / "home").unlink()
        session.choose("on")
        assert session.trouble is None
    assert session.file
    with Session.open(machine, session.file) as again:
        assert again.choices == PLAYED[:2]


def test_a_read_only_session_can_be_played_in_memory(
    machine: Machine, played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, before = os.open, played.read_bytes()

    def read_only(path: object, flags: int, *mode: int) -> int:
        if flags & os.O_RDWR:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, flags, *mode)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", read_only)
    with Session.open(machine, played) as session:
        assert session.trouble
        assert "Read-only" in session.trouble
        session.rewind(2)
        assert played.read_bytes() == before
        monkeypatch.setattr(os, "open", real)
        session.choose("ask")
        assert session.trouble is None
    with Session.open(machine, played) as again:
        assert again.choices == (*PLAYED[:2], "well/ask")


def test_a_removed_file_is_written_anew(machine: Machine, played: Path) -> None:
    with Session.open(machine, played) as session:
        played.unlink()
        session.rewind(2)
        session.choose("ask")
        assert session.trouble is None
    with Session.open(machine, played) as again:
        assert again.choices == (*PLAYED[:2], "well/ask")


def test_a_file_somebody_else_wrote_to_is_left_alone(machine: Machine, played: Path) -> None:
    with Session.open(machine, played) as session:
        with played.open("ab") as stranger:
            stranger.write(b"a note of my own\n")
        before = played.read_bytes()
        session.rewind(2)
        assert session.trouble
        assert "somebody else" in session.trouble
    assert played.read_bytes() == before


def test_a_log_never_grows_past_what_can_be_read(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session.new(machine, tmp_path, seed=3, language="en") as session:
        assert session.file
        monkeypatch.setattr(writer, "LARGEST", session.file.stat().st_size + 10)
        session.choose("tell")
        assert session.trouble
        assert "too large" in session.trouble


def test_copies_need_room_too(machine: Machine, played: Path, tmp_path: Path) -> None:
    (tmp_path / "wall").write_text("")
    for act in (
        lambda: export(played, tmp_path / "wall" / "x.jsonl"),
        lambda: import_session(played, tmp_path / "wall"),
    ):
        with pytest.raises(SessionError) as refused:
            act()
        assert refused.value.code == "R014"


def test_trouble_can_be_translated(machine: Machine, tmp_path: Path) -> None:
    notice = Notice("R106", file="beach.jsonl", why="No space left on device")
    french = "Partie non enregistrée\u202f: {why}."
    assert "{why}" in notice.template
    assert french.format(**notice.fields).endswith("No space left on device.")


def test_a_first_write_that_fails_leaves_no_file(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (0, 1, 100):
        monkeypatch.setattr(writer, "_write", full_after(room))
        with Session.new(machine, tmp_path, seed=3, language="en") as session:
            assert session.file
            assert session.trouble
            assert session.trouble.fields["file"] == session.file.name
            session.choose("tell")
            assert list(tmp_path.iterdir()) == []
            monkeypatch.setattr(writer, "_write", REAL_WRITE)
            assert session.check_saved() is None
        with Session.open(machine, session.file) as again:
            assert again.choices == ("trench/tell",)
        session.file.unlink()


def test_empty_files_are_never_listed(machine: Machine, played: Path) -> None:
    (played.parent / "left-by-a-crash.jsonl").touch()
    assert [item.file for item in list_sessions(played.parent, machine)] == [played]
    assert latest(played.parent, "beach") == played


def _remove(file: Path) -> None:
    file.unlink()


def _remove_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def _move(file: Path) -> None:
    file.rename(file.with_name("moved.jsonl"))


def _replace(file: Path) -> None:
    other = file.with_name("other")
    other.write_text("other")
    other.replace(file)


def _cut(file: Path) -> None:
    os.truncate(file, 20)


def _add(file: Path) -> None:
    with file.open("a") as stream:
        stream.write("a note")


def _nothing(file: Path) -> None:
    """Nothing happens."""


HAPPENINGS = {_nothing: "", _remove: "", _remove_folder: "", _move: "", _replace: "R308", _cut: "R307", _add: "R307"}
"""What may happen to a file while its session is played, and why it is not saved then ('': it is)."""


@pytest.mark.parametrize("happens", HAPPENINGS)
@pytest.mark.parametrize("chosen", [False, True])
def test_what_is_said_of_saving_is_true_at_that_moment(
    happens: Callable[[Path], None], chosen: bool, machine: Machine, played: Path, tmp_path: Path
) -> None:
    why = HAPPENINGS[happens]
    with Session.open(machine, played) as session:
        happens(played)
        left = played.read_bytes() if played.exists() else b""
        if chosen:
            session.rewind(2)
        trouble = session.check_saved()
        assert bool(trouble) == bool(why)
        if trouble:
            assert trouble.fields["why"].code == why  # type: ignore[union-attr]
            assert trouble.fields["file"] == played.name
            assert played.read_bytes() == left, "what is somebody else's is left alone"
        if happens is not _cut:
            elsewhere = session.export(tmp_path / "elsewhere.jsonl")
            assert verify(machine, elsewhere).steps == (2 if chosen else 5)
            assert verify(machine, elsewhere).identical
        else:
            with pytest.raises(SessionError) as refused:
                session.content()
            assert refused.value.code == "R002"
    if not why:
        with Session.open(machine, played, read_only=True) as again:
            assert again.turn == (2 if chosen else 5)


def test_a_session_kept_nowhere_can_be_saved(machine: Machine, played: Path, tmp_path: Path) -> None:
    with Session.new(machine, None, seed=3, language="en") as session:
        for choice in PLAYED:
            session.choose(choice)
        session.rewind(3)
        session.choose("ask")
        assert session.check_saved() is None
        saved = session.export(tmp_path)
        with pytest.raises(SessionError):
            session.export(saved)
    log = read_log(saved)
    assert len(log.entries) == len(PLAYED) + 2, "with the branch that was left"
    assert verify(machine, saved).identical
    with Session.open(machine, played, read_only=True) as watched:
        before = played.read_bytes()
        watched.rewind(1)
        assert watched.content().startswith(before)
        assert len(watched.content()) > len(before)
    assert played.read_bytes() == before
