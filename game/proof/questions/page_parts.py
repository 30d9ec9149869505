"""The parts of a page that may or may not be shown, with the conditions for each: guarded blocks, inline variants,
links, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from game.engine import Block, Expr, Program, Slot, Text
from game.engine.markup import links

Conditions = tuple[Expr, ...]
Inside = tuple[str, Any] | None
Path = tuple[int, ...]
"""Of a variant: the index of its text, then by turns a piece of it and an item of that piece."""


class Part(NamedTuple):
    """Something shown where all conditions hold.

    `kind`: 'block' (name is the mark, or mark + ':else'), 'text' (name is a text index and a path within it), 'link' (a
    codex id) or 'picture' (a picture id). `inside` is the (kind, name) of the block or variant around it, or None.
    """

    kind: str
    name: Any
    when: Conditions
    inside: Inside = None


class Walker:
    """Walks blocks and texts of one language."""

    def __init__(self, texts: Sequence[Text], slots: Sequence[Slot]) -> None:
        self.texts = texts
        self.slots = slots

    def blocks(self, blocks: Sequence[Block], when: Conditions = (), inside: Inside = None) -> Iterator[Part]:
        """The parts of a run of blocks."""
        for block in blocks:
            match block[0]:
                case "if":
                    yield from self._guarded(block, when, inside)
                case "picture":
                    yield Part("picture", block[1], when, inside)
                case "rule":
                    pass
                case _:
                    yield from self.text(block[1], when, inside)

    def _guarded(self, block: Block, when: Conditions, inside: Inside) -> Iterator[Part]:
        _, holds, then, otherwise, mark = block
        yield Part("block", mark, (*when, holds), inside)
        yield from self.blocks(then, (*when, holds), ("block", mark))
        if otherwise:
            other = (*when, ("not", holds))
            yield Part("block", f"{mark}:else", other, inside)
            yield from self.blocks(otherwise, other, ("block", f"{mark}:else"))

    def text(self, index: int, when: Conditions = (), inside: Inside = None) -> Iterator[Part]:
        """The parts of a text of the program; nothing for -1."""
        if index >= 0:
            yield from self._pieces(self.texts[index], (index,), when, inside)

    def _pieces(self, text: Text, path: tuple[int, ...], when: Conditions, inside: Inside) -> Iterator[Part]:
        if isinstance(text, str):
            yield from (Part("link", entry, when, inside) for entry in links(text))
            return
        for number, piece in enumerate(text):
            if isinstance(piece, str):
                yield from (Part("link", entry, when, inside) for entry in links(piece))
            elif piece[0] == "if":
                yield from self._variant(piece[2], (*path, number, 0), (*when, piece[1]), inside)
                yield from self._variant(piece[3], (*path, number, 1), (*when, ("not", piece[1])), inside)
            elif piece[0] == "seq":
                for item, (one, holds) in enumerate(zip(piece[3], self._turns(piece), strict=True)):
                    yield from self._variant(one, (*path, number, item), (*when, *holds), inside)

    def _variant(self, text: Text, path: tuple[int, ...], when: Conditions, inside: Inside) -> Iterator[Part]:
        if text:
            yield Part("text", path, when, inside)
            yield from self._pieces(text, path, when, ("text", path))

    def _turns(self, piece: Any) -> Iterator[Conditions]:
        """For each item of a sequence, the condition for its turn; a shuffle can show any, by its order too."""
        mode, key, items = piece[1:4]
        size = len(items)
        for item in range(size):
            if mode in ("shuffle", "order"):
                yield ()
            elif mode == "cycle":
                yield self._among(key, lambda count, item=item: (count - 1) % size == item)
            else:
                yield self._among(key, lambda count, item=item: max(0, min(count, size) - 1) == item)

    def _among(self, slot: int, fits: Any) -> Conditions:
        domain = range(self.slots[slot].low, self.slots[slot].high + 1)
        return (("in", ("var", slot), tuple(count for count in domain if fits(count))),)


def written_twice(program: Program) -> dict[Path, Path]:
    """For inline variants whose words stand at the same place of a file as those of an earlier one, the first of these:
    what an author wrote once and shows in several places is met where one of them is.
    """
    places = [place for key, place in program.marks.items() if key.startswith("text.")]
    if len(set(places)) == len(places):
        return {}
    walker = Walker(program.texts[program.language], program.slots)
    first: dict[tuple[str, int, int], Path] = {}
    found: dict[Path, Path] = {}
    for index in range(len(walker.texts)):
        variants = (part.name for part in walker.text(index) if part.kind == "text")
        for number, path in enumerate(variants):
            place = program.marks.get(f"text.{index}.{number}")
            if place is not None and first.setdefault(place, path) != path:
                found[path] = first[place]
    return found


def path_names(paths: Sequence[tuple[int, ...]], owners: Sequence[str]) -> dict[tuple[int, ...], str]:
    """A readable name for each inline variant: its owner's id, which varying place of the owner's text, which of its
    items."""
    names: dict[tuple[int, ...], str] = {}
    places: dict[str, dict[tuple[int, ...], int]] = {}
    for path in sorted(set(paths)):
        owner = owners[path[0]]
        numbers = places.setdefault(owner, {})
        number = numbers.setdefault(path[:-1], len(numbers) + 1)
        names[path] = f"{owner}~{number}.{path[-1] + 1}"
    return names
