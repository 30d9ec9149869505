"""Leaving when the system says so: SIGTERM and SIGHUP give the terminal back as it was, and a lost terminal ends us."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Protocol

KILLED = 128
"""A process that a signal ended leaves with this and the signal's number."""
GRACE = 3.0
"""Seconds that leaving in order may take; after them the process ends in any case."""
LOOK = 1.0
"""Seconds between two looks whether the terminal is still there."""
RESTORE = "".join(
    f"\x1b[{mode}"
    for mode in ("?2004l", "?7h", "?2048l", "?1000l", "?1003l", "?1015l", "?1006l", "<u", "?1049l", "?25h", "?1004l")
).encode()
"""No bracketed paste, lines wrapped, no reports of size and mouse, the plain keyboard, the first screen, the cursor, no
reports of focus."""


class Leavable(Protocol):
    """What can be asked to leave."""

    def leave_soon(self, code: int) -> bool:
        """Leave with an exit code, called from a signal handler or another thread; False when it does not run."""


@contextmanager
def ended_by_the_system(face: Leavable) -> Iterator[None]:
    """While the face runs, SIGTERM and SIGHUP end it in order, and so does the end of its terminal.

    A signal that was ignored before (`nohup`) stays ignored.
    """
    leaving = _Leaving(face)
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in (getattr(signal, name) for name in names)}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, leaving.on_signal)
    over = threading.Event()
    if hasattr(signal, "SIGHUP") and _is_terminal():
        threading.Thread(target=_watch, args=(over, leaving.leave), daemon=True, name="terminal-watch").start()
    try:
        yield
    finally:
        over.set()
        leaving.over.set()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Leaving:
    """Ends the face once: first in order, and where that hangs, at once."""

    def __init__(self, face: Leavable) -> None:
        self.face = face
        self.over = threading.Event()
        self.attributes = _attributes()
        self._begun = False

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """The handler of a signal."""
        self.leave(number)

    def leave(self, number: int) -> None:
        """Ask the face to leave, from whatever thread; before it runs there is nothing to give back."""
        code = KILLED + number
        if self._begun:
            return
        self._begun = True
        if self.face.leave_soon(code):
            threading.Thread(target=self._at_last, args=(code,), daemon=True, name="leaving").start()
        else:
            raise SystemExit(code)

    def _at_last(self, code: int) -> None:
        """The face does not come to its end: give the terminal back without it, as far as it takes anything."""
        if self.over.wait(GRACE):
            return
        writing = threading.Thread(target=_give_back, args=(self.attributes,), daemon=True)
        writing.start()
        writing.join(0.5)
        os._exit(code)


def _watch(over: threading.Event, leave: Callable[[int], None]) -> None:
    while not over.wait(LOOK):
        if not _is_terminal():
            leave(signal.SIGHUP)


def _is_terminal() -> bool:
    """Whether the keyboard is a terminal that is still there."""
    try:
        return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())
    except (OSError, ValueError):
        return False


def _attributes() -> list[Any] | None:
    """How the terminal was set before the face took it."""
    try:
        import termios
    except ImportError:  # on Windows, where Textual keeps them
        return None
    try:
        return termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ is not None else None
    except (OSError, ValueError, termios.error):
        return None


def _give_back(attributes: list[Any] | None) -> None:
    with suppress(Exception):
        import termios

        os.write(2, RESTORE)
        if attributes is not None:
            termios.tcsetattr(0, termios.TCSANOW, attributes)
