"""A story whose every text is a word of its own, so that what is shown can be read off a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from game.engine import Program
from game.engine.markup import link, links


def in_words(program: Program) -> Program:
    """A program with texts of the same parts and links, in words that stand nowhere else.

    Variants that an author wrote once, and that several texts show, have one word: they are told by where they stand.
    """
    return program._replace(
        texts={
            language: tuple(_said(text, f"t{number}", _places(program, number)) for number, text in enumerate(texts))
            for language, texts in program.texts.items()
        }
    )


def _places(program: Program, number: int) -> Iterator[str]:
    """A name for each variant of a text, in the order in which the program marks them, by the place of its mark."""
    for variant in count():
        mark = program.marks.get(f"text.{number}.{variant}", (f"t{number}", variant))
        yield "".join(letter for letter in "v".join(map(str, mark)) if letter.isalnum())


def _said(text: Any, name: str, places: Iterator[str]) -> Any:
    if isinstance(text, str):
        return " ".join([*(link(entry, "l") for entry in links(text)), f"{name}x"]) if text else ""
    return tuple(_part(piece, f"{name}p{number}", places) for number, piece in enumerate(text))


def _part(piece: Any, name: str, places: Iterator[str]) -> Any:
    if isinstance(piece, str):
        return f" {_said(piece, name, places)} "
    match piece[0]:
        case "if":
            return (*piece[:2], *(_variant(item, places) for item in piece[2:]))
        case "seq":
            return (*piece[:3], tuple(_variant(item, places) for item in piece[3]), *piece[4:])
    return piece


def _variant(text: Any, places: Iterator[str]) -> Any:
    return _said(text, f"w{next(places)}", places) if text else ""
