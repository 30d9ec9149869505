"""The codex: what is read is marked in the list, a search begins anew, what was read from the title is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import Machine
from game.session import Session, latest
from game.tui.screens.codex import Codex
from tests.tui.conftest import Open
from tests.tui.looking import Player
from tests.tui.test_lists import many_entries


def codex(player: Player) -> Codex:
    screen = player.app.screen
    assert isinstance(screen, Codex)
    return screen


def marks_what_is_read(player: Player) -> None:
    shelf = codex(player).shelf
    assert shelf.cursor == "codex:" + codex(player).shown
    if shelf.display and shelf.size.height:
        assert shelf.in_view(*shelf.rows(shelf.cursor))


@pytest.mark.parametrize("size", [(120, 14), (60, 14)])
async def test_what_is_read_is_marked_in_the_list(opened: Open, size: tuple[int, int]) -> None:
    async with opened(story=many_entries(), size=size) as player:
        await player.press("c", "home", "enter")
        assert codex(player).shown == "keeper"
        for _ in range(3):
            await player.press("tab", "enter")
            marks_what_is_read(player)
        assert codex(player).trail
        while codex(player).trail:
            await player.press("left")
            marks_what_is_read(player)
        await player.press("tab", "enter", "left", "left")
        marks_what_is_read(player)
        assert player.sees("› The keeper")


async def test_a_search_that_finds_nothing_is_done_with(opened: Open) -> None:
    async with opened(size=(120, 30)) as player:
        await player.press("c", "slash", *"qqq", "enter")
        assert player.sees("Nothing found.")
        assert not codex(player).field.is_open
        await player.press("slash", *"shio", "enter")
        assert codex(player).shown == "keeper"


async def test_a_search_begins_anew_and_a_link_out_of_it_ends_it(opened: Open) -> None:
    async with opened(size=(120, 30)) as player:
        await player.press("c", "slash", *"shio", "enter")
        assert codex(player).shown == "keeper"
        await player.press("slash")
        assert codex(player).field.value == ""
        assert player.sees("The pans")
        await player.press(*"shio", "enter", "tab", "enter")
        assert codex(player).shown == "lamp"
        assert not codex(player).field.is_open
        marks_what_is_read(player)
        await player.press("slash", *"zzzz")
        assert player.sees("Nothing found.")
        await player.press("escape")
        marks_what_is_read(player)


async def test_what_is_read_from_the_title_is_remembered(opened: Open, home: Path, machine: Machine) -> None:
    with Session.new(machine, home / "sessions", seed=1, language="en") as session:
        session.choose("write")
    file = session.file
    assert file is not None
    async with opened(begin=False) as player:
        await player.press("c")
        assert player.sees("The keeper new")
        await player.click_on("The keeper")
        await player.press("q", "c")
        assert not player.sees("The keeper new")
        assert player.sees("The lamp new")
    with Session.open(machine, file) as again:
        assert again.opened == {"keeper"}
        before = file.read_bytes()
        async with opened(begin=False) as player:
            await player.press("c")
            await player.click_on("The lamp")
            assert player.sees("A ship’s lamp.")
        assert file.read_bytes() == before, "somebody plays it: nothing is written"


async def test_nothing_is_remembered_where_nothing_is_kept(opened: Open, home: Path, machine: Machine) -> None:
    Session.new(machine, home / "sessions", seed=1, language="en").close()
    (file,) = (home / "sessions").iterdir()
    before = file.read_bytes()
    async with opened(begin=False) as player:
        player.context.keep = False
        await player.press("c", "enter")
    assert file.read_bytes() == before


async def test_a_session_that_is_open_elsewhere_is_told_before_it_is_taken(
    opened: Open, home: Path, machine: Machine
) -> None:
    for _ in range(2):
        Session.new(machine, home / "sessions", seed=1, language="en").close()
    async with opened(begin=False) as player:
        assert not player.sees("another window")
        last = latest(home / "sessions", machine.program.id)
        assert last is not None
        with Session.open(machine, last):
            await player.click_on("Sessions")
            assert sum("open in another window" in row for row in player.rows()) == 1
            await player.press("escape")
            assert player.sees("· open in another window")
        await player.press("home", "enter")
        assert player.screen_name == "play"
        await player.press("escape")
        assert not player.sees("another window"), "it is this one"
