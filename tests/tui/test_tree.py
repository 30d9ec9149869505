"""The tree of ways on the screen: looking at a branch, going on from it, bookmarks, and what stands under an ending."""

from __future__ import annotations

from game.engine import Machine
from game.session import Session
from tests.tui.conftest import Open
from tests.tui.looking import Player


async def forked(player: Player) -> Session:
    """Two ways from the house, the second one to the ending; then back at the fork."""
    session = player.session
    for choice in ("write", "back", "drink"):
        session.choose(choice)
    session.rewind(0)
    session.choose("drink")
    session.choose("wait")
    await player.press("u")
    return session


async def test_all_ways_are_drawn(opened: Open) -> None:
    async with opened() as player:
        await forked(player)
        await player.press("w")
        assert player.screen_name == "ways"
        for words in ("The tree of ways", "1 branch", "├─○ Write down that there are six.", "3 pages", "you are here"):
            assert player.sees(words), player.text()
        assert player.sees("Ending: The Boat"), "what is ahead is a way too"


async def test_a_branch_is_looked_at_and_gone_on_from(opened: Open) -> None:
    async with opened() as player:
        session = await forked(player)
        await player.press("w", "home", "down", "enter")
        assert player.screen_name == "look"
        assert player.sees("The log of the shore")
        assert session.choices == ("house/drink",), "looking changes nothing"
        await player.press("right", "o")
        assert player.screen_name == "play"
        assert session.choices == ("house/write", "shore/back")
        assert len(session.tree) == 6


async def test_the_last_page_of_a_branch_is_gone_to_at_once(opened: Open) -> None:
    async with opened() as player:
        session = await forked(player)
        await player.press("w", "home", "down", "o")
        assert (player.screen_name, session.choices) == ("play", ("house/write", "shore/back", "house/drink"))


async def test_a_bookmark_is_written_seen_and_taken_off(opened: Open) -> None:
    async with opened() as player:
        session = await forked(player)
        await player.press("B", *"dry", "enter")
        assert player.screen_name == "play"
        assert player.sees("This page has a bookmark; w shows it.")
        assert list(session.bookmarks.values()) == ["dry"]
        await player.press("w")
        assert player.sees("▪ dry")
        await player.press("B", "end", *" cup", "enter")
        assert player.sees("▪ dry cup")
        await player.press("d")
        assert session.bookmarks == {}
        assert not player.sees("▪")


async def test_a_note_that_is_not_written_leaves_the_page_as_it_was(opened: Open) -> None:
    async with opened() as player:
        await player.press("B", *"no", "escape")
        assert player.screen_name == "play"
        assert player.session.bookmarks == {}


async def test_under_an_ending_one_goes_back_to_the_last_decision_or_begins_anew(opened: Open) -> None:
    async with opened() as player:
        first = player.session
        await player.press("1", "2")
        await player.click_on("Back to the last decision")
        assert first.choices == ("house/drink",)
        await player.press("2")
        await player.click_on("New game")
        assert player.screen_name == "play"
        assert player.session is not first
        assert player.session.turn == 0


async def test_before_the_first_decision_there_is_nothing_to_take_back(opened: Open) -> None:
    async with opened() as player:
        await player.press("U")
        assert player.sees("There was nothing to decide before this page.")


async def test_a_field_above_a_page_moves_nothing_sideways(opened: Open, machine: Machine) -> None:
    session = Session.new(machine, None, seed=1, language="en")
    session.choose("write")
    async with opened(watch=session, size=(120, 36)) as player:
        before = player.transcript.size.width
        await player.press("g")
        assert player.sees("Step, 0 to 1")
        assert player.transcript.size.width == before
