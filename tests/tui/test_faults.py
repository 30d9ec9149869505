"""Whatever fails, the player sees calm words and a way back, never a traceback."""

from __future__ import annotations

import pytest

from game.engine import Machine, StoryFault, load
from game.session import Session
from game.settings import Settings
from game.tui.app import BEYOND_HELP, Face
from game.tui.page.page_lines import block_lines
from game.tui.play_context import PlayContext
from tests.tui.conftest import Open
from tests.tui.demo import program


async def test_a_fault_of_the_story(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Session, choice: str, said: str | None) -> None:
        raise StoryFault("house", "no target fits")

    async with opened(faults=1) as player:
        await player.press("2")
        monkeypatch.setattr(Session, "choose", fails)
        await player.press("1")
        assert player.screen_name == "fault"
        assert player.sees("That is a fault in the story, not in what you did.")
        assert player.sees("StoryFault: house: no target fits")
        assert player.sees("scenes/salt.yaml:12 (house)")
        assert player.session.file is not None
        assert player.sees("Your session is kept in")
        await player.press("enter")
        assert player.screen_name == "play"
        assert player.session.turn == 0


async def test_a_fault_of_ours_while_drawing(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object) -> None:
        raise ZeroDivisionError("hostile [/b] words \x1b[2J")

    async with opened(faults=1) as player:
        await player.press("2")
        monkeypatch.setattr("game.tui.page.page_lines.block_lines", fails)
        await player.press("1")
        assert player.screen_name == "fault"
        assert player.sees("ZeroDivisionError: hostile [/b] words [2J")
        assert "\x1b" not in player.text()
        monkeypatch.setattr("game.tui.page.page_lines.block_lines", block_lines)
        await player.press("down", "enter")
        assert player.screen_name == "title"


async def test_a_page_without_a_way_on(opened: Open) -> None:
    story = program()
    scenes = list(story.scenes)
    house = list(scenes[0])
    house[11] = (house[11][2],)
    scenes[0] = tuple(house)
    async with opened(story=load(story._replace(scenes=tuple(scenes)))) as player:
        assert player.sees("The story has no way on from here (house).")
        await player.press("end", "enter")


async def test_when_nothing_can_be_shown_the_fault_comes_out(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Face) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Face, "_first_screen", fails)
    app = Face(PlayContext(machine, Settings()))
    async with app.run_test() as pilot:
        await pilot.pause()
    assert app.return_value == BEYOND_HELP
    assert [type(fault) for fault in app.faults] == [ZeroDivisionError]
