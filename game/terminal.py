"""The terminal that the full face draws on: which stream leads there, and what it cannot show."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from typing import TextIO

_WITHOUT_STRIKE = ("linux", "vt", "ansi", "cons", "cygwin", "wsvt", "pcansi", "sun", "dumb")
"""How the names of terminals begin that pass over the order to strike words out (terminfo gives them no `smxx`)."""


def screen() -> TextIO | None:
    """The stream that Textual's drivers write to: standard error, but on Windows standard output."""
    return sys.__stdout__ if sys.platform == "win32" else sys.__stderr__


def can_strike(environment: Mapping[str, str] | None = None) -> bool:
    """Whether words that are struck out look so here."""
    term = (os.environ if environment is None else environment).get("TERM", "")
    return not term.startswith(_WITHOUT_STRIKE)


@cache
def strikes() -> bool:
    """`can_strike`, asked once."""
    return can_strike()


@cache
def encoding() -> str:
    """The encoding of the screen's stream, asked once; UTF-8 where there is none."""
    stream = screen()
    return getattr(stream, "encoding", None) or "utf-8"
