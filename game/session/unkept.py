"""A session that is kept nowhere: its lines stay in memory, so that it can still be saved when somebody asks."""

from __future__ import annotations

from game.session.errors import Notice


class Unkept:
    """Stands where a `Writer` would; `before` are the whole lines that the session had when it was opened."""

    trouble: Notice | None = None

    def __init__(self, before: bytes = b"") -> None:
        self._lines = [before if not before or before.endswith(b"\n") else before + b"\n"]

    def append(self, *lines: bytes) -> None:
        """Remember lines."""
        self._lines += lines

    def content(self) -> bytes:
        """All lines of the session."""
        return b"".join(self._lines)

    def close(self) -> None:
        """Nothing is held."""
