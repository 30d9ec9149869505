"""How many lines the texts of a story can have on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from game.engine.markup import plain
from game.engine.program import Block, Expr, Program, Text
from game.engine.typed import cells
from game.story.expressions.exclusive import exclusive
from game.wrapping import height

LINES, COLUMNS = 24, 66
"""A text that stands on a screen of so many lines, of so many columns, is read without being moved."""
_LETTER = "    "
_COMPARED = 20
"""A guarded block is held against so many groups of others, of so many members each, at most."""


class Lengths:
    """Measures blocks at their longest. Guarded blocks count together unless their conditions exclude each other in a
    way that anybody can see, see `exclusive`: of those only the longest does. Within a line every alternative is taken
    at its longest. So a text may be somewhat shorter than told here wherever it is shown; it is never longer, but for
    numbers that are worked out and have more than three digits. Pictures are no text.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.texts: Sequence[Text] = program.texts[program.language]

    def lines(self, blocks: Sequence[Block]) -> int:
        """How many lines blocks take at most, an empty line between two of them."""
        return max(0, self._sum(blocks) - 1)

    def perhaps_long(self, blocks: Sequence[Block]) -> bool:
        """Whether it is worth to measure blocks: by their characters they could take more than a screen."""
        return self._rough(blocks, closely=False) > LINES + 1 and self._rough(blocks, closely=True) > LINES + 1

    def _rough(self, blocks: Sequence[Block], *, closely: bool) -> int:
        """No fewer lines than there are: what is left empty at the end of one is shorter than the longest word, and on
        the whole no more than half of it.
        """
        count = 0
        for block in blocks:
            if block[0] == "if":
                count += self._rough(block[2], closely=closely) + self._rough(block[3], closely=closely)
            elif block[0] not in ("rule", "picture"):
                text = self.texts[block[1]]
                said = text if isinstance(text, str) else self.longest(text)
                wide = 1 if said.isascii() else 2
                count += 2 + said.count("\n")
                if block[0] != "verse" and wide * len(said) > COLUMNS:
                    word = COLUMNS // 2
                    if closely:
                        word = min(word, wide * max(map(len, said.split()), default=0))
                    count += wide * len(said) // (COLUMNS - len(_LETTER) - word)
            else:
                count += 2
        return count

    def _sum(self, blocks: Sequence[Block]) -> int:
        """The lines of blocks, each with an empty line after it."""
        count, groups = 0, list[list[tuple[Expr, int]]]()
        for block in blocks:
            if block[0] != "if":
                count += self._block(block)
            elif block[3]:
                count += max(self._sum(block[2]), self._sum(block[3]))
            else:
                self._sort(groups, (block[1], self._sum(block[2])))
        return count + sum(max(size for _, size in group) for group in groups)

    @staticmethod
    def _sort(groups: list[list[tuple[Expr, int]]], guarded: tuple[Expr, int]) -> None:
        """Put a guarded block with others of which only one can be shown."""
        for group in groups[:_COMPARED]:
            if len(group) < _COMPARED and all(exclusive(guarded[0], guard) for guard, _ in group):
                group.append(guarded)
                return
        groups.append([guarded])

    def _block(self, block: Block) -> int:
        match block[0]:
            case "picture":
                return 0
            case "rule":
                return 2
        text = plain(self.longest(self.texts[block[1]]))
        if block[0] == "verse":
            return text.count("\n") + 2
        return height(text, COLUMNS - len(_LETTER) if block[0] == "letter" else COLUMNS) + 1

    def longest(self, text: Text) -> str:
        """A text with each of its alternatives at its longest."""
        return text if isinstance(text, str) else "".join(map(self._piece, text))

    def _piece(self, piece: Any) -> str:
        if isinstance(piece, str):
            return piece
        match piece:
            case ("num", slot):
                own = self.program.slots[slot]
                return _longest(map(str, (own.low, own.high)))
            case ("word", _, names):
                return _longest(names)
            case ("if", _, *items) | ("seq", _, _, items, *_):
                return _longest(self.longest(item) for item in items if item is not None)
        return "000"


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=lambda text: (text.count("\n"), cells(plain(text))), default="")
