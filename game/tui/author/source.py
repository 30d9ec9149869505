"""Lines of a story's file around one of them, numbered, the one marked."""

from __future__ import annotations

from pathlib import Path

from game.ordinary import read_ordinary
from game.os_reasons import os_reason
from game.story.reading.reader import MAX_BYTES
from game.tui.page.lines import BOLD, Line, Run, indent, width_of, wrap
from game.tui.page.prose import safe
from game.wording import Words

BEFORE, LEAST_AFTER, MOST_AFTER = 2, 2, 8
SIGN = "▸"
RULE = " │ "


def quoted(file: Path, line: int, width: int, words: Words) -> list[Line]:
    """The lines of a file around `line`, counted from 1; why they cannot be shown, if they cannot."""
    try:
        text = read_ordinary(file, MAX_BYTES).decode("utf-8", "replace")
    except OSError as error:
        return wrap([Run(safe(words("The file cannot be read ({why}).", why=os_reason(error))), "bad")], width)
    source = text.split("\n")
    line = min(max(1, line), len(source))  # it may be shorter than when it was proved
    last = _last(source, line)
    return [
        row
        for at in range(max(1, line - BEFORE), last + 1)
        for row in _row(source[at - 1], at, at == line, len(str(last)), width)
    ]


def _last(source: list[str], line: int) -> int:
    """The last line to be shown: where what begins at `line` ends, or a few lines on."""
    last = min(len(source), line + LEAST_AFTER)
    while last < min(len(source), line + MOST_AFTER) and _depth(source[last]) > _depth(source[line - 1]):
        last += 1
    while last > line and not source[last - 1].strip():
        last -= 1
    return last


def _depth(text: str) -> float:
    """How far a line is indented; a blank one as far as one likes."""
    return len(text) - len(text.lstrip(" ")) if text.strip() else float("inf")


def _row(text: str, at: int, marked: bool, digits: int, width: int) -> list[Line]:
    """One line of the file, in as many lines as it needs; they all begin where its words begin."""
    sign = Run(SIGN + " " if marked else "  ", "accent")
    gutter = (sign, Run(f"{at:>{digits}}", "accent" if marked else "quiet"), Run(RULE, "rule"))
    rest = (Run(" " * (2 + digits)), Run(RULE, "rule"))
    words = safe(text.rstrip().expandtabs(4))
    blanks = words[: min(len(words) - len(words.lstrip(" ")), width // 2)]
    style = ("ink", BOLD) if marked else ("quiet", 0)
    broken = wrap([Run(words.strip(" "), *style)], max(8, width - width_of(gutter) - len(blanks)))
    return indent(broken, (*gutter, Run(blanks)), (*rest, Run(blanks)))
