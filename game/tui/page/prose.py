"""The only door from author text to the screen: marked-up prose in, styled runs that cannot act or steer out."""

from __future__ import annotations

import unicodedata

from game.engine.markup import CHOICE as MARK
from game.engine.markup import rows, spans
from game.terminal import encoding, strikes
from game.tui.page.charset import SPELT, holds
from game.tui.page.lines import BOLD, ITALIC, STRUCK, UNDERLINE, Line, Run, wrap

CODEX, CHOICE, INLINE = "codex:", "choice:", "inline:"
"""What targets of runs begin with: an entry's id follows, or a choice's full id; INLINE where it is in the prose."""
LINKS = (CODEX, INLINE)
"""The targets that stand in the prose."""
STRUCK_SIGN = "~~"
"""Stands around words that are struck out where no line can be drawn through them."""


class _Shown(dict[int, int | str | None]):
    """What each character becomes on screen, worked out once for each that occurs.

    Controls, formats (direction marks, zero-width signs, soft hyphens), private use, surrogates and unassigned
    characters vanish: terminals obey, hide or mismeasure them. Any kind of space that is not to be broken at becomes
    U+00A0.
    """

    def __missing__(self, code: int) -> int | str | None:
        char = chr(code)
        kind = unicodedata.category(char)
        shown: int | str | None = code
        if char in "\t\n\r\v\f\x85" or kind in ("Zl", "Zp"):
            shown = " "
        elif kind in ("Cc", "Cf", "Co", "Cs", "Cn") or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            shown = None
        elif kind == "Zs" and char != "\u3000":
            shown = " " if char == " " else "\u00a0"
        elif char in SPELT and not holds(encoding(), char):
            shown = SPELT[char]
        self[code] = shown
        return shown


_SHOWN = _Shown()


def safe(text: str) -> str:
    """Any string as one line that a terminal shows as it is; for all that is not prose (file names, messages)."""
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


def simple(text: str) -> str:
    """Marked-up text as safe words without style; words that are struck out stay marked, for they are not said."""
    return "".join(run.text for run in _in_signs(_styled(text, "ink", 0, False)))


def runs(text: str, role: str = "ink", marks: int = 0, links: bool = True) -> list[Run]:
    """Marked-up text as styled runs; a link becomes a run whose target is 'codex:ID' or 'inline:SCENE/ID'."""
    found = _styled(text, role, marks, links)
    return found if strikes() else _in_signs(found)


def _styled(text: str, role: str, marks: int, links: bool) -> list[Run]:
    found = []
    for span in spans(text):
        bits = marks | ITALIC * span.emphasis | BOLD * span.strong | STRUCK * span.struck
        if span.link and links:
            to_choice = span.link.startswith(MARK)
            target = INLINE + span.link.removeprefix(MARK) if to_choice else CODEX + span.link
            found.append(Run(safe(span.text), "link", bits | UNDERLINE, target))
        else:
            found.append(Run(safe(span.text), role, bits))
    return found


def _in_signs(found: list[Run]) -> list[Run]:
    """Runs with signs where struck words begin and end."""
    said = []
    for index, run in enumerate(found):
        if run.marks & STRUCK:
            opens = not (index and found[index - 1].marks & STRUCK)
            closes = index + 1 == len(found) or not found[index + 1].marks & STRUCK
            run = run._replace(text=STRUCK_SIGN * opens + run.text + STRUCK_SIGN * closes)
        said.append(run)
    return said


def flow(text: str, width: int, role: str = "ink", marks: int = 0, links: bool = True) -> list[Line]:
    """Marked-up text broken into lines, at its own breaks too."""
    return [line for row in rows(text) for line in wrap(runs(row, role, marks, links), width)]
