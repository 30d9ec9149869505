"""A key that is held down chooses once: most terminals send its repeats as if it had been pressed again and again."""

from __future__ import annotations

PAUSE = 0.25
"""Seconds after the last event of a key in which the same key counts as still held."""


class Held:
    """Watches the choosing keys go by."""

    def __init__(self) -> None:
        self._key = ""
        self._when = 0.0

    def is_repeat(self, key: str, when: float) -> bool:
        """Take note of a key pressed at a time in seconds; whether it is the last one, not yet let go of."""
        repeated = key == self._key and when - self._when < PAUSE
        self._key, self._when = key, when
        return repeated
