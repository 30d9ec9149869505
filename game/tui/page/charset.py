"""Terminals that do not speak Unicode: signs that they lack are drawn with signs that they have, cell for cell."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO

from rich.cells import cell_len

STAND_IN = "game.stand-in"
"""The name under which `codecs` knows how to write what an encoding lacks."""

_LIKE = {
    "─": "-", "━": "=", "│": "|", "┃": "|", "▏": "|", "═": "=", "║": "|", "›": ">", "‹": "<", "»": ">", "«": "<",
    "·": ".", "•": "*", "…": ".", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "“": '"',
    "”": '"', "„": '"', "′": "'", "″": '"', "×": "x", "↑": "^", "↓": "v", "←": "<", "→": ">", "●": "o", "○": ".",
    "▣": "#", "■": "#", "□": ".", "▪": "*", "▫": "*", "▲": "^", "▼": "v", "◆": "*", "◇": "*", "█": "#", "▓": "#",
    "▒": ":", "░": ".", "▀": "-", "▄": "_", "✓": "v", "✗": "x", "°": "o", "œ": "o", "Œ": "O", "æ": "a", "Æ": "A",
    "ø": "o", "Ø": "O", "ß": "s", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
}  # fmt: skip
SPELT = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"}
"""What reads better in more cells than it had: for words, before they are measured."""


def stand_in(char: str) -> str:
    """ASCII in as many cells as a character takes: what looks like it, its bare letter, or question marks."""
    width = cell_len(char)
    bare = "".join(part for part in unicodedata.normalize("NFKD", char) if " " <= part <= "~")
    return (_LIKE.get(char) or bare[:width] or "?" * width).ljust(width) if width else ""


def holds(encoding: str, char: str) -> bool:
    """Whether an encoding has a character."""
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(stand_in, error.object[error.start : error.end])), error.end


codecs.register_error(STAND_IN, _replaced)


@contextmanager
def readable(stream: TextIO | None) -> Iterator[None]:
    """While this lasts, the stream writes what its encoding lacks as stand-ins, not as `\\u2500`."""
    if not isinstance(stream, TextIOWrapper):
        yield
        return
    before = stream.errors
    stream.reconfigure(errors=STAND_IN)
    try:
        yield
    finally:
        stream.reconfigure(errors=before)
