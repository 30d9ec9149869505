"""Choices that answer, pages that run on, and words that are choices, in the full screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Machine, advance, load, page, start
from game.story import load_story
from tests.story.stories import write
from tests.test_cases import play
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


LINKED = {
    "story.yaml": "story: desk\ntitle: Desk\nversion: '1'\nlanguage: en\nstart: desk\nendings: {out: Out}\n",
    "scenes.yaml": """\
scenes:
  desk:
    text: There is [the drawer](choice:drawer), and [the window](choice:window).
    choices:
      drawer: {text: Open it., result: It is empty.}
      window: {text: Climb out., to: out}
  out: {text: Out., ending: out}
""",
}


async def test_words_that_were_choices_are_plain_after_a_stay_and_live_again_on_the_way_back(
    opened: Open, tmp_path: Path
) -> None:
    """The scene's text is in view still, but what it offered is listed now."""
    machine = load(load_story(write(tmp_path, LINKED), cache=False).program)
    links = ["inline:desk/drawer", "inline:desk/window"]
    async with opened(story=machine) as player:
        assert [name for name, _ in player.transcript.links()] == links
        await player.click_on("the drawer")
        assert player.session.choices == ("desk/drawer",)
        assert player.sees("the window")
        assert player.sees("It is empty.")
        assert player.transcript.links() == []
        await player.click_on("the window")
        assert player.session.choices == ("desk/drawer",)
        assert player.transcript.choices() == ["choice:desk/drawer", "choice:desk/window"]
        await player.press("u")
        assert player.session.choices == ()
        assert [name for name, _ in player.transcript.links()] == links


def test_the_plain_face_lists_what_words_lead_to(tmp_path: Path) -> None:
    machine = load(load_story(write(tmp_path, LINKED), cache=False).program)
    told, _ = play(machine, ["1", "look", "2"], tmp_path / "sessions", reopen=True)
    listed = "  1. Open it.\n  2. Climb out.\n"
    assert told.count("There is the drawer, and the window.") == 2
    assert told.count(listed) == 3
    assert told.count("It is empty.") == 2
    assert told.index("It is empty.") < told.index("Ending: Out")


def test_no_option_stands_in_the_words_after_a_stay(tmp_path: Path) -> None:
    machine = load(load_story(write(tmp_path, LINKED), cache=False).program)
    first = start(machine)
    stayed = advance(machine, first, "drawer")
    assert [[one.inline for one in page(machine, at).options] for at in (first, stayed)] == [
        [True, True],
        [False, False],
    ]
