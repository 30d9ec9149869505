"""The strings of a PO file: their escapes, and where in the file each character of a value was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ESCAPE = re.compile(r"(?P<bytes>(?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]+))+)|\\(?P<name>[^0-7])", re.DOTALL)
_BYTE = re.compile(r"\\(?:x(?P<hex>[0-9A-Fa-f]+)|(?P<octal>[0-7]{1,3}))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", '"': '"', "\\": "\\", "\n": ""}
_WRITTEN = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


class Piece(NamedTuple):
    """A part of a string: its value, the offset at which it is written, and whether it is one escape (or a run of
    bytes written as such). `fault` says what is wrong with it, '' for nothing."""

    value: str
    offset: int
    escape: bool = False
    fault: str = ""


def pieces(raw: str) -> Iterator[Piece]:
    """The parts of what stands between the quotation marks, in order. The escapes are those of gettext."""
    at = 0
    for match in _ESCAPE.finditer(raw):
        if match.start() > at:
            yield Piece(raw[at : match.start()], at)
        yield _byte_run(match) if match["bytes"] else _named(match)
        at = match.end()
    if at < len(raw):
        yield Piece(raw[at:], at)


def _named(match: re.Match[str]) -> Piece:
    value = _NAMED.get(match["name"])
    fault = "this backslash begins no escape that gettext knows" if value is None else ""
    return Piece(value or "", match.start(), True, fault)


def _byte_run(match: re.Match[str]) -> Piece:
    """Escapes by number stand for bytes of the file's encoding; gettext keeps the lowest eight bits of a number."""
    numbers = (int(byte["hex"] or byte["octal"], 16 if byte["hex"] else 8) for byte in _BYTE.finditer(match[0]))
    data = bytes(number & 0xFF for number in numbers)
    try:
        return Piece(data.decode(), match.start(), True)
    except UnicodeDecodeError:
        return Piece("", match.start(), True, "the bytes written here as escapes are not UTF-8")


def offsets(raw: str) -> list[int]:
    """The offset in `raw` of each character of its value."""
    found: list[int] = []
    for piece in pieces(raw):
        last = len(piece.value)
        found += [piece.offset] * last if piece.escape else range(piece.offset, piece.offset + last)
    return found


def quoted(value: str) -> str:
    """A value between quotation marks, with the escapes that every tool knows."""
    return f'"{value.translate(_WRITTEN)}"'
