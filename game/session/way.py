"""The way of a session: its choices, the states between them where they are asked for, and the branch left behind."""

import sys
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple, overload

from game.engine import Machine, State, advance
from game.engine.renames import present
from game.engine.state import scenes_in
from game.session.lines import Chosen

ON = "on"
"""The short id of the choice of a scene that has but one way on."""

STRIDE = 32
"""Only every 32nd state is kept; the others are a few steps away. A story with many variables has large states."""


class Step(NamedTuple):
    """A page that was read: its state, the choice taken there ('' on the current page), the language it was left in,
    and what the player typed there, if that was anything.
    """

    state: State
    choice_id: str
    language: str
    said: str = ""


class Way(Sequence[Step]):
    """The pages from the first to the current one, as a sequence of steps: `way[n]` is the page after n choices.

    `language` is the language of the current page. Of the branch that was left by going back, `ahead` keeps the
    choices, the next one last: taking that one goes along the branch, taking any other leaves it for good, as in the
    redo of an editor. What is typed for a choice may be another then: it decides nothing. `said` has the typed words by
    the number of the choice, from 0.
    """

    def __init__(self, machine: Machine, first: State, language: str) -> None:
        self.machine = machine
        self.language = language
        self.state = first
        self.choices: list[str] = []
        self.said: dict[int, str] = {}
        self.ahead: list[Chosen] = []
        self._languages: list[str] = []
        self._kept = [first]
        self._chapter = self._chapter_at(first, -1)
        self._opened = [-1]  # for each kept state, the chapter that was open before it
        self._piece: tuple[int, list[State]] = (0, [first])

    def push(self, choice: str, state: State, said: str = "") -> None:
        """Go on by one choice."""
        self.follow(choice)
        if said:
            self.said[len(self.choices)] = said
        self.choices.append(sys.intern(choice))
        self._languages.append(sys.intern(self.language))
        self.state = state
        if len(self.choices) % STRIDE == 0:
            self._kept.append(state)
            self._opened.append(self._chapter)
        self._chapter = self._chapter_at(state, self._chapter)

    def follow(self, choice: str) -> None:
        """A choice comes next: along the branch that was left, or away from it."""
        if self.ahead and full_id(self.machine, self.state, self.ahead[-1].choice) == choice:
            self.ahead.pop()
        else:
            self.ahead.clear()

    def cut(self, turn: int, unplayed: Sequence[Chosen] = ()) -> None:
        """Go back to the page after the first `turn` choices; those after it are then ahead.

        `unplayed` are choices that came after all of them and could not be played; with '' one that nobody knows.
        """
        gone = range(turn, len(self.choices))
        branch = [*(Chosen(self.choices[at], said=self.said.get(at, "")) for at in gone), *unplayed]
        known = list(takewhile(lambda one: one.choice, branch))
        if len(known) < len(branch):
            self.ahead.clear()
        self.ahead += reversed(known)
        self.said = {at: said for at, said in self.said.items() if at < turn}
        self.state = self.state_at(turn)
        kept = turn // STRIDE + 1
        del self.choices[turn:], self._languages[turn:], self._kept[kept:], self._opened[kept:]
        self._piece = (-1, [])
        self._chapter = self._chapter_at(self.state, self.chapter_before(turn))

    def chapter_before(self, turn: int) -> int:
        """The chapter that is open before the page after so many choices, by its index, or -1: a page of no chapter
        goes on in it. Costs the same however long the way is.
        """
        number = turn // STRIDE
        for at in range(turn - 1, number * STRIDE - 1, -1):
            if (chapter := self._chapter_at(self.state_at(at), -1)) >= 0:
                return chapter
        return self._opened[number]

    def _chapter_at(self, state: State, before: int) -> int:
        """The chapter that is open at the end of a page: its scene's, or that of the last scene that ran on to it."""
        chapter = self.machine.bare(state.scene).chapter
        if chapter < 0 and state.trail:
            own = [self.machine.bare(self.machine.scene_index(name)).chapter for name in scenes_in(state.trail)]
            chapter = next((one for one in reversed(own) if one >= 0), chapter)
        return before if chapter < 0 else chapter

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
        first = number * STRIDE
        for at, choice in enumerate(self.choices[first : first + STRIDE - 1], first):
            states.append(taken(self.machine, states[-1], choice, self.said.get(at)))
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
        return Step(self.state_at(turn), self.choices[turn], self._languages[turn], self.said.get(turn, ""))


def taken(machine: Machine, state: State, choice: str, said: str | None = None) -> State:
    """The state after a recorded choice, by its full id, and with what was typed for it. A scene that runs on waited
    for `scene/on` in an earlier edition: that step is kept, and leads nowhere. Raises the engine's errors.
    """
    scene, _, short = choice.rpartition("/")
    return state if short == ON and scene in scenes_in(state.trail) else advance(machine, state, choice, said)


def said_there(machine: Machine, choice: str, after: State) -> str:
    """What is kept of the words typed for a choice (its full id) that led to a state, '' for none."""
    code = machine.choices.get(choice)
    return "" if code is None or code.ask < 0 else after.typed[code.ask]


def leads_there(machine: Machine, recorded: str, after: State) -> bool:
    """Whether a state is where a choice was recorded to lead ('' where that was not): its scene, or one that has run
    on to it.
    """
    return not recorded or machine.bare(after.scene).id == recorded or recorded in scenes_in(after.trail)


def full_id(machine: Machine, state: State, choice: str) -> str:
    """The full id of a choice of the scene at a state, given that or its last part, which may be an old one."""
    if "/" in choice:
        return choice
    return present(machine.program.renames, f"{machine.scene(state.scene).id}/{choice}")


def with_words(caption: str, said: str) -> str:
    """A choice as it was taken: its caption, marked up, and what was typed for it."""
    if not said:
        return caption
    from game.engine.typed import shown  # few stories ask for words

    return f"{caption} ({shown(said)})"
