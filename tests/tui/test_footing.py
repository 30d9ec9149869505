"""The foot of every screen speaks the language and is clicked; marks, Tab, Esc and held keys do what was meant."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from textual import events

from game.actions import ACTIONS, BY_ID, EVERYWHERE, here
from game.engine import Machine
from game.session import Session
from game.settings import Settings
from game.tui.base_screen import BaseScreen
from game.tui.held import PAUSE, Held
from game.tui.screens.transcript_screen import TranscriptScreen
from game.tui.view_screens import ListScreen
from game.wording import words
from tests.tui.conftest import Open
from tests.tui.looking import Player
from tests.tui.proofs import proof_of

BASES = {ListScreen, TranscriptScreen}
"""Rooms that are only what others are made of."""


def _all_screens(base: type[BaseScreen] = BaseScreen) -> set[type[BaseScreen]]:
    import game.tui.author.base
    import game.tui.author.proof
    import game.tui.screens.codex
    import game.tui.screens.confirm
    import game.tui.screens.fault
    import game.tui.screens.help
    import game.tui.screens.play
    import game.tui.screens.prose_screens
    import game.tui.screens.replay
    import game.tui.screens.sessions
    import game.tui.screens.settings
    import game.tui.screens.title
    import game.tui.screens.ways.history
    import game.tui.screens.ways.tree  # noqa: F401

    found = {sub for sub in base.__subclasses__() if sub.__module__.startswith("game.")}
    return found.union(*(_all_screens(sub) for sub in found))


SCREENS = {action_screen for action in ACTIONS for action_screen in action.screens} - {EVERYWHERE}
"""The names of all screens that the table of actions knows."""

WAYS: dict[str, tuple[str, ...]] = {
    "title": (), "reading": ("enter",), "play": ("enter", "enter"), "help": ("question_mark",),
    "codex": ("enter", "enter", "c"), "history": ("enter", "enter", "2", "h"),
    "ways": ("enter", "enter", "2", "w"), "look": ("enter", "enter", "2", "w", "enter"),
    "settings": ("click:Settings",),
    "sessions": ("enter", "enter", "2", "escape", "click:Sessions"),
    "confirm": ("enter", "enter", "2", "escape", "click:Sessions", "d"),
}  # fmt: skip
"""The keys to each screen from the title; the others are opened by hand."""


async def _go(player: Player, name: str) -> None:
    for key in WAYS[name]:
        if key.startswith("click:"):
            await player.click_on(key.removeprefix("click:"))
        else:
            await player.press(key)


class _Rooms:
    """Opens any screen by its name."""

    def __init__(self, opened: Open, machine: Machine) -> None:
        self.opened, self.machine = opened, machine

    async def visit(self, name: str, see: Callable[[Player], object]) -> None:
        if name in ("proof", "finding"):
            story, proven = proof_of("tui/flawed")
            async with self.opened(story=story, proven=proven) as player:
                await player.press(*(("down", "enter") if name == "finding" else ()))
                await see(player)  # type: ignore[misc]
        elif name == "replay":
            session = Session.new(self.machine, None, seed=1, language="en")
            session.choose("write")
            async with self.opened(watch=session) as player:
                await see(player)  # type: ignore[misc]
        elif name == "fault":
            async with self.opened(faults=1) as player:
                player.app._handle_exception(ZeroDivisionError("made for this test"))
                await player.settle()
                await see(player)  # type: ignore[misc]
        else:
            async with self.opened(begin=False) as player:
                await _go(player, name)
                await see(player)  # type: ignore[misc]


@pytest.fixture
def screens(opened: Open, machine: Machine) -> _Rooms:
    return _Rooms(opened, machine)


def test_every_screen_is_in_the_table() -> None:
    concrete = {screen for screen in _all_screens() if "screen_name" in vars(screen)}
    assert {screen.screen_name for screen in concrete} == SCREENS
    assert set(WAYS) | {"proof", "finding", "replay", "fault"} == SCREENS


def _footed(name: str) -> list[str]:
    return [action.id for action in here(name) if action.foot and name in (action.footed or (name,))]


@pytest.mark.parametrize("name", sorted(SCREENS))
async def test_the_foot_is_clicked_and_speaks_the_language(
    screens: _Rooms, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def see(player: Player) -> None:
        assert player.screen_name == name
        await _speaks(player)
        await _is_clicked(player, monkeypatch)

    await screens.visit(name, see)


async def _speaks(player: Player) -> None:
    """Every word of the foot is of the new language, and what was noticed in the old one is gone."""
    player.app.screen.notice("words of before")  # type: ignore[attr-defined]
    if len(player.context.machine.languages) > 1:
        await player.press("l")
    else:
        player.app.context.interface = "fr"
        player.app.screen.speak()  # type: ignore[attr-defined]
        await player.settle()
    assert player.context.interface == "fr"
    assert "words of before" not in player.text()
    foot = player.rows()[-1]
    assert words("fr")("help") in foot
    for word in ("help", "leave", "language", "choose", "open"):
        assert words("fr")(word) != word
        assert word not in foot.split()


async def _is_clicked(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """A click on each word asks for its action."""
    asked: list[str] = []

    async def do(self: BaseScreen, action: str) -> None:
        asked.append(action)

    monkeypatch.setattr(BaseScreen, "do", do)
    name, row, shown = player.screen_name, len(player.rows()) - 1, []
    for action in sorted(_footed(name), key=lambda action: action == "choose"):  # which leaves a notice
        foot = player.rows()[-1]
        label = f" {words('fr')(BY_ID[action].foot)}"
        if label in foot:
            shown.append(action)
            await player.pilot.click(offset=(foot.index(label) + 1, row))
            await player.settle()
    assert asked == [action for action in shown if action != "choose"]
    assert "help" in asked
    assert ("choose" in shown) == player.sees(words("fr")("Type the number of a choice, or click the choice."))


async def test_a_click_at_the_foot_does_it(opened: Open) -> None:
    async with opened(size=(120, 20)) as player:
        await player.click_on("↓ more")
        assert player.transcript.scroll_offset.y > 0
        await player.click_on("codex")
        assert player.screen_name == "codex"
        await player.click_on("language")
        assert player.context.interface == "fr"
        await player.click_on("sortir")
        assert player.screen_name == "play"


async def test_the_palette_does_what_works_everywhere(opened: Open) -> None:
    async with opened() as player:
        await player.press("ctrl+p")
        await player.write("change the theme")
        await player.pilot.pause(0.5)
        await player.press("enter")
        await player.pilot.pause(0.2)
        assert player.app.theme == "paper"


LOOKS_ASIDE = [action.id for action in ACTIONS if "play" in action.screens or EVERYWHERE in action.screens]
STAY = {"choose", "take", "next", "previous", "rewind", "next_link", "previous_link", "quit"}
"""What is meant to move the mark, to turn the page or to end the game."""


async def test_the_mark_stays_on_its_choice(opened: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)  # what is exported on the way lands there
    async with opened() as player:
        await player.press("down")
        for action in LOOKS_ASIDE:
            if action in STAY:
                continue
            assert player.transcript.cursor == "choice:house/write"
            await player.press(BY_ID[action].keys[0])
            if player.screen_name == "title":
                await player.click_on("Continue")
            elif player.screen_name != "play":
                await player.press("escape")
            assert player.screen_name == "play", action
            assert player.transcript.cursor == "choice:house/write", action
        await player.resize(90, 40)
        await player.press("enter")
        assert player.session.choices == ("house/write",)


async def test_on_another_page_the_first_choice_is_marked(opened: Open) -> None:
    async with opened() as player:
        await player.press("down", "enter")
        assert player.transcript.cursor == "choice:shore/back"
        await player.press("down", "h", "enter")
        assert player.screen_name == "play"
        assert player.transcript.cursor == "choice:house/drink"


async def test_tab_where_there_is_no_link_says_so_and_enter_does_not_choose(opened: Open) -> None:
    async with opened() as player:
        await player.press("1", "2")
        assert not player.transcript.links()
        await player.press("tab")
        assert player.sees("There is no link on this page.")
        assert player.transcript.cursor == ""
        await player.press("enter")
        assert player.sees("Nothing is marked; ↓ marks a choice.")
        assert player.screen_name == "play"
        await player.press("down")
        assert player.transcript.cursor == "do:leave"


async def test_esc_takes_the_mark_off_a_link_before_it_leaves(opened: Open) -> None:
    async with opened() as player:
        await player.press("down", "tab")
        assert player.transcript.cursor == "codex:keeper"
        await player.press("escape")
        assert player.screen_name == "play"
        assert player.transcript.cursor == "choice:house/write"
        await player.press("tab", "up")
        assert player.transcript.cursor == "choice:house/write", "an arrow goes back to the choice too"
        await player.press("tab", "enter", "tab", "escape")
        assert player.screen_name == "codex"
        await player.press("escape")
        assert player.screen_name == "play"


async def test_esc_never_ends_the_game(opened: Open) -> None:
    async with opened() as player:
        await player.press("tab", "escape", "escape", "escape", "escape")
        assert player.screen_name == "title"
        assert player.app.return_value is None
        assert player.sees("q leaves the game.")
        await player.press("q")
        assert player.app.return_value == 0


async def test_one_key_can_leave_every_screen_and_the_title_too(opened: Open) -> None:
    async with opened(settings=Settings(keys={"leave": "q"})) as player:
        await player.press("escape")
        assert player.screen_name == "play"
        await player.press("q", "escape")
        assert player.screen_name == "title"
        await player.press("question_mark")
        assert player.sees("q Quit Leaves the game.")
        assert not player.sees("Leave Closes this screen")
        await player.press("q")
        assert player.screen_name == "title"
        await player.press("q")
        assert player.app.return_value == 0


# -- a key that is held down


class Ticking:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self, event: events.Event) -> float:
        return self.now


async def _press_at(player: Player, clock: Ticking, *keys: tuple[float, str]) -> None:
    for after, key in keys:
        clock.now += after
        await player.press(key)


async def test_a_held_key_chooses_once_more_at_most(opened: Open) -> None:
    clock = Ticking()
    async with opened(clock=clock) as player:
        await _press_at(player, clock, (1, "2"), *[(0.033, "2")] * 20)
        assert player.session.turn == 1
        await _press_at(player, clock, (PAUSE, "1"))
        assert player.session.turn == 2
        await _press_at(player, clock, (PAUSE - 0.01, "1"), (PAUSE - 0.01, "1"), (PAUSE + 0.01, "1"))
        assert player.session.turn == 3, "the pause counts from the last event, not from the last choice"


async def test_enter_held_on_the_title_begins_and_chooses_nothing(opened: Open) -> None:
    clock = Ticking()
    async with opened(begin=False, clock=clock) as player:
        await _press_at(player, clock, (1, "enter"), *[(0.03, "enter")] * 12)
        assert player.screen_name == "reading"
        await _press_at(player, clock, (1, "enter"), *[(0.03, "enter")] * 12)
        assert player.screen_name == "play"
        assert player.session.turn == 0


async def test_other_keys_and_the_mouse_are_never_delayed(opened: Open) -> None:
    clock = Ticking()
    async with opened(clock=clock) as player:
        await _press_at(player, clock, (1, "2"), (0.01, "1"), (0.01, "2"), (0.01, "1"))
        assert player.session.turn == 4
        await player.click_on("Write down")
        await player.click_on("Go back")
        await player.click_on("Write down")
        assert player.session.turn == 7
        await _press_at(player, clock, (1, "u"), (0.01, "u"), (0.01, "u"))
        assert player.session.turn == 4, "what takes nothing is not delayed"
        await _press_at(player, clock, (1, "c"), (0.01, "slash"), (0.01, "o"), (0.01, "o"), (0.01, "1"), (0.01, "1"))
        assert player.app.screen.field.value == "oo11", "nor is typing"  # type: ignore[attr-defined]


async def test_the_players_own_choosing_key_is_held_too(opened: Open) -> None:
    clock = Ticking()
    async with opened(clock=clock, settings=Settings(keys={"take": "x"})) as player:
        assert player.screen_name == "reading"
        await _press_at(player, clock, (1, "x"), (1, "x"), *[(0.03, "x")] * 5)
        assert player.session.turn == 1


@pytest.mark.parametrize("times", [[0.0, 0.1, 0.3, 0.6, 0.849], [5.0, 5.24, 5.5, 5.7]])
def test_only_a_pause_lets_a_key_count_again(times: list[float]) -> None:
    held = Held()
    found = [held.is_repeat("1", when) for when in times]
    assert found == [False, *(later - earlier < PAUSE for earlier, later in pairwise(times))]
