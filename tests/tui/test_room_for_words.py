"""Nothing of the shipped story is cut with an ellipsis where there is room for it, in either language, at any width."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from game.engine import Machine, Scene, entry_title, load
from game.settings import Settings
from game.story import load_story
from game.tui.page.columns import margin_for
from game.tui.page.lines import PART, Line, Run, width_of
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.screens.title import Title
from game.tui.widgets.pages import entry_lines
from game.tui.widgets.rows import Head
from tests.tui.conftest import Open

LANGUAGES = ["en", "fr"]


@pytest.fixture(scope="module")
def shipped() -> Machine:
    return load(load_story(None).program)


def _heads(machine: Machine, language: str) -> set[tuple[str, str, str]]:
    """Chapter, place and date of every scene, as they head the screen."""
    found = set()
    for scene in (Scene(*row) for row in machine.program.scenes):
        title = machine.program.chapters[scene.chapter].title
        title, place, date = (
            safe(machine.words(index, language)) if index >= 0 else "" for index in (title, scene.place, scene.date)
        )
        found.add((title, place, date))
    return found


def _text(lines: list[Line]) -> str:
    return _bare(" ".join("".join(run.text for run in line) for line in lines))


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_places_and_dates_are_whole_where_there_is_room(shipped: Machine, width: int, language: str) -> None:
    room = width - 2 * margin_for(width)
    for title, place, date in _heads(shipped, language):
        note = PART.join(part for part in (place, date) if part)
        shown = _text(Head(title, note).lines(width)[:1])
        if cell_len(title) + cell_len(note) + 3 <= room:
            assert shown == _bare(title + note)
        elif cell_len(title) + cell_len(place) + 3 <= room:
            assert shown == _bare(title + place), "the date goes before anything is cut"
        assert width < 120 or "…" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [24, 34, 56])
def test_titles_in_lists_go_on_below_and_are_never_cut(shipped: Machine, width: int, language: str) -> None:
    for note in ("", "nouveau"):
        for entry in shipped.program.codex:
            title = safe(entry_title(shipped, entry.id, language))
            lines = entry_lines(title, Run(note), width, "codex:" + entry.id)
            assert all(width_of(line) == width for line in lines)
            assert all(run.target for line in lines for run in line)
            assert _text(lines).replace(note, "") == _bare(title)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_says_where_one_stands_in_full(shipped: Machine, language: str) -> None:
    title = Title(PlayContext(shipped, Settings(), story=language))
    for chapter, place, _ in _heads(shipped, language):
        title._where = [part for part in (chapter, place, "2026-12-15, 12:34") if part]
        assert title._where_in(title.menu.widest - 24) == PART.join(title._where)


async def test_on_a_wide_screen_nothing_is_cut(opened: Open, shipped: Machine) -> None:
    async with opened(size=(200, 60), story=shipped, begin=False) as player:
        for key in ("l", "enter", "enter", "1", "1", "h", "escape", "c", "escape", "escape"):
            await player.press(key)
            assert not player.sees("…"), key
        assert player.screen_name == "title"
