"""Stopping and coming back (Ctrl-Z, fg), and drawing the whole screen anew."""

from __future__ import annotations

import asyncio
import os
import signal
from types import FrameType

from textual.app import App


def can_stop(face: App[int]) -> bool:
    """Whether somebody could bring us back: a shell with job control, which gave us a process group of our own.

    The group of the session's leader has nobody above it (a window opened for this one program): a terminal itself
    stops none such, and to stop it would leave a dead window.
    """
    driver = face._driver
    if driver is None or not driver.can_suspend or not hasattr(os, "getsid"):
        return False
    return os.getsid(0) != os.getpgrp()


def stop(face: App[int]) -> None:
    """Give the terminal back and stop, with all of our process group, as a terminal does on Ctrl-Z."""
    face.app_suspend_signal.publish(face)
    os.killpg(os.getpgrp(), signal.SIGTSTP)


def redraw_when_back(face: App[int]) -> None:
    """Draw everything anew after any stop.

    Textual takes the terminal again on every SIGCONT. After a SIGSTOP it still has it, and would read it twice and
    forget how it was set before: then only the screen is drawn.
    """
    driver = face._driver
    if driver is None or not hasattr(driver, "_sigcont_application"):
        return
    resume = driver._sigcont_application

    def back(number: int, frame: FrameType | None) -> None:
        if getattr(driver, "_must_signal_resume", True):
            resume()
        face.call_later(redraw, face)

    # Another thread may take the signal, and the loop would wait for a key before anything is done about it: asyncio
    # wakes it for what it has a handler of.
    asyncio.get_running_loop().add_signal_handler(signal.SIGCONT, lambda: None)
    signal.signal(signal.SIGCONT, back)


def redraw(face: App[int]) -> None:
    """Draw the whole screen, whatever the terminal shows now."""
    face.refresh(layout=True)
