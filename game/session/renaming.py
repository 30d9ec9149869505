"""Read a log of an earlier edition in the present one's ids, and compare its checks under the names of then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, product

from game.engine import Machine, Program, State, state_digest
from game.engine.renames import former, present
from game.session.lines import Chosen, Entry, Opened
from game.session.log import Log

MOST_TRIES = 20_000
"""How many digests are computed to find out under which names a log was written; then its checks are left alone."""

Names = Mapping[str, str]
"""What scenes ('trench') and variables ('variable:y') were called."""


def in_present_ids(program: Program, log: Log) -> Log:
    """The log with every id as it is called now; `renamed` counts the old ids that were met."""
    renames = program.renames
    if not renames:
        return log
    met: set[str] = set()

    def now(old: str) -> str:
        new = present(renames, old)
        if new != old:
            met.add(old)
        return new

    def renamed(entry: Entry) -> Entry:
        match entry:
            case Chosen(choice, at):
                return entry._replace(choice=now(choice), at=now(at))
            case Opened(name):
                return Opened(now(f"codex:{name}").removeprefix("codex:"))
        return entry

    header = log.header._replace(at=now(log.header.at))
    entries = tuple(renamed(entry) for entry in log.entries)
    return log._replace(header=header, entries=entries, renamed=len(met))


class Checks:
    """Compares recorded checks with states; what was renamed since is tried under its former names."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        olds = former(machine.program.renames)
        self._scenes = {name: (name, *old) for name, old in olds.items() if ":" not in name and "/" not in name}
        self._variables = {
            name: tuple(each.removeprefix("variable:") for each in (name, *old))
            for name, old in olds.items()
            if name.startswith("variable:")
        }
        self._known: list[Names] = []
        self._left = MOST_TRIES

    def agree(self, check: str, state: State) -> bool | None:
        """Whether a check is the one of a state; None where so much was renamed that it cannot be told."""
        if check == state_digest(self.machine, state):
            return True
        for called in self._namings(state):
            if self._left <= 0:
                return None
            self._left -= 1
            if check == state_digest(self.machine, state, called):
                self._remember(called)
                return True
        return False

    def _remember(self, called: Names) -> None:
        """The names of the variables are most probably the same in the lines that follow."""
        names = {name: called[name] for name in self._variables}
        if names not in self._known:
            self._known.insert(0, names)

    def _namings(self, state: State) -> Iterator[Names]:
        """What there is to try at a state: first the variables' names that were right before, then all others."""
        path = {self.machine.scene(self.machine.home(index)).id for index in (*state.stack, state.scene)}
        scenes = {name: names for name, names in self._scenes.items() if name in path}
        for names in chain(self._known, _namings(self._variables)):
            for called in _namings(scenes):
                if names or called:
                    yield {**names, **called}


def _namings(options: Mapping[str, tuple[str, ...]]) -> Iterator[Names]:
    """Every choice of one name for each: first those of one time (all the oldest, ...), which are the likeliest."""
    for age in range(1, max(map(len, options.values()), default=1)):
        yield {name: names[min(age, len(names) - 1)] for name, names in options.items()}
    for choice in product(*options.values()):
        yield dict(zip(options, choice, strict=True))
