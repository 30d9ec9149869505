"""The command palette: every action of the screen, and every codex entry that is known, found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from game.actions import here
from game.engine import entry_title
from game.tui.base_screen import BaseScreen
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.wording import Words

HIDDEN = frozenset(("choose", "next", "previous", "take", "palette"))
"""Actions that make no sense from a list."""


class Command(NamedTuple):
    """A line of the palette: its safe words, a second line, and what it does."""

    title: str
    help: str
    run: Callable[[], object]


def commands(context: PlayContext, screen: BaseScreen) -> Iterator[Command]:
    """All that can be done from a screen."""
    words: Words = context.words
    for action in here(screen.screen_name):
        if action.id not in HIDDEN:
            yield Command(safe(words(action.title)), safe(words(action.help)), partial(screen.do, action.id))
    for entry in context.machine.program.codex:
        if entry.id in context.known:
            title = safe(entry_title(context.machine, entry.id, context.story))
            yield Command(title, words("Codex"), partial(open_entry, context, screen, entry.id))


def open_entry(context: PlayContext, screen: BaseScreen, entry: str) -> None:
    """Show a codex entry over a screen."""
    from game.tui.screens.codex import Codex

    if isinstance(screen, Codex):
        screen.show(entry)
    else:
        screen.app.push_screen(Codex(context, entry))


class Commands(Provider):
    """Finds commands for Textual's palette; every word it hands over is content, never markup."""

    def _commands(self) -> list[Command]:
        screen: Screen[Any] = self.screen
        return list(commands(screen.context, screen)) if isinstance(screen, BaseScreen) else []

    async def discover(self) -> Hits:
        """All commands, in order."""
        for title, help_text, run in self._commands():
            yield DiscoveryHit(Content(title), run, text=title, help=_plain(help_text))

    async def search(self, query: str) -> Hits:
        """The commands whose names fit what was typed."""
        matcher = self.matcher(query)
        for title, help_text, run in self._commands():
            score, places = matcher.fuzzy_search.match(query, title)
            if score > 0:
                shown = Content(title)
                for place in places:
                    shown = shown.stylize("bold underline", place, place + 1)
                yield Hit(score, shown, run, text=title, help=_plain(help_text))


def _plain(text: str) -> str:
    """Help as the palette takes it: it reads markup in strings, so opening brackets are escaped."""
    return text.replace("[", r"\[")


def palette(context: PlayContext) -> CommandPalette:
    """The palette, ready to be shown."""
    return CommandPalette(providers=[Commands], placeholder=context.words("What do you want to do?"))
