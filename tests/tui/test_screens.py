"""The screens beside the page: codex, sessions, settings, help, palette, credits, language, replay."""

from __future__ import annotations

import asyncio
import os
from itertools import count
from pathlib import Path

import pytest

from game import settings
from game.actions import AT_ANY_TIME
from game.engine import Machine
from game.session import Session, list_sessions, write_session
from game.session.library import sighting
from game.settings import Settings
from game.tui.app import Face
from game.tui.screens.sessions import Sessions
from tests.tui.conftest import Open
from tests.tui.demo import machine as demo_machine


async def test_a_link_of_the_page_opens_its_entry_by_key_and_by_click(opened: Open) -> None:
    async with opened() as player:
        await player.press("tab", "tab", "enter")
        assert player.screen_name == "codex"
        assert player.sees("record, as it is documented · Things")
        await player.press("escape")
        assert player.screen_name == "play"
        await player.click_on("keeper")
        assert player.sees("塩守 · shiomori · salt warden")
        assert player.session.turn == 0


async def test_links_between_entries_and_the_way_back(opened: Open) -> None:
    async with opened() as player:
        await player.press("tab", "enter", "tab", "enter")
        assert player.sees("A ship’s lamp.")
        await player.click_on("The pans")
        await player.press("left")
        assert player.sees("A ship’s lamp.") or player.sees("Five basins")
        await player.press("left", "left")
        assert player.sees("He kept the pans") or player.sees("People")


async def test_codex_marks_the_new_and_counts_the_locked(opened: Open) -> None:
    async with opened() as player:
        await player.press("c")
        assert player.sees("3 of 4 known")
        assert player.sees("The keeper new")
        assert player.sees("1 not met yet")
        assert not player.sees("The boat")
        await player.press("enter", "left")
        assert not player.sees("The keeper new")


@pytest.mark.parametrize("width", [120, 60])
async def test_codex_search(opened: Open, width: int) -> None:
    async with opened(size=(width, 24)) as player:
        await player.press("c", "slash")
        await player.write("SHIO")
        assert player.sees("The keeper")
        assert not player.sees("The pans")
        await player.press("enter")
        assert player.sees("He kept the pans")
        await player.press("escape")
        assert player.screen_name == "codex"
        await player.press("escape")
        assert player.screen_name == "play"


async def test_language_switches_in_the_middle_of_a_page(opened: Open) -> None:
    async with opened() as player:
        await player.press("2", "l")
        assert player.session.language == "fr"
        assert player.sees("› Écrire qu’il y en a six.")
        assert player.sees("Le journal de la grève")
        assert player.sees("Gourdes")
        assert player.sees("choisir")
        await player.press("c", "l")
        assert player.sees("Codex")
        await player.press("escape")
        assert player.sees("The log of the shore")


async def test_language_is_kept(opened: Open) -> None:
    async with opened(begin=False) as player:
        await player.press("l")
        assert player.sees("Nouvelle partie")
    assert settings.load().language == "fr"


async def test_settings_change_at_once_and_are_kept(opened: Open) -> None:
    async with opened(begin=False) as player:
        await player.click_on("Settings")
        await player.press("right")
        assert player.app.theme == "paper"
        await player.press("down", "down", "left")
        assert player.sees("68 columns")
        await player.press("escape")
        assert player.screen_name == "title"
    assert settings.load() == Settings(theme="paper", text_width=68)


async def test_the_players_own_keys(opened: Open) -> None:
    async with opened(settings=Settings(keys={"rewind": "z", "codex": " , ", "nonsense": "x"})) as player:
        await player.press("2", "u")
        assert player.session.turn == 1
        assert player.sees("z back")
        await player.press("z")
        assert player.session.turn == 0
        await player.press("c")
        assert player.screen_name == "codex"


async def test_help_is_about_the_screen_one_came_from(opened: Open) -> None:
    async with opened(size=(120, 60)) as player:
        await player.press("question_mark")
        assert player.sees("On a page")
        assert player.sees("Back one choice")
        assert player.sees("Ctrl+P :")
        await player.press("escape", "h", "question_mark")
        assert player.sees("On the way so far")


@pytest.mark.parametrize("before", [(), ("ctrl+p",), ("c", "slash"), ("question_mark",)])
async def test_the_terminals_own_keys_work_over_everything(
    opened: Open, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...]
) -> None:
    done: list[str] = []
    for name in AT_ANY_TIME:
        monkeypatch.setattr(Face, f"action_{name}", lambda face, name=name: done.append(name))
    async with opened() as player:
        await player.press(*before, "ctrl+l", "ctrl+z")
    assert done == ["redraw", "suspend"]


async def test_the_palette_finds_actions_and_known_entries(opened: Open) -> None:
    async with opened() as player:
        await player.press("ctrl+p")
        await player.write("lamp")
        await player.pilot.pause(0.5)
        await player.press("enter")
        await player.pilot.pause(0.2)
        assert player.screen_name == "codex"
        assert player.sees("A ship’s lamp.")


async def test_sessions_continue_watch_export_delete(
    opened: Open, home: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "sessions"
    for choices in (("write",), ("drink", "back")):
        with Session.new(machine, folder, seed=1, language="en") as session:
            for choice in choices:
                session.choose(choice)
    (folder / "broken\x1b[2J[b].jsonl").write_bytes(b"\xff\x00 no session")
    monkeypatch.chdir(home)
    async with opened(begin=False) as player:
        await player.click_on("Sessions")
        assert player.sees("3 kept")
        assert player.sees("is not a session of this game")
        assert "\x1b" not in player.text()
        player.app.screen.menu.mark("entry:1")  # type: ignore[attr-defined]
        await player.press("e")
        assert player.sees("Saved as")
        await player.press("w")
        assert player.screen_name == "replay"
        await player.press("escape", "d")
        assert player.sees("for good?")
        await player.press("enter")
        assert len(list_sessions(folder)) == 3
        await player.press("d", "down", "enter")
        assert len(list_sessions(folder)) == 2
        player.app.screen.menu.mark("entry:0")  # type: ignore[attr-defined]
        await player.press("enter")
        assert player.screen_name in ("play", "sessions")


async def test_replay_steps_jumps_plays_and_goes_on(opened: Open, machine: Machine) -> None:
    session = Session.new(machine, None, seed=1, language="en")
    for choice in ("write", "back", "drink", "back"):
        session.choose(choice)
    async with opened(watch=session) as player:
        assert player.sees("paused · step 0 of 4")
        assert player.transcript.cursor == "choice:house/write"
        await player.press("right", "right")
        assert player.sees("step 2 of 4")
        await player.press("left")
        assert player.sees("step 1 of 4")
        await player.press("g", "3", "enter")
        assert player.sees("step 3 of 4")
        await player.press("home", "plus", "plus", "plus", "plus", "space")
        assert player.sees("playing")
        player.app.screen._tick()  # type: ignore[attr-defined]
        await player.press("space")
        assert player.app.screen.watched.at >= 1  # type: ignore[attr-defined]
        await player.press("g", "2", "enter", "o")
        assert player.screen_name == "play"
        assert player.session.choices == ("house/write", "shore/back")


async def test_credits_and_about(opened: Open) -> None:
    async with opened(begin=False) as player:
        await player.click_on("Credits")
        assert player.sees("If it weighs on you, talk to somebody.")
        assert player.sees("CC0")
        await player.press("q", "q")
        assert player.app.return_value == 0


async def test_themes_go_round(opened: Open) -> None:
    async with opened() as player:
        for name in ("paper", "contrast", "ansi", "ash"):
            await player.press("t")
            assert player.app.theme == name


async def test_no_colour_means_none(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as player:
        assert player.app.theme == "ansi"
        await player.press("2")
        strips = player.app.screen._compositor.render_strips()
        filtered = [strip.apply_filter(f, None) for strip in strips for f in player.app._filters if f.enabled]  # type: ignore[arg-type]
        colours = {s.style.color.name for strip in filtered for s in strip if s.style and s.style.color}
        assert colours == {"default"}


async def test_a_large_folder_is_looked_through_behind_the_screen(
    opened: Open, home: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "sessions"
    folder.mkdir()
    for number in range(120):
        write_session(folder / f"many-{number:03}.jsonl", machine, 1, "en", ["write"])
        os.utime(folder / f"many-{number:03}.jsonl", (1000 + number, 1000 + number))
    monkeypatch.setattr(sighting, "LARGE", 50)
    async with opened(begin=False) as player:
        await player.app.workers.wait_for_complete()
        await player.pilot.pause()
        assert player.sees("120 kept")
        await player.click_on("Sessions")
        await player.app.workers.wait_for_complete()
        await player.pilot.pause()
        screen = player.app.screen
        assert isinstance(screen, Sessions)
        assert [item.name for item in screen.kept] == [f"many-{number:03}.jsonl" for number in reversed(range(120))]
        assert player.sees("many-119")
        assert not player.sees("many-100")
        screen.menu.mark("entry:100")
        await player.pilot.pause()
        assert player.sees("many-019")


async def test_many_notices_are_all_told_before_the_first_screen(opened: Open) -> None:
    notices = tuple(
        f"config.yaml: trouble number {number} of some length, with what holds instead." for number in range(8)
    )
    async with opened(notices=notices, begin=False, size=(60, 20)) as player:
        assert player.screen_name == "reading"
        assert player.sees("trouble number 0")
        await player.press("end")
        assert player.sees("trouble number 7")
        await player.press("enter")
        assert player.screen_name == "title"


@pytest.mark.parametrize(
    ("presses", "marked"),
    [
        (("end",), range(59, 60)),
        (("end", "up", "end"), range(59, 60)),
        (("end", "up"), range(5, 20)),
        (("end", "home"), range(1)),
        ((), range(1)),
    ],
)
@pytest.mark.parametrize("large", [1, 1000])
async def test_while_a_folder_is_read_the_head_stands_and_end_is_the_last_session(
    large: int, presses: tuple[str, ...], marked: range, opened: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten files are read from look to look at the keyboard, and the next ten when the test says so."""
    folder, machine = home / "sessions", demo_machine()
    folder.mkdir()
    for number in range(65):
        file = folder / f"many-{number:03}.jsonl"
        write_session(file, machine, 1, "en", [])
        if number % 13 == 12:
            file.write_text(file.read_text().replace(f'"story": "{machine.program.id}"', '"story": "another"'))
        os.utime(file, (1000 - number, 1000 - number))
    go_on, ticks = asyncio.Semaphore(0), count()
    monkeypatch.setattr(sighting, "LARGE", large)
    monkeypatch.setattr("game.tui.screens.sessions.sleep", lambda _: go_on.acquire())
    monkeypatch.setattr("game.tui.screens.sessions.monotonic", lambda: float(next(ticks)))
    monkeypatch.setattr(Sessions, "SLICE", 11.0)
    monkeypatch.setattr(Sessions, "FIRST", 10)
    async with opened(begin=False) as player:
        await player.click_on("Sessions")
        screen = player.app.screen
        assert isinstance(screen, Sessions)
        while not screen.kept:
            await player.pilot.pause()
        await player.press(*presses)
        notes = [screen.head.note]
        while screen._unread:
            notes.append(screen.head.note)
            go_on.release()
            await player.pilot.pause()
        go_on.release()
        await player.pilot.pause()
        assert set(notes) == {"65 files found"}
        assert screen.head.note == "60 kept"
        assert len(screen.kept) == 60
        assert screen.menu.marked in marked
        assert player.sees(screen.kept[screen.menu.marked].name)
