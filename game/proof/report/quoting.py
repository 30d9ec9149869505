"""The author's own words for the part of a text, a codex entry or a picture that a finding is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from game.engine import Block, Ending, Entry, Program, Scene, Text
from game.engine.markup import plain
from game.proof.questions.page_parts import Walker
from game.proof.report.spelling import set_of, spelled
from game.story.diagnostics import shorten

WIDTH = 50
"""Characters of the words that are quoted."""
VARYING = "{…}"
"""Stands for a place in the words where they vary."""
RULE = "---"
"""What an author writes for the one block that has no words."""
Words = dict[str, str | int]


def quote(program: Program, kind: str, name: str, at: str) -> Words:
    """The fields by which a finding of a kind quotes the author, for the inner name and the place of what it is about;
    none for a kind whose name is the author's own."""
    match kind:
        case "block":
            return {"words": _block(program, name)}
        case "text":
            return {"words": _short(program, _variant(program, at), " ")}
        case "stage":
            entry, _, number = name.rpartition("#")
            return {"entry": entry, "words": _stage(program, entry, int(number))}
        case "picture":
            picture, _, number = name.partition("/")
            return {"picture": picture, "words": _form(program, picture, int(number or 0))}
    return {}


def variants(program: Program, index: int) -> list[tuple[int, ...]]:
    """The paths of the variants within a text, in the order in which `Program.marks` counts them."""
    walker = Walker(program.texts[program.language], program.slots)
    return [part.name for part in walker.text(index) if part.kind == "text"]


def _variant(program: Program, at: str) -> Text:
    """The variant within a text that a mark ('text.k.n') belongs to."""
    _, index, number = at.split(".")
    path = variants(program, int(index))[int(number)]
    text: Any = program.texts[program.language][path[0]]
    for piece, item in zip(path[1::2], path[2::2], strict=True):
        inner = text[piece]
        text = inner[2 + item] if inner[0] == "if" else inner[3][item]
    return text


def _block(program: Program, name: str) -> str:
    mark, _, branch = name.partition(":")
    guarded = next((block for block in _guarded(_all_blocks(program)) if block[4] == mark), None)
    if guarded is None:  # a program that was not compiled from an author's files
        return name
    return _first(program, guarded[3] if branch else guarded[2])


def _all_blocks(program: Program) -> Iterator[Block]:
    """Every block that stands somewhere by itself."""
    for raw in program.scenes:
        yield from Scene(*raw).blocks
    for ending in program.endings:
        yield from Ending(*ending).blocks
    for entry in program.codex:
        yield from chain(Entry(*entry).blocks, *(blocks for _, blocks in Entry(*entry).stages))


def _guarded(blocks: Iterator[Block] | Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block[0] == "if":
            yield block
            yield from _guarded(block[2])
            yield from _guarded(block[3])


def _stage(program: Program, entry: str, number: int) -> str:
    found = next(one for one in program.codex if one.id == entry)
    return _first(program, found.stages[number - 1][1])


def _first(program: Program, blocks: Sequence[Block]) -> str:
    """The words that some blocks begin with; of a picture what stands for it in words."""
    for block in blocks:
        match block[0]:
            case "rule":
                continue
            case "picture":
                return _form(program, block[1], 0)
            case "if":
                return _first(program, (*block[2], *block[3]))
            case _:
                return _short(program, program.texts[program.language][block[1]], VARYING)
    return RULE


def _form(program: Program, name: str, number: int) -> str:
    """What stands in words for a picture in its main form (0) or in one of its variants."""
    picture = next(one for one in program.pictures if one.id == name)
    alt = picture.variants[number - 1][1] if number else picture.alt
    return _short(program, program.texts[program.language][alt], name)


def _short(program: Program, text: Text, otherwise: str) -> str:
    pieces = (text,) if isinstance(text, str) else text
    words = "".join(plain(piece) if isinstance(piece, str) else _varying(program, piece) for piece in pieces)
    return shorten(words, WIDTH) or otherwise


def _varying(program: Program, piece: Any) -> str:
    if piece[0] == "expr":
        return f"{{{spelled(piece[1], program)}}}"
    if piece[0] == "said":
        return f"{{{program.typed[piece[1]].name}}}"
    if piece[0] == "list":
        return f"{{{set_of(program.slots[piece[1][0][0]])}}}"
    return f"{{{program.slots[piece[1]].name}}}" if piece[0] in ("num", "word") else VARYING
