"""The games being played: one a visitor, so many at once, each kept for a while after its line has dropped."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from aiohttp import web

from game.paths import CACHE_VARIABLE, HOME_VARIABLE, cache_folder
from game.serve.deliveries import Deliveries
from game.serve.game import Game
from game.serve.messages import Size
from game.serve.visitors import Visitor, Visitors

log = logging.getLogger(__name__)

DRIVER = "game.serve.driver:BrowserDriver"
OF_THE_TERMINAL = ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "TEXTUAL", "TEXTUAL_LOG", "LINES")


class Full(Exception):
    """All places are taken."""


class Games:
    """All games of a server. `story` is the folder they play (None: the shipped story), `most` how many at once, `keep`
    the seconds that a game without a page is kept for the visitor to come back.
    """

    def __init__(self, visitors: Visitors, story: Path | None, *, most: int, keep: float) -> None:
        self.visitors = visitors
        self.deliveries = Deliveries()
        self.most = most
        self.keep = keep
        self._command = command(story)
        self._games: dict[str, Game] = {}
        self._kept: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def has_place(self, visitor: Visitor) -> bool:
        """Whether this visitor can play now: their game is still there, or a place is free."""
        return visitor.name in self._games or len(self._games) < self.most

    def of(self, visitor: Visitor) -> Game | None:
        """The visitor's game, if one is being played."""
        return self._games.get(visitor.name)

    async def join(self, visitor: Visitor, line: web.WebSocketResponse, size: Size, language: str) -> Game:
        """Show the visitor's game on a line, or begin one there. Raises Full, and OSError when it cannot begin."""
        while (game := self.of(visitor)) is not None and game.stopping:
            await game.gone.wait()
            self._free(visitor, game)
        if game is None:
            return await self._begin(visitor, line, size, language)
        self._keep_no_longer(visitor)
        await game.show_on(line, size)
        log.info("%s: back at the game (process %d)", visitor.name, game.pid)
        return game

    async def _begin(self, visitor: Visitor, line: web.WebSocketResponse, size: Size, language: str) -> Game:
        if not self.has_place(visitor):
            log.info("%s: no place", visitor.name)
            raise Full
        self.visitors.settle(visitor)
        game = Game(self._command, environment(visitor, language), self.deliveries)
        self._games[visitor.name] = game
        try:
            await game.begin(line, size)
        except OSError:
            del self._games[visitor.name]
            raise
        log.info("%s: a game begins (process %d)", visitor.name, game.pid)
        self._do(self._see_off(visitor, game))
        return game

    async def _see_off(self, visitor: Visitor, game: Game) -> None:
        """When a game has ended, free its place."""
        await game.gone.wait()
        self._free(visitor, game)
        if self.of(visitor) is None:
            self.visitors.tidy(visitor)
        log.info("%s: the game is over (process %d)", visitor.name, game.pid)

    def _free(self, visitor: Visitor, game: Game) -> None:
        """Take away a game that is gone, unless another one has its place already."""
        if self._games.get(visitor.name) is game:
            del self._games[visitor.name]
            self._keep_no_longer(visitor)

    def _keep_no_longer(self, visitor: Visitor) -> None:
        timer = self._kept.pop(visitor.name, None)
        if timer is not None:
            timer.cancel()

    async def leave(self, visitor: Visitor, game: Game, line: web.WebSocketResponse) -> None:
        """A line has dropped: keep its game for a while, unless it shows on another line already."""
        if not await game.lose(line) or game.stopping:
            return
        log.info("%s: the line dropped; kept for %g s", visitor.name, self.keep)
        loop = asyncio.get_running_loop()
        self._kept[visitor.name] = loop.call_later(self.keep, lambda: self._do(game.stop()))

    async def close(self) -> None:
        """End all games."""
        await asyncio.gather(*(game.stop() for game in list(self._games.values())))
        await asyncio.gather(*self._tasks)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def command(story: Path | None) -> Sequence[str]:
    """The command that plays a story, or the shipped one, in the full face."""
    return [sys.executable, "-m", "game", "play", *([str(story.absolute())] if story else [])]


def environment(visitor: Visitor, language: str) -> dict[str, str | None]:
    """What a visitor's process has otherwise than the server: its home, the browser's language, all colours.

    None stands for a variable that speaks of the server's own terminal, and goes. What has been compiled is shared: it
    belongs to nobody.
    """
    return {
        **dict.fromkeys(OF_THE_TERMINAL),
        HOME_VARIABLE: str(visitor.home),
        CACHE_VARIABLE: str(cache_folder()),
        "TEXTUAL_DRIVER": DRIVER,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": f"{language}.UTF-8",
        "PYTHONUTF8": "1",
    }
