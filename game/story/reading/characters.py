"""Characters no file of a story may hold: they would act on a terminal, hide, or clash with the engine's marks."""

from __future__ import annotations

import re
import unicodedata

from game.engine.typed import UNSEEN

_PLAIN = bytes(range(0x20, 0x7F)) + b"\n\r"
_FORBIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls, NEL among them
    "\u2028\u2029"  # line and paragraph separators: line breaks to YAML, not to editors
    "\u202a-\u202e\u2066-\u206f"  # bidirectional overrides and isolates, and format controls out of use
    "\ufeff\ufff9-\ufffb"
    "\U00040000-\U000dffff"  # planes in which nothing is assigned
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: the engine's marks for style
    "\ud800-\udfff"  # halves of pairs
    "\U000e0000-\U000e007f"  # invisible tags
)
_FORBIDDEN += "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
"""And the noncharacters: thirty-two by themselves, and the last two of every plane."""
_IN_FILE = re.compile(rf"[\t{_FORBIDDEN}]|\r(?!\n)")
_IN_VALUE = re.compile(rf"[\t\r{_FORBIDDEN}]")

_UNSEEN_KINDS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})

_NAMES = {
    "\t": "a tab",
    "\x1b": "the terminal's escape character",
    "\x00": "a null character",
    "\r": "a bare carriage return",
    "\ufeff": "a byte order mark inside the text",
}


def forbidden_in_file(data: bytes, text: str) -> list[int]:
    """Offsets in `text` of its forbidden characters; `data` is the same text's bytes, for a quick look first."""
    rest = data.translate(None, _PLAIN)
    if not rest and b"\r" not in data:
        return []
    return [found.start() for found in _IN_FILE.finditer(text)]


def forbidden_in_value(value: str) -> int:
    """Offset of the first forbidden character in a value (one that came by an escape), or -1."""
    found = _IN_VALUE.search(value)
    return found.start() if found else -1


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: it is empty, or of spaces and invisible characters alone."""
    return all(char.isspace() or char in UNSEEN or unicodedata.category(char) in _UNSEEN_KINDS for char in text)


def describe(char: str) -> str:
    """A forbidden character in words, with its code point."""
    code = f"U+{ord(char):04X}"
    if char in _NAMES:
        return f"{_NAMES[char]} ({code})"
    category = unicodedata.category(char)
    if category == "Co":
        return f"a private-use character ({code})"
    if category == "Cc":
        return f"a control character ({code})"
    if category == "Cn":
        return f"a character that Unicode assigns to nothing ({code})"
    return f"an invisible character, {unicodedata.name(char, 'unnamed').lower()} ({code})"
