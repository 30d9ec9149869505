"""From marked-up text to plain text: emphasis as `*word*`, what is struck out in words."""

from __future__ import annotations

from game.engine.markup import spans
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


def verbatim(text: str, indent: str) -> str:
    """Lines kept as they are, each indented."""
    return "\n".join((indent + line).rstrip() for line in text.split("\n"))
