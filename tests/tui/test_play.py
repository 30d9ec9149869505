"""Playing: start to page, choosing in every way, going back, resizing, continuing."""

from __future__ import annotations

import gc
from pathlib import Path

from rich.cells import cell_len

from game.engine import Machine, load
from game.session import Session
from game.story.collector import collector_paused
from game.tui.screens.play import DIGIT_SECONDS
from tests.tui.conftest import Open
from tests.tui.demo import program


async def test_the_collector_that_was_paused_for_the_start_runs_again_once_the_page_is_shown(opened: Open) -> None:
    try:
        with collector_paused():
            assert not gc.isenabled()
            async with opened():
                assert gc.isenabled()
                assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


async def test_from_the_title_to_the_first_page(opened: Open) -> None:
    async with opened(begin=False) as player:
        assert player.screen_name == "title"
        assert player.sees("T H E S A L T H O U S E")
        await player.press("enter")
        assert player.screen_name == "reading"
        assert player.sees("It speaks of thirst.")
        await player.press("enter")
        assert player.screen_name == "play"
        assert player.sees("The keeper has left the door on the latch.")
        assert player.session.file is not None


async def test_choose_by_number(opened: Open) -> None:
    async with opened() as player:
        await player.press("2")
        assert player.session.choices == ("house/write",)
        assert player.sees("› Write down that there are six.")
        assert player.sees("The log of the shore")


async def test_a_locked_choice_has_a_word_a_reason_and_no_number(opened: Open) -> None:
    async with opened() as player:
        assert player.sees("– Ask whose the seventh was.")
        assert player.sees("closed: You do not know that yet.")
        await player.press("3")
        assert player.session.turn == 0
        await player.click_on("Ask whose")
        assert player.session.turn == 0


async def test_choose_by_arrows_and_letters(opened: Open) -> None:
    async with opened() as player:
        await player.press("down", "enter")
        assert player.session.choices == ("house/write",)
        await player.press("j", "k", "enter")
        assert player.session.choices[-1] == "shore/back"


async def test_choose_by_mouse(opened: Open) -> None:
    async with opened() as player:
        await player.pilot.hover(offset=(20, player.rows().index(next(r for r in player.rows() if "2  Write" in r))))
        await player.settle()
        assert player.transcript.hovered == "choice:house/write"
        await player.click_on("Write down")
        assert player.session.choices == ("house/write",)


async def test_the_new_page_begins_at_the_top_below_what_was_chosen(opened: Open) -> None:
    async with opened(size=(80, 24)) as player:
        for key in ("2", "1", "2", "1"):
            await player.press(key)
            view = [row.strip() for row in player.rows()[3:7]]
            assert view[0].startswith("› ")
            assert view[1] == ""


async def test_space_reads_on_before_choosing(opened: Open) -> None:
    async with opened(size=(60, 20)) as player:
        assert player.sees("Space ↓ more")
        assert not player.sees("Drink, and say nothing.")
        await player.press("enter")
        assert player.session.turn == 0, "Enter on a choice out of view only reads on"
        while player.transcript.below:
            before = player.transcript.scroll_offset.y
            await player.press("space")
            assert player.transcript.scroll_offset.y > before
        assert player.sees("Drink, and say nothing.")
        assert not player.sees("↓ more")
        await player.press("enter")
        assert player.session.turn == 1


async def test_arrows_scroll_until_the_choices_are_in_view(opened: Open) -> None:
    async with opened(size=(60, 20)) as player:
        first = player.transcript.cursor
        for _ in range(40):
            if player.sees("Drink, and say nothing."):
                break
            await player.press("down")
        assert player.transcript.cursor == first


async def test_more_than_nine_choices(opened: Open) -> None:
    story = program()
    house = list(story.scenes[0])
    write = house[11][1]
    house[11] = tuple(write._replace(id=f"house/way{number}") for number in range(1, 13))
    async with opened(story=load(story._replace(scenes=(tuple(house), *story.scenes[1:]))), size=(120, 60)) as player:
        assert player.sees("12 Write down")
        await player.press("1", "2")
        assert player.session.choices == ("house/way12",)
        await player.press("1", "3")
        assert player.session.choices[-1] == "house/way3"
        await player.press("1")
        assert player.session.turn == 4
        await player.press("1")
        assert player.session.turn == 4, "1 may yet become 10, 11 or 12"
        await player.pilot.pause(DIGIT_SECONDS + 0.3)
        assert player.session.choices[-1] == "house/way1"


async def test_back_one_choice(opened: Open) -> None:
    async with opened() as player:
        await player.press("2", "u")
        assert player.session.turn == 0
        assert player.sees("Drink, and say nothing.")
        await player.press("u")
        assert player.sees("This is the first page.")


async def test_the_way_leads_back(opened: Open) -> None:
    async with opened() as player:
        await player.press("2", "1", "1", "h")
        assert player.screen_name == "history"
        assert player.sees("2 Go back to the house.")
        await player.press("up", "up", "enter")
        assert player.screen_name == "play"
        assert player.session.turn == 0


async def test_an_ending_says_what_is_left_to_do(opened: Open) -> None:
    async with opened() as player:
        await player.press("1", "2")
        assert player.sees("The Boat")
        assert player.sees("What was written down is dry.")
        assert player.sees("To the title")
        await player.press("down", "enter")
        assert player.session.turn == 1


async def test_a_resize_wraps_anew_and_keeps_the_page(opened: Open) -> None:
    async with opened(size=(120, 36)) as player:
        await player.press("2", "1", "1")
        for size in ((60, 20), (200, 50), (40, 12), (20, 8), (100, 30), (99, 30)):
            await player.resize(*size)
            assert player.transcript.scroll_offset.y == player.transcript.page_top()
            assert max(cell_len(row) for row in player.rows()) <= size[0]
        assert player.sees("The log of the shore")


async def test_the_state_is_at_the_side_or_folded(opened: Open) -> None:
    async with opened(size=(100, 30)) as player:
        assert player.sees("5 water")
        await player.resize(99, 30)
        assert not player.sees("5 water")
        assert player.sees("Water 5/6 Canteens ▣ 1 ● 5 ○ 1 What you know nothing")
        await player.press("s")
        assert player.screen_name == "reading"
        assert player.sees("5 water")


async def test_continue_where_one_left(opened: Open) -> None:
    async with opened() as player:
        await player.press("2", "1")
    async with opened(begin=False) as player:
        assert player.sees("Continue The Pans · The salt house · today")
        await player.press("enter")
        assert player.screen_name == "play"
        assert player.session.choices == ("house/write", "shore/back")


async def test_a_session_given_is_shown_at_once(opened: Open, home: Path, machine: Machine) -> None:
    session = Session.new(machine, home, seed=1, language="fr")
    session.choose("write")
    async with opened(session=session) as player:
        assert player.sees("Le journal de la grève")
        assert player.sees("1-9 choisir")


async def test_scrolling_back_reaches_the_first_page(opened: Open) -> None:
    async with opened(size=(80, 24)) as player:
        for _ in range(12):
            await player.press("2", "1")
        await player.press("home")
        assert player.transcript.scroll_offset.y == 0
        assert player.sees("The Pans")
        await player.press("end")
        assert player.transcript.below == 0
        seen = set()
        while player.transcript.scroll_offset.y > 0:
            await player.press("pageup")
            seen.update(row.strip() for row in player.rows() if "›" in row)
        assert "› Write down that there are six." in seen


async def test_trouble_with_saving_is_one_calm_line(opened: Open, home: Path) -> None:
    (home / "sessions").write_text("a file where the folder should be")
    async with opened() as player:
        await player.press("2")
        assert player.sees("The session is not being saved")
        assert player.session.turn == 1
        await player.app.run_action("quit")
        await player.pilot.pause()
        assert player.sees("Leave all the same?")
        assert player.sees("written as soon as")
        await player.press("enter")
        assert player.screen_name == "play", "the first answer is no"
        (home / "sessions").unlink()
        assert player.session.check_saved() is None
        await player.app.run_action("quit")
        assert player.app.return_code == 0


async def test_the_title_knows_what_the_last_session_knows(opened: Open) -> None:
    async with opened() as player:
        await player.press("2")
        known = len(player.session.unlocked)
    async with opened(begin=False) as player:
        assert player.context.session is None
        assert player.sees(f"{known} of {len(player.context.machine.entries)} known")
        await player.press("l", "c")
        assert player.sees(f"{known} ")


async def test_a_long_notice_is_shown_whole(opened: Open) -> None:
    told = "The session holds up to choice 110 of 168. " * 4 + "There it stops."
    async with opened(begin=False, size=(60, 20), notices=(told,)) as player:
        assert player.sees("There it stops.")
        assert len(player.rows()) == 20
