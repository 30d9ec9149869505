"""Every list behaves alike: keys move one mark, the mark is in view, and Enter takes what is marked."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.message import Message

import game.tui
from game.engine import Entry, Machine, load
from game.session import Session
from game.tui.base_screen import BaseScreen, bindings
from game.tui.screens.fault import Fault
from game.tui.widgets.line_view import LineView
from game.tui.widgets.pages import Menu
from tests.tui.conftest import Open
from tests.tui.demo import program
from tests.tui.looking import Player
from tests.tui.proofs import proof_of

SIZE = (70, 14)
"""So small that hardly a list fits."""


def many_entries() -> Machine:
    """The demo story with so many codex entries that their list scrolls."""
    story = program()
    more = tuple(
        Entry(f"basin-{number}", story.codex[2].title, "places", "ours", (), (), story.codex[2].blocks, (), (), True)
        for number in range(14)
    )
    return load(story._replace(codex=(*story.codex, *more)))


Reach = Callable[[Player], Awaitable[None]]


def keys(*presses: str) -> Reach:
    """A list reached by keys."""

    async def reach(player: Player) -> None:
        await player.press(*presses)

    return reach


def clicked(words: str) -> Reach:
    """A list reached from the title."""

    async def reach(player: Player) -> None:
        while not player.sees(words):
            await player.press("down")
        await player.click_on(words)

    return reach


async def confirm(player: Player) -> None:
    await clicked("Sessions")(player)
    await player.press("d")


async def fault(player: Player) -> None:
    player.app.push_screen(Fault(player.context, RuntimeError("of the test")))
    await player.settle()


async def walked(player: Player) -> None:
    """The way after many choices, some of them gone back from."""
    for turn in range(16):
        player.session.choose("write" if turn % 2 == 0 else "back")
    player.session.rewind(8)
    await player.press("h")


async def branched(player: Player) -> None:
    """The tree after many forks."""
    for turn in range(16):
        player.session.choose("write" if turn % 2 == 0 else "back")
    for turn in range(14, 2, -2):
        player.session.rewind(turn)
        player.session.choose("drink")
    await player.press("w")


LISTS: dict[str, Reach] = {
    "Title": keys(),
    "Sessions": clicked("Sessions"),
    "Confirm": confirm,
    "Preferences": clicked("Settings"),
    "Codex": keys("c"),
    "History": walked,
    "Ways": branched,
    "Fault": fault,
    "Proof": keys(),
    "OneFinding": keys("down", "down", "enter"),
}
PLAYED = ("Codex", "History", "Ways", "Fault")
PROVED = ("Proof", "OneFinding")


def concrete(kind: type[BaseScreen]) -> list[type[BaseScreen]]:
    """The screens that are shown as they are, of a kind."""
    below = [one for child in kind.__subclasses__() for one in concrete(child)]
    return below + [kind] * ("screen_name" in vars(kind))


def test_no_list_is_forgotten() -> None:
    for module in pkgutil.walk_packages(game.tui.__path__, "game.tui."):
        importlib.import_module(module.name)
    screens = {screen.__name__: screen for screen in concrete(BaseScreen)}
    reading = {"ProseScreen", "Help", "Play", "Replay", "Look"}
    assert set(screens) == set(LISTS) | reading
    for name in LISTS:
        assert {"top", "bottom", "page_up", "page_down", "next", "previous", "take"} <= actions(screens[name]), name


def actions(screen: type[BaseScreen]) -> set[str]:
    """What a screen has keys for."""
    return {binding.action for binding in bindings(screen.screen_name, {})}


@asynccontextmanager
async def opened_at(opened: Open, name: str, folder: Path) -> AsyncIterator[Player]:
    """The list of that name, long enough to be scrolled."""
    story = many_entries()
    if name not in PLAYED + PROVED:
        for _ in range(6):
            Session.new(story, folder, seed=1, language="en").close()
    if name in PROVED:
        machine, proven = proof_of("tui/flawed")
        async with opened(story=machine, proven=proven, size=SIZE) as player:
            await LISTS[name](player)
            yield player
    else:
        async with opened(story=story, begin=name in PLAYED, size=SIZE) as player:
            await LISTS[name](player)
            yield player


def menu_of(player: Player) -> Menu:
    screen = player.app.screen
    assert isinstance(screen, BaseScreen)
    assert isinstance(screen.body, Menu)
    return screen.body


def every_target(menu: Menu) -> list[str]:
    """All that can be marked, from the lines themselves."""
    return list(dict.fromkeys(run.target for y in range(menu.line_count()) for run in menu.line(y) if run.target))


def seen_targets(menu: Menu) -> set[str]:
    """What can be marked on the lines in view."""
    top = menu.scroll_offset.y
    return {run.target for y in range(top, top + menu.size.height) for run in menu.line(y) if run.target}


def marks_one(player: Player) -> None:
    """The mark is among what is in view; only while there is nothing but text in view it may be elsewhere."""
    menu = menu_of(player)
    seen = seen_targets(menu)
    assert not seen or menu.cursor in seen, player.text()


async def do(player: Player, *acts: str) -> None:
    """What the keys are bound to, without the time that a key takes."""
    for act in acts:
        await player.app.screen.run_action(act)


@pytest.mark.parametrize("name", LISTS)
async def test_one_behaviour(opened: Open, name: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_at(opened, name, home / "sessions") as player:
        await ends(player)
        await arrows(player)
        await views(player)
        await wheel(player)
        await other_sizes(player)
        await entering(player, monkeypatch)


async def ends(player: Player) -> None:
    """Home and End mark the first and the last and show them, as a person sees it."""
    menu = menu_of(player)
    targets = every_target(menu)
    for key, target in (("end", targets[-1]), ("home", targets[0])):
        await player.press(key)
        assert menu.cursor == target
        assert menu.cursor in seen_targets(menu)
        assert any("›" in row for row in player.rows()), player.text()
        await do(player, "bottom" if key == "end" else "top")
        assert menu.cursor == target, "a second time there may be text to be read beyond it"
    await do(player, "top", "bottom", "top")
    assert menu.cursor in seen_targets(menu)


async def arrows(player: Player) -> None:
    """They leave nothing out."""
    menu = menu_of(player)
    targets = every_target(menu)
    await do(player, "top")
    met = [menu.cursor]
    while met[-1] != targets[-1]:
        await do(player, "next")
        marks_one(player)
        met += [menu.cursor] * (menu.cursor != met[-1])
    assert met == targets


async def views(player: Player) -> None:
    """One view follows the other, no line is passed over unread, and the mark goes along."""
    menu = menu_of(player)
    targets = every_target(menu)
    await do(player, "top", "top")
    for act, last in (("page_down", targets[-1]), ("page_up", targets[0])):
        before = None
        while before != (menu.cursor, menu.scroll_offset.y):
            before = (menu.cursor, menu.scroll_offset.y)
            await do(player, act)
            assert abs(menu.scroll_offset.y - before[1]) < menu.size.height
            marks_one(player)
        assert menu.cursor == last or not seen_targets(menu)


async def wheel(player: Player) -> None:
    """The mark goes along."""
    menu = menu_of(player)
    for by in (3, -3):
        for _ in range(0, menu.line_count(), 3):
            menu.scroll_relative(y=by, animate=False, immediate=True)
            marks_one(player)


async def other_sizes(player: Player) -> None:
    """The mark stays where it is, and in view."""
    menu = menu_of(player)
    await do(player, "top", "bottom")
    marked = menu.cursor
    for size in ((120, 40), (60, 12), SIZE):
        await player.resize(*size)
        assert menu.cursor == marked
        assert menu.cursor in seen_targets(menu)


async def entering(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter takes what is marked, once it is in view."""
    taken: list[str] = []
    post = Menu.post_message

    def keep(menu: Menu, message: Message) -> bool:
        if not isinstance(message, LineView.Taken):
            return post(menu, message)
        taken.append(message.target)
        return True

    monkeypatch.setattr(Menu, "post_message", keep)
    menu = menu_of(player)
    for acts in (("top", "bottom"), ("bottom", "top")):
        await do(player, *acts, "take")
        assert taken.pop() == menu.cursor
    menu.cursor = every_target(menu)[-1]
    menu.go(0)
    if menu.cursor not in seen_targets(menu):
        await do(player, "take")
        assert not taken, "what is out of view is shown before it is taken"
    await do(player, "take")
    assert taken == [menu.cursor]
    assert menu.cursor in seen_targets(menu)
