"""Files that are handed to the player at a terminal: into the present folder, nothing overwritten, and told where."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Machine
from game.session import Session, list_sessions, verify
from tests.tui.conftest import Open


@pytest.fixture
def here(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(folder)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_session_and_text_of_a_game_in_play(opened: Open, home: Path, here: Path) -> None:
    async with opened() as player:
        await player.press("2", "e")
        (kept,) = list_sessions(home / "sessions")
        assert player.sees(str(here / kept.name))
        await player.press("x", "u", "x")
        stem = kept.file.stem
        assert names(here) == sorted([f"{stem}.jsonl", f"{stem}.md", f"{stem}-2.md"])
        assert player.sees(f"{stem}-2.md")
    first, second = ((here / f"{stem}{end}.md").read_text(encoding="utf-8") for end in ("", "-2"))
    assert "**→ " in first
    assert "**→ " not in second
    assert kept.file.read_bytes().startswith((here / kept.name).read_bytes())


async def test_a_session_that_is_kept_nowhere_can_be_taken_along(opened: Open, machine: Machine, here: Path) -> None:
    session = Session.new(machine, None, seed=3, language="en")
    async with opened(session=session) as player:
        await player.press("2", "e")
    (name,) = names(here)
    assert verify(machine, here / name).identical


async def test_session_and_text_of_one_in_the_list(opened: Open, home: Path, machine: Machine, here: Path) -> None:
    with Session.new(machine, home / "sessions", seed=1, language="en") as session:
        session.choose("write")
    assert session.file is not None
    async with opened(begin=False) as player:
        await player.click_on("Sessions")
        await player.press("e", "x")
        assert names(here) == sorted([session.file.name, f"{session.file.stem}.md"])
        (session.file).unlink()
        await player.press("x")
        assert player.sees("cannot be read")


async def test_a_folder_that_cannot_be_written_is_told(
    opened: Open, here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gone = tmp_path_factory.mktemp("gone")
    monkeypatch.chdir(gone)
    gone.rmdir()
    async with opened() as player:
        await player.press("x")
        assert player.sees("cannot be written") or player.sees("No such file")
