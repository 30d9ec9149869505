"""Breaking text into lines of a width counted in terminal cells."""

from __future__ import annotations

from collections.abc import Iterator

from game.engine.typed import cells


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


def height(text: str, width: int) -> int:
    """How many lines `wrap` breaks a text into."""
    rows = 0
    for line in text.split("\n"):
        rows += len(list(_rows([word for word in line.split(" ") if word], width)))
    return rows


def _rows(words: list[str], width: int) -> Iterator[list[str]]:
    """The words dealt out in rows; a word wider than a row stands alone."""
    sizes = map(len if all(map(str.isascii, words)) else cells, words)
    first = used = 0
    for at, size in enumerate(sizes):
        if at > first and used + 1 + size > width:
            yield words[first:at]
            first = at
        used = used + 1 + size if at > first else size
    yield words[first:]
