"""How fast a session is played back: a view stays as long as reading what is new on it takes."""

from __future__ import annotations

from game.tui.widgets.transcript import Transcript

WORDS_A_SECOND = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""The speeds, by words read a second; 4 is a calm reader."""
SHORTEST = 0.4
"""Seconds that a view stays at least."""


class Pace:
    """The speed, and how far the page shown has been read."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.speed = 1
        self._read_to = 0
        self._ended = False

    @property
    def words_a_second(self) -> int:
        """How fast it is."""
        return int(WORDS_A_SECOND[self.speed])

    def change(self, by: int) -> None:
        """Faster or slower, as far as it goes."""
        self.speed = min(max(0, self.speed + by), len(WORDS_A_SECOND) - 1)

    def turned(self) -> None:
        """Another page is shown: nothing of it has been read."""
        self._read_to = 0
        self._ended = False

    def seconds(self) -> float:
        """How long the present view stays."""
        top = self.transcript.scroll_offset.y
        lines = range(max(self._read_to, top), top + self.transcript.size.height)
        words = [word for y in lines for word in "".join(run.text for run in self.transcript.line(y)).split()]
        return max(SHORTEST, sum(any(map(str.isalnum, word)) for word in words) / WORDS_A_SECOND[self.speed])

    def read_to_end(self) -> bool:
        """The present view has been read: whether the page now is, to its last line."""
        self._read_to = max(self._read_to, self.transcript.scroll_offset.y + self.transcript.size.height)
        self._ended = self._ended or not self.transcript.below
        return self._ended
