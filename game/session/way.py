"""The current way of a session: its choices and, where they are asked for, the states between them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from game.engine import Machine, State, advance

STRIDE = 32
"""Only every 32nd state is kept; the others are a few steps away. A story with many variables has large states."""


class Step(NamedTuple):
    """A page that was read: its state, the choice taken there ('' on the current page), the language it was left in."""

    state: State
    choice_id: str
    language: str


class Way(Sequence[Step]):
    """The pages from the first to the current one, as a sequence of steps: `way[n]` is the page after n choices.

    `language` is the language of the current page.
    """

    def __init__(self, machine: Machine, first: State, language: str) -> None:
        self.machine = machine
        self.language = language
        self.state = first
        self.choices: list[str] = []
        self._languages: list[str] = []
        self._kept = [first]
        self._piece: tuple[int, list[State]] = (0, [first])

    def push(self, choice: str, state: State) -> None:
        """Go on by one choice."""
        self.choices.append(sys.intern(choice))
        self._languages.append(sys.intern(self.language))
        self.state = state
        if len(self.choices) % STRIDE == 0:
            self._kept.append(state)

    def cut(self, turn: int) -> None:
        """Go back to the page after the first `turn` choices."""
        self.state = self.state_at(turn)
        del self.choices[turn:], self._languages[turn:], self._kept[turn // STRIDE + 1 :]
        self._piece = (-1, [])

    def state_at(self, turn: int) -> State:
        """The state after the first `turn` choices."""
        if turn == len(self.choices):
            return self.state
        number, offset = divmod(turn, STRIDE)
        if self._piece[0] != number or len(self._piece[1]) <= offset:
            self._piece = (number, self._fold_piece(number))
        return self._piece[1][offset]

    def _fold_piece(self, number: int) -> list[State]:
        states = [self._kept[number]]
        for choice in self.choices[number * STRIDE : (number + 1) * STRIDE - 1]:
            states.append(advance(self.machine, states[-1], choice))
        return states

    def __len__(self) -> int:
        return len(self.choices) + 1

    def __iter__(self) -> Iterator[Step]:
        return (self._step(turn) for turn in range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Step: ...
    @overload
    def __getitem__(self, place: slice) -> list[Step]: ...
    def __getitem__(self, place: int | slice) -> Step | list[Step]:
        turns = range(len(self))[place]
        return self._step(turns) if isinstance(turns, int) else [self._step(turn) for turn in turns]

    def _step(self, turn: int) -> Step:
        if turn == len(self.choices):
            return Step(self.state, "", self.language)
        return Step(self.state_at(turn), self.choices[turn], self._languages[turn])
