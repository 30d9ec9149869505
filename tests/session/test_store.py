"""The sessions folder: names, list, last, export, import, delete."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from game.engine import Machine
from game.session import (
    Session,
    SessionError,
    delete,
    export,
    find,
    import_session,
    latest,
    list_sessions,
    new_seed,
    read_log,
    verify,
    write_session,
)
from tests.session.conftest import PLAYED
from tests.session.programs import camp


def test_names_tell_story_and_moment(played: Path) -> None:
    assert re.fullmatch(r"beach-\d{8}-\d{6}-[a-z2-9]{4}\.jsonl", played.name)


def test_the_folder_is_made_when_a_session_is_written_not_before(machine: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert list_sessions(folder) == []
    assert latest(folder, "beach") is None
    assert not folder.exists()
    Session.new(machine, folder, seed=1, language="en").close()
    assert len(list_sessions(folder)) == 1


def test_a_listing_shows_where_each_session_stands(machine: Machine, played: Path) -> None:
    folder = played.parent
    with Session.new(machine, folder, seed=3, language="fr") as young:
        assert young.file
    write_session(folder / "other.jsonl", camp(), 1, "en", ["watch"])
    (folder / "odd.jsonl").write_text("odd")
    (folder / "readme.txt").write_text("not looked at")
    for age, name in enumerate([young.file.name, "other.jsonl", "odd.jsonl", played.name]):
        os.utime(folder / name, (1000 - age, 1000 - age))
    first, other, odd, last = list_sessions(folder, machine)
    assert (first.story, first.turns, first.chapter, first.place) == ("beach", 0, "Sable", "Plage de Futatsune")
    assert (first.language, first.ending, first.played) == ("fr", "", 1000)
    assert (other.story, other.turns, other.chapter) == ("camp", 1, "")
    assert odd.problem is not None
    assert odd.problem.code == "R001"
    assert (last.turns, last.ending, last.chapter) == (5, "Home", "Water")
    assert last.created
    assert [item.file.name for item in list_sessions(folder, story="camp")] == ["other.jsonl"]
    assert list_sessions(folder)[-1].ending == "", "no machine, no place"


def test_the_last_session_of_a_story_is_found(machine: Machine, played: Path) -> None:
    folder = played.parent
    write_session(folder / "other.jsonl", camp(), 1, "en", [])
    (folder / "odd.jsonl").write_text("odd")
    older = folder / "older.jsonl"
    write_session(older, machine, 1, "en", ["tell"])
    os.utime(older, (5, 5))
    assert latest(folder, "beach") == played
    assert latest(folder, "camp") == folder / "other.jsonl"
    assert latest(folder, "desert") is None
    os.utime(older, (2**32, 2**32))
    assert latest(folder, "beach") == older


def test_sessions_are_found_by_name_inside_the_folder_only(played: Path, tmp_path: Path) -> None:
    folder = played.parent
    assert find(folder, played.name) == find(folder, played.stem) == played
    (tmp_path / "outside.jsonl").write_text("")
    for name in ("../outside", "", ".", "..", str(tmp_path / "outside.jsonl"), "no\x1b"):
        with pytest.raises(SessionError) as refused:
            find(folder, name)
        assert refused.value.code == "R010"
        assert refused.value.message.isprintable()


def test_export_and_import_bring_a_session_over(machine: Machine, played: Path, tmp_path: Path) -> None:
    with played.open("ab") as stream:
        stream.write(b'{"choice": "we')
    before = played.read_bytes()
    copy = export(played, tmp_path / "copy.jsonl")
    assert export(played, tmp_path).name == played.name
    assert read_log(copy).notices == ()
    assert played.read_bytes() == before
    arrived = import_session(copy, tmp_path / "elsewhere")
    assert verify(machine, arrived).identical
    with Session.open(machine, arrived) as session:
        assert session.choices == PLAYED
    second = import_session(copy, tmp_path / "elsewhere")
    assert second != arrived


def test_nothing_is_overwritten(machine: Machine, played: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.jsonl"
    precious.write_text("mine")
    for act in (lambda: export(played, precious), lambda: write_session(precious, machine, 1, "en", [])):
        with pytest.raises(SessionError) as refused:
            act()
        assert refused.value.code == "R008"
    assert precious.read_text() == "mine"
    write_session(precious, machine, 1, "en", ["tell"], replace=True)
    assert read_log(precious).way().entries[0].choice == "trench/tell"  # type: ignore[union-attr]
    assert not list(tmp_path.glob("*.part"))


def test_damaged_sessions_are_not_imported(played: Path, tmp_path: Path) -> None:
    played.write_bytes(played.read_bytes().replace(b'"well/drink"', b'{"well'))
    with pytest.raises(SessionError) as refused:
        import_session(played, tmp_path / "elsewhere")
    assert (refused.value.code, refused.value.notice.fields["line"]) == ("R009", 4)
    assert not (tmp_path / "elsewhere").exists()


def test_import_keeps_only_what_it_understands(played: Path, tmp_path: Path) -> None:
    played.write_text(played.read_text().replace('"at": "watch"', '"at": "watch", "payload": "\\u001b[2J"'))
    assert "payload" not in import_session(played, tmp_path).read_text()


def test_delete_takes_one_file(played: Path, tmp_path: Path) -> None:
    target = tmp_path / "target.jsonl"
    target.write_text("kept")
    link = played.parent / "link.jsonl"
    link.symlink_to(target)
    delete(link)
    delete(played)
    assert list(played.parent.iterdir()) == []
    assert target.read_text() == "kept"
    with pytest.raises(SessionError) as refused:
        delete(played)
    assert refused.value.code == "R016"


def test_the_same_recording_gives_the_same_bytes(machine: Machine, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_session(tmp_path / name, machine, 3, "en", PLAYED)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert verify(machine, tmp_path / "one").identical


def test_seeds_can_be_read_out() -> None:
    assert all(0 <= new_seed() < 10**6 for _ in range(20))
