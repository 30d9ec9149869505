"""What is read beside a session that is not being played now: its log remembers codex entries opened from the title."""

from __future__ import annotations

from pathlib import Path

from game.session.errors import SessionError
from game.session.lines import Opened, encode
from game.session.writer import Writer


def remember_entry(file: Path, entry: str) -> None:
    """Write down that a codex entry was opened; nothing is written while somebody plays the session, or cannot be."""
    try:
        writer, _ = Writer.resume(file)
    except SessionError:
        return
    writer.append(encode(Opened(entry)))
    writer.close()
