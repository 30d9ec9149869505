"""Going back says so and how to come forward again, by the key, along the way and by the command."""

from __future__ import annotations

from tests.tui.conftest import Open


async def test_going_back_in_the_way_says_how_to_come_forward(opened: Open) -> None:
    async with opened(size=(100, 30)) as player:
        await player.press("2", "1", "2", "1", "h", "home", "enter")
        assert player.screen_name == "play"
        assert player.session.turn == 0
        assert player.sees("Back on page 1; 4 choices are kept ahead, R goes forward again.")
        await player.press("R")
        assert player.session.choices == ("house/write",)
        assert player.sees("Forward on page 2; 3 choices are still ahead.")
        assert player.sees("› Write down that there are six.")
        await player.press("R", "R", "R")
        assert player.sees("Forward on page 5, as far as you had come.")
        await player.press("R")
        assert player.sees("Nothing is ahead: R takes again what you went back from.")


async def test_the_way_lists_what_is_ahead_and_goes_there(opened: Open) -> None:
    async with opened(size=(100, 30)) as player:
        await player.press("2", "1", "2", "1", "u", "u", "u")
        assert player.sees("Back on page 2; 3 choices are kept ahead")
        before = player.session.ahead
        await player.press("h")
        assert player.sees("1 choice · 3 ahead")
        assert player.sees("here; ahead is what you went back from")
        assert player.sees("› 1 Write down that there are six.")
        await player.press("down", "down")
        assert player.sees("› 3 Write down that there are six.")
        await player.press("enter")
        assert player.session.turn == 3
        assert player.session.ahead == before[2:]
        assert player.sees("Forward on page 4; 1 choice is still ahead.")
        assert player.sees("The log of the shore")


async def test_another_choice_leaves_the_branch_and_the_first_page_says_that_it_is_the_first(opened: Open) -> None:
    async with opened(size=(100, 30)) as player:
        await player.press("R")
        assert player.sees("Nothing is ahead")
        await player.press("u")
        assert player.sees("This is the first page.")
        await player.press("2", "u", "1", "h")
        assert player.sees("1 choice")
        assert not player.sees("ahead")
