"""A story whose every text is a word of its own, so that what is shown can be read off a page."""

from __future__ import annotations

from typing import Any

from game.engine import Program
from game.engine.markup import link, links


def in_words(program: Program) -> Program:
    """A program with texts of the same parts and links, in words that stand nowhere else."""
    return program._replace(
        texts={
            language: tuple(_said(text, f"t{number}") for number, text in enumerate(texts))
            for language, texts in program.texts.items()
        }
    )


def _said(text: Any, name: str) -> Any:
    if isinstance(text, str):
        return " ".join([*(link(entry, "l") for entry in links(text)), f"{name}x"]) if text else ""
    return tuple(_part(piece, f"{name}p{number}") for number, piece in enumerate(text))


def _part(piece: Any, name: str) -> Any:
    if isinstance(piece, str):
        return f" {_said(piece, name)} "
    match piece[0]:
        case "if":
            return (*piece[:2], _said(piece[2], f"{name}then"), _said(piece[3], f"{name}else"))
        case "seq":
            return (
                *piece[:3],
                tuple(_said(item, f"{name}item{number}") for number, item in enumerate(piece[3])),
                *piece[4:],
            )
    return piece
