"""Choices that answer, pages that run on, and words that are choices, in the full screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Machine, load
from game.story import load_story
from tests.tui.conftest import Open

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def written() -> dict[str, Machine]:
    names = ("staying", "running-on", "choice-in-prose")
    return {name: load(load_story(CASES / name, cache=False).program) for name in names}


async def test_staying_shows_the_answer_below_what_was_read(opened: Open, written: dict[str, Machine]) -> None:
    async with opened(story=written["staying"]) as player:
        await player.press("1")
        rows = "\n".join(player.rows())
        assert rows.index("A shelf and a chest.") < rows.index("› Look along the shelf.") < rows.index("A lamp.")
        assert rows.count("The shed") == 1
        await player.press("1")
        assert player.sees("A lamp.")
        assert player.sees("Nothing but rope.")


async def test_a_page_that_ran_on_has_a_heading_where_the_place_changes(
    opened: Open, written: dict[str, Machine]
) -> None:
    async with opened(story=written["running-on"]) as player:
        await player.press("1", "1")
        rows = "\n".join(player.rows())
        wanted = ("You climb.", "The stair", "Forty", "Under the roof", "The key turns")
        places = [rows.rindex(words) for words in wanted]
        assert places == sorted(places)


async def test_words_that_are_choices(opened: Open, written: dict[str, Machine]) -> None:
    async with opened(story=written["choice-in-prose"]) as player:
        await player.press("tab", "tab")
        assert player.transcript.cursor == "inline:desk/lamp"
        await player.press("enter")
        assert player.session.turn == 0
        assert player.sees("You see no matches.")
        await player.click_on("a drawer")
        assert player.session.choices == ("desk/drawer",)
        assert player.sees("A small key.")
        assert not player.transcript.links()
        await player.click_on("a lamp")
        assert player.session.turn == 1, "what was offered there is past"


async def test_words_of_a_choice_that_is_not_shown_are_plain(opened: Open, written: dict[str, Machine]) -> None:
    async with opened(story=written["choice-in-prose"]) as player:
        assert [name for name, _ in player.transcript.links()] == ["inline:desk/drawer", "inline:desk/lamp"]
        await player.click_on("Behind it")
        assert player.session.turn == 0
