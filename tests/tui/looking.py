"""What a person at the terminal sees and does."""

from __future__ import annotations

from textual.pilot import Pilot

from game.session import Session
from game.tui.app import Face
from game.tui.room import Room
from game.tui.seat import Seat
from game.tui.transcript import Transcript


class Player:
    """Presses keys, clicks, and reads the screen as plain text."""

    def __init__(self, app: Face, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def seat(self) -> Seat:
        return self.app.seat

    @property
    def session(self) -> Session:
        assert self.seat.session is not None
        return self.seat.session

    @property
    def room(self) -> str:
        screen = self.app.screen
        return screen.room if isinstance(screen, Room) else type(screen).__name__

    @property
    def transcript(self) -> Transcript:
        return self.app.screen.query_one(Transcript)

    async def settle(self) -> None:
        """Until nothing more happens."""
        for _ in range(3):
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
