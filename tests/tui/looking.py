"""What a person at the terminal sees and does."""

from __future__ import annotations

import asyncio

from textual import _wait
from textual._compositor import Compositor
from textual.app import App
from textual.pilot import Pilot

from game.session import Session
from game.tui.app import Face
from game.tui.base_screen import BaseScreen
from game.tui.play_context import PlayContext
from game.tui.widgets.transcript import Transcript

AT_ONCE = 1 / 50
"""Seconds of a timer whose work belongs to what goes on now: Textual draws the screen and takes a new size so."""


async def idle(app: Face, least: float = 0.0, most: float = 10.0) -> None:
    """Return once the app has nothing left to do; `most` seconds at most.

    Textual's own `wait_for_idle`, in whose place it stands, sleeps until the process hardly works: that takes a
    fiftieth of a second where nothing is to be done, several times for each key, and under load it ends too early or
    too late. The loop knows at once: nothing is ready, the screen is drawn, no short timer runs. Only a worker, which
    may use a thread, is waited for in Textual's way.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + most
    while loop.time() < until:
        await asyncio.sleep(0)
        if not _has_work(loop) and app.screen_stack:
            app.screen._on_timer_update()
        if _has_work(loop):
            continue
        if any(worker.is_running for worker in app.workers):
            await _wait.wait_for_idle(least, until - loop.time())
            _draw(app)
            return
        due = [
            timer._interval
            for timer in app._timers
            if timer._active.is_set() and timer._interval < AT_ONCE and timer._task and not timer._task.done()
        ]
        if not due:
            _draw(app)
            return
        await asyncio.sleep(min(due))


def later(compositor: Compositor, **_: object) -> None:
    """Draw nothing yet, and keep in mind what has changed.

    In the place of `Compositor.render_update`: what it gives nobody sees where there is no terminal, and it is drawn
    after each message, several times for a key. Here it is drawn when the app has nothing left to do, as a terminal
    does that is slower than the app.
    """


draw_update = Compositor.render_update


def _draw(app: App) -> None:
    """Draw what has changed since it was last drawn."""
    if app.screen_stack:
        draw_update(app.screen._compositor, screen_stack=app._background_screens)


def _has_work(loop: asyncio.AbstractEventLoop) -> bool:
    return bool(loop._ready)  # type: ignore[attr-defined]


class Player:
    """Presses keys, clicks, and reads the screen as plain text."""

    def __init__(self, app: Face, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def context(self) -> PlayContext:
        return self.app.context

    @property
    def session(self) -> Session:
        assert self.context.session is not None
        return self.context.session

    @property
    def screen_name(self) -> str:
        screen = self.app.screen
        return screen.screen_name if isinstance(screen, BaseScreen) else type(screen).__name__

    @property
    def transcript(self) -> Transcript:
        return self.app.screen.query_one(Transcript)

    async def settle(self) -> None:
        """Until nothing more happens."""
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def write(self, text: str) -> None:
        await self.press(*text)

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def click_on(self, words: str) -> None:
        """Click the first cell of the words where they stand on the screen."""
        for y, row in enumerate(self.rows()):
            if words in row:
                await self.pilot.click(offset=(row.index(words), y))
                await self.settle()
                return
        raise AssertionError(f"{words!r} is not on the screen:\n{self.text()}")

    def rows(self) -> list[str]:
        """The screen, line by line, without blanks at the ends."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def text(self) -> str:
        return "\n".join(self.rows()) + "\n"

    def sees(self, words: str) -> bool:
        return words in " ".join(" ".join(row.split()) for row in self.rows())
