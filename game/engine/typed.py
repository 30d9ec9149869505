"""Words that the player types: what is kept of them, and how they are shown. They are words and never act.

Nothing here raises and nothing takes long, whatever was typed or stands in a session file from a stranger.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2_000
"""How many of the characters typed are looked at; what is kept is a few dozen at most."""
MOST_MARKS = 2
"""How many combining marks a letter keeps: more would climb over the lines above and below."""
UNSEEN = "\u115f\u1160\u2800\u3164\uffa0\u034f"
"""Letters and signs without ink: the Hangul fillers, the empty Braille cell, the grapheme joiner."""
UPPER, TITLE = "upper", "title"
FORMS = (UPPER, TITLE)
"""How words can be printed otherwise than as they were typed: in capitals, or each with a capital first."""

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BLANK = frozenset({"Zs", "Zl", "Zp"})
_VARIANTS = (("\u180b", "\u180f"), ("\ufe00", "\ufe0f"), ("\U000e0100", "\U000e01ef"))
"""From where to where the signs stand that choose between forms of the letter before."""
_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def cells(text: str) -> int:
    """How many terminal cells a text takes: two for wide East Asian characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def cleaned(said: str, most: int) -> str:
    """What is kept of words that were typed, '' for nothing, which stands for the start value.

    They are in Unicode's form NFC, on one line of at most `most` cells, without blanks at the ends or two together.
    A letter has two combining marks at most. Controls, formats (those that turn the direction of writing among them),
    private use, halves of pairs, unassigned characters and letters without ink are left out. Cleaning what is clean
    changes nothing.
    """
    return fitting(said, most).rstrip()


def fitting(said: str, most: int) -> str:
    """The same of words that are still being typed: they may end with a blank."""
    text = unicodedata.normalize("NFC", "".join(map(_kept, said[:LONGEST])))
    found, used, marks = [], 0, MOST_MARKS
    for char in " ".join(text.split()) + " " * text.endswith(" "):
        if unicodedata.category(char)[0] == "M":
            marks += 1
            if marks > MOST_MARKS:
                continue
        else:
            marks = MOST_MARKS if char == " " else 0  # a mark without a letter would stand on the story's own
        used += cells(char)
        if used > most:
            break
        found.append(char)
    return "".join(found).removeprefix(" ")


def _kept(char: str) -> str:
    """What is kept of a character by itself: it, a blank, or nothing."""
    kind = unicodedata.category(char)
    if kind in _BLANK or char in "\t\n\v\f\r\x85":
        return " "
    unseen = kind in _REFUSED or char in UNSEEN or any(first <= char <= last for first, last in _VARIANTS)
    return "" if unseen else char


def shown(words: str, form: str = "") -> str:
    """Clean words as they are printed, in one of `FORMS` or as they are.

    Words of a script that runs from right to left are isolated, so that they turn nothing around them: between U+2068
    and U+2069, which no author and no player can write, and on one line.
    """
    if form == UPPER:
        words = words.upper()
    elif form == TITLE:
        words = re.sub(r"(?<![^\s-])\w", lambda found: found[0].title(), words)
    if words.isascii() or _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, words)):
        return words
    return _ISOLATE + words.replace(" ", "\u00a0") + _END
