"""Loaded dice are told wherever a session is read: in play, watched again, in lists, on the title, in its text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.engine import Machine, load
from game.session import Session, list_sessions, read_log
from game.story import load_story
from tests.tui.conftest import Open

HUB = Path(__file__).parents[1] / "proof" / "hub"
DRAWS = (0, 5, 1, 0, 2, 5)
SAYS = {"en": "loaded dice", "fr": "dés pipés"}


@pytest.fixture(scope="module")
def hub() -> Machine:
    return load(load_story(HUB, cache=False).program)


@pytest.fixture
def played(hub: Machine, home: Path) -> Callable[[bool], Path]:
    """Make a session of a few choices, its dice loaded or not."""

    def make(dice: bool) -> Path:
        with Session.new(hub, home / "sessions", seed=1, language="en", draws=DRAWS if dice else ()) as session:
            session.choose("fight")
            session.choose(session.page.open_options[0].id)
        assert session.file is not None
        return session.file

    return make


@pytest.mark.parametrize("dice", [True, False])
@pytest.mark.parametrize(("size", "language"), [((60, 20), "fr"), ((80, 24), "en"), ((120, 36), "fr")])
async def test_every_screen_says_so_and_only_then(
    opened: Open, hub: Machine, played: Callable[[bool], Path], size: tuple[int, int], language: str, dice: bool
) -> None:
    file, says = played(dice), SAYS[language]
    more = {"story": hub, "size": size, "interface": language}
    async with opened(begin=False, **more) as player:
        assert player.sees(says) is dice, "the title"
        await player.click_on("Sessions")
        assert player.screen_name == "sessions"
        assert player.sees(says) is dice, "the list"
        await player.press("w")
        assert player.screen_name == "replay"
        await player.press("right", "right")
        assert player.sees(says) is dice, "watched again"
    with Session.open(hub, file) as session:
        async with opened(session=session, **more) as player:
            await player.press("1")
            assert session.turn == 3, "what opening it told is gone"
            assert player.sees(says) is dice, "in play"
            await player.press("h")
            assert player.sees(says) is dice, "the way so far"


async def test_whoever_plays_on_from_what_is_watched_keeps_the_dice(
    opened: Open, hub: Machine, played: Callable[[bool], Path], home: Path
) -> None:
    file = played(True)
    with Session.open(hub, file, read_only=True) as watched:
        async with opened(story=hub, watch=watched) as player:
            await player.press("end", "o")
            assert player.screen_name == "play"
            assert player.sees("Loaded dice")
    (new,) = [item.file for item in list_sessions(home / "sessions") if item.file != file]
    assert read_log(new).header.draws == DRAWS
    assert list(read_log(new).way()) == list(read_log(file).way())


async def test_a_number_that_cannot_come_out_is_told_and_nothing_is_chosen(opened: Open, hub: Machine) -> None:
    with Session.new(hub, None, seed=1, language="en", draws=[0, 9]) as session:
        async with opened(story=hub, session=session) as player:
            await player.press("1")
            assert player.sees("Draw 2 of this session’s loaded dice gives 9, and only 0 to 5 can come out there.")
            assert session.turn == 0
