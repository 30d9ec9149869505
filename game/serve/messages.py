"""What a browser may say over its line, and how much of it at once; everything else is refused.

The messages are those of textual-serve's page: JSON lists of a word and what belongs to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

MOST_BYTES = 64 * 1024
"""The size of one message."""
MOST_TYPED = 8 * 1024
"""The characters typed or pasted in one message."""
MOST_ECHO = 64
"""The characters of a ping that are sent back."""
MOST_COLUMNS, MOST_ROWS = 1000, 400
COLUMNS, ROWS = 80, 24
MOST_FILES = 8
"""The files of one game that may wait for its page to fetch them; older ones are given up."""

SHOW_AGAIN = "show_again"
"""The server's word to a game, besides those of Textual: another terminal, of such a size, listens from now on."""


class Size(NamedTuple):
    """A terminal's size in cells."""

    columns: int
    rows: int


class Typed(NamedTuple):
    """Keys, pasted text or mouse reports, as the terminal writes them."""

    data: bytes


class Ping(NamedTuple):
    """Asks for its words back."""

    echo: str


class Focus(NamedTuple):
    """The page has come to the front, or left it."""

    gained: bool


Message = Typed | Size | Ping | Focus


class Refused(ValueError):
    """A message that no page of ours sends; str() says what is wrong with it."""


def read_message(text: str) -> Message:
    """The message in the text of a frame. Raises Refused, and nothing else whatever the text."""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("not JSON") from None
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], str):
        raise Refused("not a list that begins with a word")
    match parts:
        case ["stdin", str(typed)]:
            return _typed(typed)
        case ["resize", {"width": width, "height": height}]:
            return _size(width, height)
        case ["ping", str(echo)] if len(echo) <= MOST_ECHO:
            return Ping(echo)
        case ["focus" | "blur"]:
            return Focus(parts[0] == "focus")
        case _:
            raise Refused("no such message")


def size_asked(query: Mapping[str, str]) -> Size:
    """The size in the address of a line, `width` and `height`; 80 by 24 for what is missing or no number."""
    return Size(
        _number(query.get("width", ""), COLUMNS, MOST_COLUMNS), _number(query.get("height", ""), ROWS, MOST_ROWS)
    )


def _number(text: str, default: int, most: int) -> int:
    return min(max(1, int(text)), most) if text.isascii() and text.isdecimal() and len(text) <= 6 else default


def _typed(text: str) -> Typed:
    if len(text) > MOST_TYPED:
        raise Refused(f"more than {MOST_TYPED} characters at once")
    try:
        return Typed(text.encode("utf-8"))
    except UnicodeEncodeError:
        raise Refused("half a character") from None


def _size(width: Any, height: Any) -> Size:
    """A size that is asked for; a window larger than any is given the largest."""
    if type(width) is not int or type(height) is not int or width < 1 or height < 1:
        raise Refused("no size")
    return Size(min(width, MOST_COLUMNS), min(height, MOST_ROWS))
