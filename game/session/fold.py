"""Make a state from a log: take its events one after the other, as far as the story lets them."""

from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from game.engine import BadDraw, EngineError, Machine, State, start
from game.session.errors import SessionError
from game.session.knowledge import Knowledge
from game.session.lines import (
    Back,
    Bookmark,
    Chosen,
    Damaged,
    Edition,
    Entry,
    Header,
    Later,
    Opened,
    Spoken,
    Stop,
    Unknown,
)
from game.session.log import Log
from game.session.trail import Trail
from game.session.tree import Tree
from game.session.way import Way, full_id, leads_there, said_there, taken


class Broken(NamedTuple):
    """Where the recorded way stops holding: choice number `step` (from 1), at `state`, leads to `after` or nowhere."""

    step: int
    entry: Chosen | Stop
    state: State
    after: State | None


class Fold:
    """The present of a session: its way, what is known of the codex, and where the record stops holding, if it does.

    `tree` has all ways, and `bookmarks` the notes of its pages, by their numbers there. The choices of the way that
    come after `broken` are known but not played.
    """

    def __init__(self, machine: Machine, header: Header) -> None:
        self.machine = machine
        self.way = Way(machine, begin(machine, header), self._spoken(header.language))
        self.knowledge = Knowledge(machine)
        self.knowledge.read_page(self.way.state, self.way.language)
        self.tree = Tree()
        self.bookmarks: dict[int, str] = {}
        self._unplayed = Trail()
        self.broken: Broken | None = None

    @property
    def recorded(self) -> int:
        """How many choices the current way has in the log."""
        return len(self.way.choices) + self._unplayed.choices

    @property
    def ahead(self) -> tuple[Chosen, ...]:
        """The choices that once followed on the present page, next first: not playable any more, or gone back from."""
        unplayed = _choices(self._unplayed)
        known = tuple(takewhile(lambda one: one.choice, unplayed))
        return known if len(known) < len(unplayed) else (*known, *reversed(self.way.ahead))

    def apply(self, entries: Iterable[Entry]) -> None:
        """Take events in order. None of them raises: what does not fit the story breaks the way, or is passed over."""
        for entry in entries:
            match entry:
                case Chosen():
                    self._choose(entry)
                case Back(to):
                    self._back(to)
                case Spoken(language):
                    self.speak(self._spoken(language))
                case Opened(name):
                    self.knowledge.open_entry(name, self.way.state, self.way.language)
                case Bookmark():
                    self._bookmark(entry)
                case Damaged() | Later():
                    self._break(entry, None)
                case Edition() | Unknown():
                    pass

    def push(self, choice: str, state: State) -> None:
        """Go on by a choice, its full id, that leads to `state`."""
        said = said_there(self.machine, choice, state)
        self.way.push(choice, state, said)
        self.tree.choose(choice, said)
        self.knowledge.read_page(state, self.way.language)

    def speak(self, language: str) -> None:
        """Show the current page in another language of the story."""
        self.way.language = language
        self.knowledge.read_page(self.way.state, language)

    def _choose(self, entry: Chosen) -> None:
        after = None if self.broken else step(self.machine, self.way.state, entry)
        if after is None or not leads_there(self.machine, entry.at, after):
            self._break(entry, after)
        else:
            self.push(full_id(self.machine, self.way.state, entry.choice), after)

    def _break(self, entry: Chosen | Stop, after: State | None) -> None:
        choice = _choice(entry)
        self.way.follow(choice.choice)
        self._unplayed.add(entry)
        if not isinstance(entry, Later):
            self.tree.choose(choice.choice, choice.said)
        if self.broken is None:
            self.broken = Broken(self.recorded, entry, self.way.state, after)

    def _bookmark(self, entry: Bookmark) -> None:
        page = self.tree.page_of(entry.record)
        if page is not None and entry.removed:
            self.bookmarks.pop(page, None)
        elif page is not None:
            self.bookmarks[page] = entry.note

    def _back(self, to: int) -> None:
        self.tree.back(to)
        played = min(to, len(self.way.choices))
        gone = self._unplayed.cut(to - played)
        if gone or played < len(self.way.choices):
            self.way.cut(played, _choices(gone))
        if not self._unplayed:
            self.broken = None

    def _spoken(self, language: str) -> str:
        """A language the story has: the one asked for, or its own."""
        return language if language in self.machine.languages else self.machine.program.language


def _choices(entries: Iterable[Chosen | Stop]) -> list[Chosen]:
    return list(map(_choice, entries))


def _choice(entry: Chosen | Stop) -> Chosen:
    """A recorded choice; one that is called '' where nobody knows it."""
    return entry if isinstance(entry, Chosen) else Chosen("")


def begin(machine: Machine, header: Header) -> State:
    """The first state of a session. Raises SessionError where its loaded dice give what cannot come out there."""
    try:
        return start(machine, header.luck)
    except BadDraw as bad:
        raise unusable(bad) from bad


def unusable(bad: BadDraw) -> SessionError:
    """What a player is told of a draw of loaded dice that cannot come out."""
    return SessionError("R019", number=bad.number, given=bad.given, most=bad.total - 1)


def stand(machine: Machine, log: Log) -> tuple[State, str]:
    """Where a log comes to stand, and in which language: what a Fold says, without what was read on the way."""
    state, language = begin(machine, log.header), log.header.language
    for entry in log.way():
        after = step(machine, state, entry) if isinstance(entry, Chosen) else None
        if after is None or (isinstance(entry, Chosen) and not leads_there(machine, entry.at, after)):
            break
        state = after
    languages = [language, *(entry.language for entry in log.entries if isinstance(entry, Spoken))]
    return state, languages[-1] if languages[-1] in machine.languages else machine.program.language


def step(machine: Machine, state: State, entry: Chosen) -> State | None:
    """Where a recorded choice leads now, or None when it cannot be taken."""
    try:
        return taken(machine, state, full_id(machine, state, entry.choice), entry.said)
    except EngineError:
        return None
