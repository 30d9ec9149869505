"""A choice that asks for words opens a line to type in: what is typed is taken, shown, or put away again."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste

from game.engine import Machine, load, typed_by_name
from game.engine.typed import cells, cleaned
from game.session import Session
from game.story import load_story
from game.tui.widgets.question import Question
from tests.generated import TYPED
from tests.story.stories import SMALL, write
from tests.tui.conftest import Open

HEAD = SMALL + "variables:\n  name: {text: 12, start: Anna, label: Name}\nstatus: [{word: name}]\n"
SCENES = """\
scenes:
  one:
    text: "The clerk looks at {name}. [Tell him](choice:tell)."
    choices:
      tell: {text: Tell., ask: name, prompt: 'And who are *you*?', result: 'So you are {name}.'}
      bare: {text: Sign the list., ask: name, to: two}
      go: {text: Go., to: two}
  two: {text: 'Good day, {name}.', ending: done}
"""
PO = """\
msgid ""
msgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"

msgctxt "variable:name"
msgid "Anna"
msgstr "Anne"

msgctxt "one/tell"
msgid "And who are *you*?"
msgstr "Et *vous*, qui êtes-vous ?"
"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp("story")
    (folder / "locale").mkdir()
    return load(
        load_story(write(folder, {"story.yaml": HEAD, "scenes.yaml": SCENES, "locale/fr.po": PO}), cache=False).program
    )


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (120, 36), (200, 60)])
async def test_a_line_opens_and_what_is_typed_is_taken(opened: Open, story: Machine, size: tuple[int, int]) -> None:
    async with opened(story=story, size=size) as player:
        await player.press("1")
        assert player.session.turn == 0
        assert player.sees("And who are you?")
        assert player.sees("Anna"), "what stands there when nothing is typed"
        assert "Enter takes it" in player.text()
        column = next(row for row in player.rows() if "And who are you?" in row).index("And")
        await player.write("Zoe 2")
        assert next(row for row in player.rows() if "Zoe 2" in row).index("Zoe") == column
        await player.press("enter")
        assert player.session.turn == 1
        assert player.sees("› Tell. (Zoe 2)")
        assert player.sees("So you are Zoe 2.")
        assert not player.sees("And who are you?")
        assert player.app.screen.focused is player.transcript


async def test_esc_goes_back_without_choosing(opened: Open, story: Machine) -> None:
    async with opened(story=story) as player:
        await player.press("1", *"Zoe", "escape")
        assert (player.screen_name, player.session.turn) == ("play", 0)
        assert not player.sees("Zoe")
        assert player.sees("1-9 choose"), "the keys are told again"
        await player.press("1")
        assert not player.sees("Zoe"), "it opens empty"
        await player.press("escape", "escape")
        assert player.screen_name == "title"


async def test_nothing_typed_is_the_start(opened: Open, story: Machine) -> None:
    async with opened(story=story) as player:
        await player.press("1", *"Zoe", "enter", "2", *"   ", "enter")
        assert player.session.page.text == "Good day, Anna."
        assert player.sees("› Sign the list.")


async def test_without_a_prompt_the_caption_asks_and_numbers_are_words(opened: Open, story: Machine) -> None:
    async with opened(story=story) as player:
        await player.press("down", "enter")
        assert player.text().count("Sign the list.") == 2
        await player.press("3", "1", "u", "q")
        assert player.session.turn == 0
        await player.press("enter")
        assert player.session.page.text == "Good day, 31uq."


async def test_another_choice_puts_it_away_and_a_link_opens_it(opened: Open, story: Machine) -> None:
    async with opened(story=story) as player:
        await player.click_on("Tell him")
        assert player.sees("And who are you?")
        await player.click_on("Sign the list.")
        assert not player.sees("And who are you?")
        assert len(player.app.screen.query(Question)) == 1
        await player.click_on("Go.")
        assert player.session.page.text == "Good day, Anna."
        assert not player.app.screen.query(Question)


async def test_it_is_asked_in_french(opened: Open, story: Machine, tmp_path: Path) -> None:
    session = Session.new(story, tmp_path, seed=1, language="fr")
    async with opened(story=story, session=session) as player:
        await player.press("1")
        assert player.sees("Et vous, qui êtes-vous ?")
        assert player.sees("Anne")
        assert player.sees("Entrée valide ·")
    session.close()


@pytest.mark.parametrize("said", [one for one in TYPED if one.strip()])
async def test_whatever_is_pasted_acts_on_nothing(opened: Open, story: Machine, said: str) -> None:
    async with opened(story=story) as player:
        await player.press("1")
        player.app.screen.focused.post_message(Paste(said))  # type: ignore[union-attr]
        await player.settle()
        field = player.app.screen.query_one(Question).field
        assert cells(field.value) <= 12
        assert "\x1b" not in player.text()
        await player.press("enter")
        first = next(iter(said.splitlines()), "")
        assert typed_by_name(story, player.session.state)["name"] == cleaned(first, 12)
        assert player.screen_name == "play"


async def test_more_than_fits_is_not_taken_while_one_types(opened: Open, story: Machine) -> None:
    async with opened(story=story) as player:
        await player.press("1", *"abcdefghijklmnop")
        field = player.app.screen.query_one(Question).field
        assert (field.value, field.cursor_position) == ("abcdefghijkl", 12)
        await player.press("backspace", "left", "x", "enter")
        assert player.sees("So you are abcdefghijxk.")


async def test_the_way_and_the_replay_show_it(opened: Open, story: Machine, tmp_path: Path) -> None:
    with Session.new(story, tmp_path, seed=1, language="en") as made:
        made.choose("tell", "Zoe")
        made.choose("bare", "Bea")
        file = made.file
    assert file
    async with opened(story=story, session=Session.open(story, file)) as player:
        await player.press("h")
        assert player.sees("1 Tell. (Zoe)")
        assert player.sees("2 Sign the list. (Bea)")
    with Session.open(story, file, read_only=True) as watched:
        async with opened(story=story, watch=watched) as player:
            await player.press("end")
            assert player.sees("› Sign the list. (Bea)") or player.sees("Good day, Bea.")
            await player.press("o")
            assert player.screen_name == "play"
            assert player.session.page.text == "Good day, Bea."


async def test_other_words_after_going_back_stand_in_their_place(opened: Open, story: Machine) -> None:
    async with opened(story=story) as player:
        await player.press("1", *"Zoe", "enter", "u", "1", *"Bea", "enter")
        assert player.sees("› Tell. (Bea)")
        assert player.sees("So you are Bea.")
        assert "Zoe" not in player.text()
        await player.press("2", *"Cleo", "enter", "u", "u")
        assert player.session.ahead == ("one/tell", "one/bare")
        await player.press("1", *"Dora", "enter", "R")
        assert player.session.page.text == "Good day, Cleo."
        assert [step.said for step in player.session.steps] == ["Dora", "Cleo", ""]
