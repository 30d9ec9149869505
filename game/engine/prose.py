"""Texts and blocks, compiled once: from a state to the words shown there."""

from collections.abc import Callable, Sequence
from math import factorial
from typing import Any, NamedTuple

from game.engine.draw import Dice, draw, order
from game.engine.expr import Evaluate
from game.engine.program import Block, Expr, Slot, Text
from game.engine.state import State

Values = tuple[int, ...]
Say = Callable[[Values, State], str]


class PageBlock(NamedTuple):
    """A block as shown. `kind`: 'para', 'letter', 'verse', 'heading', 'rule' or 'picture'.

    `text` is marked-up text (`game.engine.markup`); for a picture its id.
    """

    kind: str
    text: str


Show = Callable[[Values, State, list[PageBlock]], None]
Part = PageBlock | Show


class Compiler(NamedTuple):
    """What text needs from the machine: the slots (for printing numbers) and expressions."""

    slots: Sequence[Slot]
    expr: Callable[[Expr], Evaluate]

    def text(self, text: Text) -> str | Say:
        """A string when the text never changes, else a function of the state."""
        if isinstance(text, str):
            return text
        parts = [self._piece(piece) for piece in text]
        words = [part for part in parts if isinstance(part, str)]
        if len(words) == len(parts):
            return "".join(words)
        if len(parts) == 1:
            return parts[0]
        return _joined(parts)

    def _piece(self, piece: Any) -> str | Say:
        if isinstance(piece, str):
            return piece
        match piece[0]:
            case "num":
                return self._number(piece[1])
            case "expr":
                return _worked_out(self.expr(piece[1]))
            case "word":
                slot, words = piece[1], piece[2]
                return lambda values, state: words[values[slot]]
            case "said":
                return _said(piece[1], piece[2], piece[3])
            case "list":
                return _listed(piece[1], piece[2])
            case "if":
                return _choose(self.expr(piece[1]), self.text(piece[2]), self.text(piece[3]))
            case "seq":
                items = [self.text(item) for item in piece[3]]
                if piece[1] == "order":
                    return _in_order(piece[2], piece[4], items)
                return self._sequence(piece[1], piece[2], items)
        raise ValueError(f"not a piece of text: {piece[0]!r}")

    def _number(self, slot: int) -> Say:
        low = self.slots[slot].low
        words = tuple(str(number) for number in range(low, self.slots[slot].high + 1))
        return lambda values, state: words[values[slot] - low]

    def _sequence(self, mode: str, key: int, items: list[str | Say]) -> Say:
        size = len(items)

        def index(values: Values, state: State) -> int:
            if mode == "shuffle":
                seed = state.seed
                return seed.word(key, state.turn, size) if isinstance(seed, Dice) else draw(seed, key, state.turn, size)
            if mode == "cycle":
                return (values[key] - 1) % size
            return max(0, min(values[key], size) - 1)

        def say(values: Values, state: State) -> str:
            item = items[index(values, state)]
            return item if isinstance(item, str) else item(values, state)

        return say

    def blocks(self, blocks: Sequence[Block], texts: Sequence[Text]) -> tuple[Part, ...]:
        """The parts of a page in order: finished blocks, and functions that add blocks to a list."""
        return tuple(self._block(block, texts) for block in blocks)

    def _block(self, block: Block, texts: Sequence[Text]) -> Part:
        kind = block[0]
        if kind == "if":
            return _guarded(self.expr(block[1]), self.blocks(block[2], texts), self.blocks(block[3], texts))
        if kind == "rule":
            return PageBlock("rule", "")
        if kind == "picture":
            return PageBlock("picture", block[1])
        text = self.text(texts[block[1]])
        if isinstance(text, str):
            return PageBlock(kind, text)
        return _spoken(kind, text)


def _said(number: int, form: str, start: str) -> Say:
    from game.engine.typed import shown  # few stories ask for words

    return lambda values, state: shown(state.typed[number] or start, form)


def _joined(parts: list[str | Say]) -> Say:
    def say(values: Values, state: State) -> str:
        return "".join([part if isinstance(part, str) else part(values, state) for part in parts])

    return say


def _spoken(kind: str, say: Say) -> Show:
    """A paragraph that varies; one that varies down to nothing is left out."""

    def show(values: Values, state: State, out: list[PageBlock]) -> None:
        words = say(values, state)
        if words:
            out.append(PageBlock(kind, words))

    return show


def _worked_out(evaluate: Evaluate) -> Say:
    return lambda values, state: str(int(evaluate(values)))


def _listed(items: tuple[tuple[int, str], ...], patterns: tuple[str, str, str, str]) -> Say:
    """Those words whose slots are 1, joined as UTS 35 says: the last two by one pattern, the first by another."""
    two, start, middle, end = patterns

    def say(values: Values, state: State) -> str:
        words = [word for slot, word in items if values[slot]]
        if len(words) < 3:
            return two.format(*words) if len(words) == 2 else "".join(words)
        joined = end.format(*words[-2:])
        for word in reversed(words[1:-2]):
            joined = middle.format(word, joined)
        return start.format(words[0], joined)

    return say


def _in_order(slot: int, place: int, items: list[str | Say]) -> Say:
    """One after the other, round and round, in an order that is drawn once for a whole play."""
    size, orders = len(items), factorial(len(items))

    def say(values: Values, state: State) -> str:
        seed = state.seed
        number = seed.word(place, 0, orders) if isinstance(seed, Dice) else draw(seed, place, 0, orders)
        item = items[order(number, size)[(values[slot] - 1) % size]]
        return item if isinstance(item, str) else item(values, state)

    return say


def _choose(holds: Evaluate, then: str | Say, otherwise: str | Say) -> Say:
    def say(values: Values, state: State) -> str:
        item = then if holds(values) else otherwise
        return item if isinstance(item, str) else item(values, state)

    return say


def _guarded(holds: Evaluate, then: tuple[Part, ...], otherwise: tuple[Part, ...]) -> Show:
    def show(values: Values, state: State, out: list[PageBlock]) -> None:
        add_parts(then if holds(values) else otherwise, values, state, out)

    return show


def add_parts(parts: tuple[Part, ...], values: Values, state: State, out: list[PageBlock]) -> None:
    """Append to `out` the blocks that these parts show at a state."""
    for part in parts:
        if isinstance(part, PageBlock):
            out.append(part)
        else:
            part(values, state, out)
