"""Watching a session again: every line and every choice taken comes into view, nothing runs on unseen."""

from __future__ import annotations

import pytest

from game.engine import Machine
from game.session import Session
from game.tui.screens.pace import SHORTEST, WORDS_A_SECOND, Pace
from game.tui.screens.replay import Replay
from tests.tui.conftest import Open
from tests.tui.looking import Player

NEVER = 3600.0


@pytest.fixture
def watched(machine: Machine) -> Session:
    session = Session.new(machine, None, seed=1, language="en")
    for choice in ("write", "back", "drink", "wait"):
        session.choose(choice)
    return session


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is the test's own: it strikes when `_tick` is called."""
    monkeypatch.setattr(Pace, "seconds", lambda self: NEVER)


def replay(player: Player) -> Replay:
    return next(screen for screen in player.app.screen_stack if isinstance(screen, Replay))


def runs(player: Player) -> bool:
    """Whether its clock is going."""
    return replay(player)._timer is not None


@pytest.mark.parametrize("size", [(60, 14), (80, 20), (120, 60)])
@pytest.mark.usefixtures("by_hand")
async def test_playing_shows_every_line_and_every_choice_taken(
    opened: Open, watched: Session, size: tuple[int, int]
) -> None:
    async with opened(watch=watched, size=size) as player:
        screen, transcript = replay(player), player.transcript
        await player.press("space")
        seen: dict[int, set[int]] = {}
        while screen.playing:
            at, top = screen.watched.at, transcript.scroll_offset.y
            begin = transcript.page_top()
            seen.setdefault(at, set()).update(range(top - begin, top - begin + transcript.size.height))
            end = transcript._book.height + len(transcript._options) - begin
            marked, shown = transcript.cursor, transcript.shows(transcript.cursor)
            screen._tick()
            await player.settle()
            if screen.watched.at != at or not screen.playing:
                assert seen[at] >= set(range(end - 1)), "a line of the page was never shown"
                taken = watched.steps[at].choice_id
                assert marked == (f"choice:{taken}" if taken else "")
                assert shown
        assert sorted(seen) == [0, 1, 2, 3, 4]
        assert player.sees("paused · step 4 of 4")


@pytest.mark.usefixtures("by_hand")
async def test_a_step_shows_the_choice_taken_before_the_next_page(opened: Open, watched: Session) -> None:
    async with opened(watch=watched, size=(60, 14)) as player:
        assert not player.sees("Write down that there are six.")
        await player.press("right")
        assert player.sees("› 2 Write down that there are six.")
        assert replay(player).watched.at == 0
        await player.press("right")
        assert replay(player).watched.at == 1
        assert player.sees("› Write down that there are six.")
        await player.press("left", "left")
        assert player.sees("This is the first page.")
        for _ in range(30):
            await player.press("enter")
        assert player.sees("This is the last page: step 4.")


@pytest.mark.parametrize(
    ("cover", "uncover"), [("question_mark", "escape"), ("ctrl+p", "escape"), ("g", "escape"), ("g", "enter")]
)
@pytest.mark.usefixtures("by_hand")
async def test_it_holds_while_something_covers_it(opened: Open, watched: Session, cover: str, uncover: str) -> None:
    async with opened(watch=watched) as player:
        await player.press("space")
        assert runs(player)
        await player.press(cover)
        assert not runs(player)
        await player.press(uncover)
        assert runs(player)
        assert replay(player).playing
        player.app.app_suspend_signal.publish(player.app)
        await player.settle()
        assert not runs(player)
        player.app.app_resume_signal.publish(player.app)
        await player.settle()
        assert runs(player)
        await player.press("space")
        assert not runs(player)
        await player.press("question_mark", "escape")
        assert not runs(player)


JUMPS = [
    (("end",), 4, "The last page: step 4."),
    (("right", "home"), 0, "The first page: step 0 of 4."),
    (("g", *"3", "enter"), 3, "Step 3 of 4."),
    (("g", *"999", "enter"), 1, "There is no step 999: the steps are 0 to 4."),
    (("g", "minus", "1", "enter"), 1, "There is no step -1: the steps are 0 to 4."),
    (("g", *"abc", "enter"), 1, "“abc” is not a number: the steps are 0 to 4."),
    (("g", *"abc", "escape", "g", *"2", "enter"), 2, "Step 2 of 4."),
    (("g", *"9" * 90, "enter"), 1, "There is no step 9999"),
]
"""Keys that are pressed at step 1, the step to which they lead, and what is said."""


@pytest.mark.usefixtures("by_hand")
async def test_jumps_say_what_they_do(opened: Open, watched: Session) -> None:
    async with opened(watch=watched, size=(120, 50)) as player:
        for keys, at, said in JUMPS:
            await player.press("home", "right")
            assert replay(player).watched.at == 1
            assert not player.sees(said)
            await player.press(*keys)
            assert replay(player).watched.at == at
            assert player.sees(said)
            assert not replay(player).field.is_open


@pytest.mark.usefixtures("by_hand")
async def test_links_are_reached_by_keys(opened: Open, watched: Session) -> None:
    async with opened(watch=watched, size=(120, 50)) as player:
        await player.press("space", "tab")
        assert not replay(player).playing, "what is marked does not run away"
        await player.press("tab", "enter")
        assert player.screen_name == "codex"
        assert player.sees("A ship’s lamp.")
        await player.press("escape")
        assert player.screen_name == "replay"
        await player.press("escape")
        assert player.screen_name == "replay", "the mark goes back to the choice first"
        assert player.transcript.cursor == "choice:house/write"
        await player.press("end", "tab")
        assert player.sees("There is no link on this page.")


def test_a_view_stays_as_long_as_reading_it_takes() -> None:
    class Shown:
        scroll_offset = type("Offset", (), {"y": 0})
        size = type("Size", (), {"height": 10})
        below = 1

        def line(self, y: int) -> tuple[object, ...]:
            return (type("Run", (), {"text": "four words a line"}),) if y < 30 else ()

    shown = Shown()
    pace = Pace(shown)  # type: ignore[arg-type]
    assert pace.seconds() == 40 / WORDS_A_SECOND[1]
    assert not pace.read_to_end()
    shown.scroll_offset.y = 8  # type: ignore[attr-defined]
    assert pace.seconds() == 32 / WORDS_A_SECOND[1], "two lines were read already"
    for _ in range(9):
        pace.change(1)
    assert pace.seconds() == 32 / WORDS_A_SECOND[-1]
    shown.scroll_offset.y = 40  # type: ignore[attr-defined]
    assert pace.seconds() == SHORTEST
