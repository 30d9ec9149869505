"""The plain player at a terminal or a pipe: reads lines, keeps the scrollback, ends cleanly at end of input."""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
from collections.abc import Callable
from typing import TextIO

from game.plain.player import Player
from game.plain.text import WIDTH
from game.printable import printable
from game.session import Session

PROMPT = "> "
LONGEST = 10_000
"""How much is read of a line that does not end; a pipe may hold anything."""


def play(
    session: Session,
    *,
    fresh: bool,
    begin: Callable[[], Session],
    interface: str = "",
    width: int = WIDTH,
    source: TextIO | None = None,
    out: TextIO | None = None,
) -> None:
    """Play a session until the reader quits or the input ends. `fresh` says whether it has just begun.

    Lines that do not come from a terminal are echoed, so that a transcript reads like a session.
    """
    source, out = source or sys.stdin or io.StringIO(), out or sys.stdout or io.StringIO()
    _forgiving(source, out)
    spoken = _is_terminal(source) and _is_terminal(out)
    player = Player(session, out, interface=interface, width=_width(out, width), begin=begin)
    try:
        player.greet(fresh=fresh)
        while (line := _read(source, out, spoken)) is not None:
            if not player.hear(line):
                break
        else:
            player.end()
        out.flush()
    finally:
        player.session.close()


def _read(source: TextIO, out: TextIO, spoken: bool) -> str | None:
    """The next line, or None at the end of input."""
    # Python's own prompt does not work without standard error (`2>&-`).
    if spoken and sys.stderr is not None:
        with contextlib.suppress(ImportError):  # editing and recall at the prompt, where the platform has it
            import readline  # noqa: F401
        try:
            line = input(PROMPT)
        except EOFError:
            out.write("\n")
            return None
    else:
        out.write(PROMPT)
        out.flush()
        line = source.readline(LONGEST)
        if not line:
            out.write("\n")
            return None
        line = line.rstrip("\r\n")
        if not spoken:
            out.write(printable(line) + "\n")
    out.write("\n")
    return line


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def _width(out: TextIO, width: int) -> int:
    """The width to wrap to: what is asked for, or less on a narrower terminal; always the same when piped."""
    if not _is_terminal(out):
        return min(width, WIDTH)
    return max(20, min(width, shutil.get_terminal_size((width, 24)).columns - 1))


def _forgiving(*streams: TextIO) -> None:
    """Let no character that the terminal cannot show, or that is not UTF-8, end the game."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
