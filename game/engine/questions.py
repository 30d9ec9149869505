"""What a page depends on: the few questions whose answers decide its words and options.

A page is a pure function of the state, and domains are bounded, so it has few forms: as many as there are different
answers to the conditions and printed variables in it. Pages remember their forms by those answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import prod
from operator import itemgetter
from typing import Any

from game.engine.expr import Evaluate
from game.engine.program import Block, Choice, Expr, Slot, Text

Question = tuple[Any, ...]
"""('expr', Expr) | ('slot', slot) | ('said', number): what the player typed | ('draw',): the last has an answer of its
own every turn."""

Key = Callable[[tuple[Any, ...]], Any]

FEW = 32
"""Up to how many combinations of values a key keeps apart although their answers may be the same. More make keys faster
and forms many: of a large story it is the forms that are dear, to build and to keep.
"""


def of_text(text: Text) -> set[Question]:
    """The questions a text asks."""
    if isinstance(text, str):
        return set()
    found: set[Question] = set()
    for piece in text:
        if isinstance(piece, str):
            continue
        kind = piece[0]
        if kind in ("num", "word"):
            found.add(("slot", piece[1]))
        elif kind == "said":
            found.add(("said", piece[1]))
        elif kind == "expr":
            found.add(("expr", piece[1]))
        elif kind == "list":
            found.update(("slot", slot) for slot, _ in piece[1])
        elif kind == "if":
            found |= {("expr", piece[1])} | of_text(piece[2]) | of_text(piece[3])
        else:
            found.add(("draw",) if piece[1] in ("shuffle", "order") else ("slot", piece[2]))
            found.update(*(of_text(item) for item in piece[3]))
    return found


def of_blocks(blocks: Sequence[Block], texts: Sequence[Text]) -> set[Question]:
    """The questions a run of blocks asks."""
    found: set[Question] = set()
    for block in blocks:
        if block[0] == "if":
            found |= {("expr", block[1])} | of_blocks(block[2], texts) | of_blocks(block[3], texts)
        elif block[0] not in ("rule", "picture"):
            found |= of_text(texts[block[1]])
    return found


def of_choices(choices: Iterable[Choice], texts: Sequence[Text]) -> set[Question]:
    """The questions that decide which options are shown, open or locked, and in which words."""
    found: set[Question] = set()
    for choice in choices:
        exprs = [choice.guard, *(expr for expr, _ in choice.reasons)]
        found |= {("expr", expr) for expr in exprs if expr is not None}
        if choice.once:
            found.add(("slot", choice.taken))
        for index in choice.texts:
            if index >= 0:
                found |= of_text(texts[index])
    return found


def key(
    questions: set[Question],
    slots: Sequence[Slot],
    compile_expr: Callable[[Expr], Evaluate],
    reads: Callable[[Expr], frozenset[int]],
) -> Key | None:
    """A function from slot values to a key that is equal only where all answers are; None when a draw is among them.

    The key is the answer where there is one question, and the values themselves where the slots read have few
    combinations, since reading them is one call; else it is the answers, of which there are never many. Where typed
    words are asked for they follow the values.
    """
    if ("draw",) in questions:
        return None
    exprs = [question[1] for question in questions if question[0] == "expr"]
    printed = {question[1] for question in questions if question[0] == "slot"}
    read = printed.union(*map(reads, exprs))
    typed = {len(slots) + question[1] for question in questions if question[0] == "said"}
    if not read and not typed:
        return _nothing
    if len(exprs) == 1 and not printed and not typed:
        return compile_expr(exprs[0])
    if not exprs or prod(slots[slot].high - slots[slot].low + 1 for slot in read) <= FEW:
        read_slots: Key = itemgetter(*sorted(read | typed))
        return read_slots
    asks = [compile_expr(expr) for expr in exprs] + [itemgetter(slot) for slot in sorted(printed | typed)]
    return _answers(asks)


def slots_of(expr: Expr) -> frozenset[int]:
    """The slots an expression reads."""
    if expr[0] == "var":
        return frozenset((expr[1],))
    if expr[0] in ("const", "scene", "rolled"):
        return frozenset()
    parts = expr[1:2] if expr[0] == "in" else expr[1:]
    return frozenset().union(*map(slots_of, parts))


def _answers(asks: list[Evaluate]) -> Key:
    if len(asks) == 2:
        first, second = asks
        return lambda v: (first(v), second(v))
    return lambda v: tuple([ask(v) for ask in asks])


def _nothing(values: tuple[int, ...]) -> int:
    return 0
