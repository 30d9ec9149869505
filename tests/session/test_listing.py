"""Lists of many sessions: what is opened and read for them, and an index that is never more than a cache."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game.engine import Machine
from game.paths import cache_folder
from game.session import Session, Shelf, latest, list_sessions, write_session
from game.session.library import listing
from game.session.library.index import FORM, LARGEST, Index
from game.session.library.listing import MOST_READ
from game.session.log import HEAD
from game.session.log import LARGEST as LARGEST_LOG
from tests.session.conftest import PLAYED
from tests.session.programs import Edit, beach, camp


@pytest.fixture
def folder(machine: Machine, tmp_path: Path) -> Path:
    """Seven sessions of the beach, one of the camp, a file that is none; the later its number, the later played."""
    for number in range(9):
        file = tmp_path / f"session-{number}.jsonl"
        if number == 8:
            write_session(file, camp(), 1, "en", ["watch"])
        elif number == 3:
            file.write_text("odd\n")
        else:
            write_session(file, machine, 3, "fr" if number == 1 else "en", PLAYED[: number % 6])
        os.utime(file, (1000 + number, 1000 + number))
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that a list opens: to their end, or (with a `<`) only their first line."""
    names: list[str] = []
    read_bytes, read_header = listing.read_bytes, listing.read_header

    def whole(file: Path) -> bytes:
        names.append(file.stem)
        return read_bytes(file)

    def head(file: Path) -> object:
        names.append("<" + file.stem)
        return read_header(file)

    monkeypatch.setattr(listing, "read_bytes", whole)
    monkeypatch.setattr(listing, "read_header", head)
    return names


def index_file() -> Path:
    (file,) = (cache_folder() / "sessions").iterdir()
    return file


def test_what_was_read_is_not_read_again(folder: Path, machine: Machine, opened: list[str]) -> None:
    first = list_sessions(folder, machine)
    assert len(opened) == 9
    opened.clear()
    again = list_sessions(folder, machine)
    assert opened == ["session-3"], "what is no session is looked at anew"
    assert [item._replace(problem=None) for item in again] == [item._replace(problem=None) for item in first]


def test_what_has_changed_is_read_again(folder: Path, machine: Machine, opened: list[str]) -> None:
    list_sessions(folder, machine)
    opened.clear()
    with Session.open(machine, folder / "session-2.jsonl") as session:
        session.choose(PLAYED[2])
    (folder / "session-5.jsonl").unlink()
    found = list_sessions(folder, machine)
    assert opened == ["session-2", "session-3"]
    assert (found[0].file.stem, found[0].turns) == ("session-2", 3)
    assert len(found) == 8
    assert "session-5" not in index_file().read_text()


def test_another_edition_is_shown_where_it_stands_there(folder: Path, machine: Machine) -> None:
    def standing(of: Machine | None) -> tuple[int, str]:
        item = next(item for item in list_sessions(folder, of) if item.file.stem == "session-5")
        return item.turns, item.place or item.ending or item.chapter

    assert standing(machine) == (5, "Home")
    assert standing(beach(Edit(digest="d2", without_tell=True))) == (5, "Futatsune beach")
    assert standing(None) == (5, "")
    assert standing(machine) == (5, "Home")


def test_the_last_session_costs_one_file(folder: Path, opened: list[str]) -> None:
    assert latest(folder, "beach") == folder / "session-7.jsonl"
    assert opened == ["session-8", "session-7"]
    list_sessions(folder)
    opened.clear()
    assert latest(folder, "nobody's") is None
    assert opened == [*(f"session-{number}" for number in (8, 7, 6, 5, 4)), "<session-3"]
    assert latest(folder, "camp") == folder / "session-8.jsonl"
    (folder / "session-8.jsonl").write_text("torn to pieces\n" * 3)
    assert latest(folder, "camp") is None


def test_what_is_unread_is_counted(folder: Path, machine: Machine) -> None:
    shelf = Shelf(folder, machine)
    assert shelf.unread("beach") == (0, shelf.seen)
    for seen in shelf.seen:
        shelf.story_of(seen)
    shelf.keep()
    count, unread = Shelf(folder).unread("beach")
    assert (count, [seen.file.stem for seen in unread]) == (7, ["session-3"])


HOSTILE: dict[str, Callable[[Path], object]] = {
    "a header, and lines without end": lambda file: file.write_bytes(_header() + b'{"back": 0}\n' * (MOST_READ // 12)),
    "a header, and nothing": lambda file: os.truncate(file, LARGEST_LOG),
    "one line": lambda file: file.write_bytes(b"x" * (MOST_READ + 1)),
    "line breaks": lambda file: file.write_bytes(b"\n" * (MOST_READ + 1)),
    "more than can be a session": lambda file: os.truncate(file, 2**40),
}


def _header() -> bytes:
    return b'{"session": 1, "story": "beach", "digest": "d1", "seed": 3, "language": "en"}\n'


@pytest.mark.parametrize("name", HOSTILE)
def test_a_list_reads_little_of_a_large_file(
    name: str, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    real = os.read

    def counted(fd: int, size: int) -> bytes:
        read.append(size)
        return real(fd, size)

    file = tmp_path / "hostile.jsonl"
    file.write_bytes(_header())
    HOSTILE[name](file)
    monkeypatch.setattr(os, "read", counted)
    (item,) = list_sessions(tmp_path, machine)
    found = latest(tmp_path, "beach")
    assert max(read, default=0) <= HEAD
    if name.startswith("a header"):
        assert (item.problem, item.story, item.turns, found) == (None, "beach", -1, file)
    else:
        assert item.problem is not None
        assert found is None


def _folder_in_its_place(file: Path) -> None:
    file.unlink()
    (file / "deep").mkdir(parents=True)


def _huge(file: Path) -> None:
    os.truncate(file, LARGEST + 1)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "gone": lambda file: file.unlink(),
    "empty": lambda file: file.write_text(""),
    "torn": lambda file: file.write_text(file.read_text()[:200]),
    "no text": lambda file: file.write_bytes(bytes(range(256))),
    "other JSON": lambda file: file.write_text("[1, 2]"),
    "no form": lambda file: file.write_text("{}"),
    "a later form": lambda file: file.write_text(f'{{"form": {FORM + 1}, "files": {{}}}}'),
    "no files": lambda file: file.write_text(f'{{"form": {FORM}, "files": 3}}'),
    "rows of other kinds": lambda file: file.write_text(file.read_text().replace('"beach"', "7")),
    "short rows": lambda file: file.write_text(f'{{"form": {FORM}, "files": {{"session-1.jsonl": [1, 2]}}}}'),
    "nesting": lambda file: file.write_text(f'{{"form": {FORM}, "files": ' + "[" * 10**5 + "]" * 10**5 + "}"),
    "a scene that there is not": lambda file: file.write_text(file.read_text().replace('"well"', '"hell"')),
    "a language that there is not": lambda file: file.write_text(file.read_text().replace('"fr"', '"xx"')),
    "huge": _huge,
    "a folder": _folder_in_its_place,
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_index_is_an_empty_one(name: str, folder: Path, machine: Machine) -> None:
    first = [item[:7] for item in list_sessions(folder, machine)]
    DAMAGE[name](index_file())
    assert [item[:7] for item in list_sessions(folder, machine)] == first
    assert [item[:7] for item in list_sessions(folder, machine)] == first


def test_two_at_once_leave_a_whole_index(folder: Path, machine: Machine, opened: list[str]) -> None:
    one, other = Shelf(folder, machine), Shelf(folder)
    list(one)
    list(other)
    one.keep()
    other.keep()
    one.keep()
    opened.clear()
    assert len(list_sessions(folder)) == 9
    assert opened == ["session-3"]


def test_folders_do_not_share_an_index(
    folder: Path, machine: Machine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    list_sessions(folder, machine)
    other = tmp_path_factory.mktemp("other")
    write_session(other / "session-1.jsonl", camp(), 1, "en", [])
    os.utime(other / "session-1.jsonl", (1001, 1001))
    assert list_sessions(other)[0].story == "camp"
    assert len(list((cache_folder() / "sessions").iterdir())) == 2


def test_an_index_that_cannot_be_written_costs_nothing(folder: Path, machine: Machine, own_home: Path) -> None:
    (own_home / "cache").write_text("in the way")
    assert len(list_sessions(folder, machine)) == 9
    index = Index(folder)
    index.keep([])
