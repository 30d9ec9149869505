"""The shuffles among the words of a scene: what is drawn for whoever comes to its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import factorial
from typing import Any

from game.engine.draw import Shuffle
from game.engine.program import Block, Choice, Text


def of_text(text: Text) -> Iterator[Shuffle]:
    """The shuffles of a text, in the order in which they end: one that stands in another comes before it."""
    if isinstance(text, str):
        return
    for piece in text:
        if not isinstance(piece, str):
            yield from _of_piece(piece)


def _of_piece(piece: Any) -> Iterator[Shuffle]:
    if piece[0] == "if":
        yield from of_text(piece[2])
        yield from of_text(piece[3])
    elif piece[0] == "seq":
        for item in piece[3]:
            yield from of_text(item)
        if piece[1] == "shuffle":
            yield Shuffle(piece[2], len(piece[3]))
        elif piece[1] == "order":
            yield Shuffle(piece[4], factorial(len(piece[3])), lasting=True)


def of_blocks(blocks: Sequence[Block], texts: Sequence[Text]) -> Iterator[Shuffle]:
    """Those of a run of blocks, whatever guards them."""
    for block in blocks:
        if block[0] == "if":
            yield from of_blocks(block[2], texts)
            yield from of_blocks(block[3], texts)
        elif block[0] not in ("rule", "picture"):
            yield from of_text(texts[block[1]])


def of_choices(choices: Sequence[Choice], texts: Sequence[Text]) -> Iterator[Shuffle]:
    """Those of captions, costs and reasons, choice by choice."""
    for choice in choices:
        for index in choice.texts:
            if index >= 0:
                yield from of_text(texts[index])
