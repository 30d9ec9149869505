"""From marked-up text to plain lines: emphasis as `*word*`, wrapped to a width counted in terminal cells."""

from __future__ import annotations

from collections.abc import Iterator

from game.engine.markup import spans
from game.engine.typed import cells
from game.wording import Words

WIDTH = 72
"""The widest a line gets; shorter where the terminal is narrower."""


def styled(text: str, say: Words) -> str:
    """Marked-up text as plain text: `*emphasis*`, `**strong**`, and `[struck out: words]` in words."""
    parts: list[str] = []
    open_marks: list[str] = []
    for span in spans(text):
        wanted = [mark for mark, on in (("[", span.struck), ("*", span.emphasis), ("**", span.strong)) if on]
        while any(mark not in wanted for mark in open_marks):
            parts.append(_closing(open_marks.pop()))
        fresh = [mark for mark in wanted if mark not in open_marks]
        parts += [say("[struck out: ") if mark == "[" else mark for mark in fresh]
        open_marks += fresh
        parts.append(span.text)
    parts += [_closing(mark) for mark in reversed(open_marks)]
    return "".join(parts)


def _closing(mark: str) -> str:
    return "]" if mark == "[" else mark


def wrap(text: str, width: int, first: str = "", then: str | None = None) -> str:
    """Text broken at spaces so that no line is wider than `width`; its own line breaks are kept.

    `first` opens the first line and `then` every other (default: spaces as wide as `first`). No-break spaces hold.
    """
    then = " " * cells(first) if then is None else then
    lines: list[str] = []
    for line in text.split("\n"):
        for words in _rows([word for word in line.split(" ") if word], width - cells(then)):
            lines.append((then if lines else first) + " ".join(words))
    return "\n".join(line.rstrip(" ") for line in lines)


def _rows(words: list[str], width: int) -> Iterator[list[str]]:
    """The words dealt out in rows; a word wider than a row stands alone."""
    row: list[str] = []
    used = 0
    for word in words:
        size = cells(word)
        if row and used + 1 + size > width:
            yield row
            row, used = [], 0
        used += size + (1 if row else 0)
        row.append(word)
    yield row


def verbatim(text: str, indent: str) -> str:
    """Lines kept as they are, each indented."""
    return "\n".join((indent + line).rstrip() for line in text.split("\n"))
