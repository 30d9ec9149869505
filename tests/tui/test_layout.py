"""Where things stand: the column of text, the panel beside it, and the words that are read when the window changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.screen import Screen

from game.engine import Machine, PictureView, load
from game.session import Session
from game.tui.app import Face
from game.tui.page.art import picture_lines
from game.tui.page.columns import LEAST_SIDE, MOST_SIDE, columns, side_from
from game.tui.page.lines import Line, Run, wrap
from game.tui.page.places import find, place
from tests.tui.conftest import Open
from tests.tui.demo import program
from tests.tui.looking import Player

FIRST = "The keeper has left"


def column_of(player: Player, words: str = FIRST) -> int:
    return next(row.index(words) for row in player.rows() if words in row)


@pytest.mark.parametrize("beside", [True, False])
@given(width=st.integers(20, 260), wanted=st.integers(40, 100))
def test_the_column_never_jumps(beside: bool, width: int, wanted: int) -> None:
    here, wider = columns(width, wanted, beside=beside), columns(width + 1, wanted, beside=beside)
    if width != 49:  # from 50 columns there are margins
        assert abs(wider.left - here.left) <= 2
        assert 0 <= wider.text - here.text <= 1
        assert 0 <= wider.side - here.side <= 1
    assert here.left + here.text <= width
    assert LEAST_SIDE <= here.side <= MOST_SIDE
    if width >= side_from(wanted):
        shown = columns(width, wanted, beside=True)
        assert shown.text == wanted
        assert shown.left + shown.text < width - shown.side


async def test_the_text_stays_where_it_is_when_the_panel_comes_and_goes(opened: Open) -> None:
    async with opened(size=(100, 30)) as player:
        assert player.app.screen.query_one("#side").display
        before = column_of(player)
        lines = [row[:76].rstrip(" │") for row in player.rows()[3:20]]
        player.app.screen.side.say(())  # type: ignore[attr-defined]
        await player.settle()
        assert column_of(player) == before
        await player.resize(99, 30)
        assert not player.app.screen.query_one("#side").display
        assert column_of(player) == before
        assert [row.rstrip() for row in player.rows()[3:20]] == lines


async def test_a_story_without_a_state_stands_in_the_middle(opened: Open) -> None:
    async with opened(size=(140, 40), story=load(program()._replace(status=()))) as player:
        assert column_of(player) == (140 - 72) // 2


async def test_a_panel_that_does_not_fit_says_so_and_shows_all(opened: Open) -> None:
    async with opened(size=(120, 9)) as player:
        assert player.sees("↓ s shows it all")
        assert not player.sees("nothing")
        await player.click_on("shows it all")
        assert player.screen_name == "reading"
        assert player.sees("5/6")
        await player.press("escape")
        await player.resize(120, 36)
        assert not player.sees("shows it all")
        assert player.sees("nothing")


async def test_the_state_of_a_session_that_is_watched_is_shown_whole(opened: Open, machine: Machine) -> None:
    session = Session.new(machine, None, seed=1, language="en")
    session.choose("drink")
    async with opened(watch=session, size=(80, 24)) as player:
        await player.press("right", "right", "s")
        assert player.screen_name == "reading"
        assert player.sees("4/6")


@pytest.mark.parametrize("width", [120, 60])
async def test_the_first_thing_drawn_is_the_whole_page(
    width: int, opened: Open, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    there = Face._display

    def display(app: Face, screen: Screen[bool], update: object) -> None:
        there(app, screen, update)  # type: ignore[arg-type]
        strips = screen._compositor.render_strips()
        drawn.append("\n".join("".join(segment.text for segment in strip) for strip in strips))

    monkeypatch.setattr(Face, "_display", display)
    async with opened(session=Session.new(machine, None, seed=1, language="en"), size=(width, 36)) as player:
        assert player.sees(FIRST)
    assert drawn[0] == drawn[-1]


def _text(paragraphs: list[list[str]], width: int) -> list[Line]:
    lines: list[Line] = []
    for words in paragraphs:
        lines += [*wrap([Run(" ".join(words))], width), ()]
    return lines


_PARAGRAPHS = st.lists(
    st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=60), min_size=1, max_size=6
)


@given(_PARAGRAPHS, st.integers(12, 60), st.integers(12, 60), st.data())
def test_a_place_is_found_again_in_other_lines(
    paragraphs: list[list[str]], width: int, other: int, data: st.DataObject
) -> None:
    lines, others = _text(paragraphs, width), _text(paragraphs, other)
    y = data.draw(st.integers(0, len(lines) - 1))
    spot = place(lines, y)
    if spot is None:
        assert not any(lines[y:])
        return
    assert find(lines, spot) == y, "in the same lines it is where it was"
    at = find(others, spot)
    if lines[y]:
        letters = sum(len(run.text.replace(" ", "")) for line in lines[:y] for run in line)
        before = sum(len(run.text.replace(" ", "")) for line in others[:at] for run in line)
        here = sum(len(run.text.replace(" ", "")) for run in others[at])
        assert before <= letters < before + here, "the first letter of the line is in the line that is found"


def _with_more_words(after: str) -> Machine:
    """The demo story with 600 words more in the English text that holds some words."""
    story: Any = program()
    more = " ".join(f"word{number}" for number in range(600))
    pieces = tuple(f"{piece} {more}" if after in str(piece) else piece for piece in story.texts["en"])
    return load(story._replace(texts={**story.texts, "en": pieces}))


async def test_what_is_read_stays_in_view_through_any_resize(opened: Open) -> None:
    async with opened(size=(120, 30), story=_with_more_words("left the door")) as player:
        for _ in range(2):
            await player.press("space")
        top = next(row for row in player.rows()[3:] if "word" in row).split()[0]
        for width in (*range(118, 60, -7), 60, 200, 101, 100, 99, 98):
            await player.resize(width, 30)
            assert any(top in row for row in player.rows()[3:5]), width
        await player.resize(120, 30)
        assert next(row for row in player.rows()[3:] if "word" in row).split()[0] == top, "and nothing has drifted"
        await player.press("up")
        assert next(row for row in player.rows()[3:] if "word" in row).split()[0] != top


async def test_an_entry_that_is_read_stays_in_view(opened: Open) -> None:
    async with opened(size=(80, 24), story=_with_more_words("kept the pans")) as player:
        await player.press("tab", "enter", "space", "space")
        top = next(row for row in player.rows()[3:] if "word" in row).split()[0]
        for width in (60, 70, 50, 80):
            await player.resize(width, 24)
            assert any(top in row for row in player.rows()[2:5]), width


async def test_the_end_of_a_long_page_is_its_last_choice(opened: Open) -> None:
    async with opened(size=(60, 20)) as player:
        await player.press("end")
        assert player.transcript.below == 0
        at = player.transcript.scroll_offset.y
        assert at > player.transcript.page_top()
        await player.press("end")
        assert player.transcript.scroll_offset.y == at, "it never goes up"
        await player.press("2", "end")
        assert player.transcript.below == 0
    async with opened(size=(120, 40)) as player:
        await player.press("2", "end")
        assert player.transcript.scroll_offset.y == player.transcript.page_top(), "a page that fits is shown whole"


def test_the_key_of_a_picture_names_only_signs_that_it_holds() -> None:
    view = PictureView("lamp", "a lamp", "▲ ~", {"▲": "accent"}, {"▲": "the lamp", "~": "the sea", "#": "the boat"})
    text = "".join(run.text for line in picture_lines(view, 40) for run in line)
    assert "the\u00a0lamp" in text
    assert "the\u00a0sea" in text
    assert "boat" not in text
    none = PictureView("lamp", "a lamp", "...", {}, {"#": "the boat"})
    assert len(picture_lines(none, 40)) == 2
