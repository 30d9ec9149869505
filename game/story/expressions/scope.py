"""What names mean while a story compiles: variables, scenes, chapters, and the counters that somebody asks for."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from game.engine.program import Expr, Op, Slot
from game.story.expressions.conditions import Conditions

FARTHEST_COUNT = 999
"""The highest count that a text or a condition may ask about: past it a story is no longer small enough to prove."""


NONE = "none"
"""What a set becomes that is emptied."""

NAMED = "named"
"""The kind under which a scope keeps the conditions that have a name, by that name."""


class Fault(NamedTuple):
    """A problem inside one text of the author: its code, where it begins, and the words that its message needs."""

    code: str
    offset: int
    details: dict[str, str] = {}  # noqa: RUF012 - a NamedTuple default, never written to


class Variable(NamedTuple):
    """A declared variable as expressions see it. `names` are the values of a one_of; a boolean is 0 to 1.

    Each member of a set is a boolean: whether the set `of` has the `member`. Its name is how that is asked.
    """

    name: str
    kind: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    hidden: bool = False
    of: str = ""
    member: str = ""


class Members(NamedTuple):
    """A set: its name, the slot of its first member, after which the others follow, and its members in order."""

    name: str
    first: int
    names: tuple[str, ...]

    @property
    def slots(self) -> range:
        """The slots of all members."""
        return range(self.first, self.first + len(self.names))

    def slot(self, member: str | None) -> int | None:
        """The slot of a member; None for what is none."""
        return self.first + self.names.index(member) if member in self.names else None


@dataclass
class Counters:
    """The counter slots that somebody asked for, each with the highest number asked.

    Counters come after the author's variables, in the order in which they are first asked for. Only `slots` fixes their
    bounds, once everything has been compiled.
    """

    first: int
    _numbers: dict[str, int] = field(default_factory=dict)
    _asked: list[int] = field(default_factory=list)

    def visits(self, scene: str, upto: int) -> int:
        """The slot that counts entries of a scene, at least up to `upto`."""
        return self._ask(f"visits:{scene}", upto)

    def taken(self, choice: str, upto: int) -> int:
        """The slot that counts how often a choice (full id) was taken, at least up to `upto`."""
        return self._ask(f"taken:{choice}", upto)

    def cycle(self, scene: str, length: int) -> int:
        """The slot that counts entries of a scene round and round, in a length that all its cycles divide."""
        slot = self._ask(f"cycle:{scene}", 1)
        self._asked[slot - self.first] = math.lcm(self._asked[slot - self.first], length)
        return slot

    def raise_to(self, slot: int, upto: int) -> None:
        """Ask an existing counter to count at least up to `upto`."""
        self._asked[slot - self.first] = max(self._asked[slot - self.first], upto)

    def cycle_length(self, scene: str) -> int:
        """The length that the cycle slot of a scene has by now, 1 when there is none."""
        number = self._numbers.get(f"cycle:{scene}")
        return 1 if number is None else self._asked[number - self.first]

    def copy(self) -> Counters:
        """The same counters, to go on by themselves."""
        return Counters(self.first, dict(self._numbers), list(self._asked))

    def named(self) -> list[tuple[str, int]]:
        """The counters' names and slots, in slot order."""
        return list(self._numbers.items())

    def slots(self) -> list[Slot]:
        """The counters as slots, in slot order."""
        return [self._slot(name, upto) for name, upto in zip(self._numbers, self._asked, strict=True)]

    def _ask(self, name: str, upto: int) -> int:
        slot = self._numbers.setdefault(name, self.first + len(self._asked))
        if slot == self.first + len(self._asked):
            self._asked.append(upto)
        else:
            self.raise_to(slot, upto)
        return slot

    @staticmethod
    def _slot(name: str, upto: int) -> Slot:
        kind = name.partition(":")[0]
        return Slot(name, kind, 0, upto - 1 if kind == "cycle" else upto, 0, hidden=True)


class Compiled(NamedTuple):
    """What became of one source text of an expression: its compiled form, or None and the faults that stop it."""

    expr: Expr | None
    faults: tuple[Fault, ...]
    low: int = 0
    high: int = 1


class Kept(NamedTuple):
    """What a scope had been asked for at some time: counters, variables read, expressions compiled."""

    counters: Counters
    read: set[int]
    cache: dict[tuple[str, str], Compiled]


@dataclass
class Scope:
    """Everything that an expression may name. `choices` maps a scene to its choices' short ids."""

    variables: Sequence[Variable]
    scenes: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)
    chapters: Mapping[str, Sequence[int]] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=Conditions)
    counted_as: Mapping[str, str] = field(default_factory=dict)
    """By the full id of a choice the one whose counter it shares: what is to be taken once, whichever scene has it."""
    texts: Collection[str] = ()
    """The texts that have a name: no expression, but printed as a variable is."""
    typed: Mapping[str, int] = field(default_factory=dict)
    """The variables for words that the player types, by number: no expression, but printed."""
    counters: Counters = field(init=False)
    numbers: dict[str, int] = field(init=False)
    """By name the slots of the variables that have one each: of a set's members each has one."""
    sets: dict[str, Members] = field(init=False)
    printed: Collection[str] = field(init=False)
    """What a bare name in braces may be."""
    names: Collection[str] = field(init=False)
    """What a bare name in an expression may be: the variables, and the conditions that have a name."""
    read: set[int] = field(default_factory=set)
    written: set[int] = field(default_factory=set)
    said: set[int] = field(default_factory=set)
    """Those of `typed` that are printed somewhere."""
    asked: set[int] = field(default_factory=set)
    """Those of `typed` that a choice asks for."""
    added: set[int] = field(default_factory=set)
    """Of what is written the members that come to be in their set."""
    written_out: int = 0
    """How many parts the conditions have that expressions named so far."""
    cache: dict[tuple[str, str], Compiled] = field(default_factory=dict)
    effects: dict[str, tuple[tuple[Op, ...], tuple[Fault, ...]]] = field(default_factory=dict)
    _exprs: dict[Expr, Expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counters = Counters(len(self.variables))
        self.numbers = {variable.name: number for number, variable in enumerate(self.variables) if not variable.of}
        self.sets = self._sets()
        declared = {**self.numbers, **self.sets} if self.sets else self.numbers
        shown = (*self.texts, *self.typed)
        self.printed = {**declared, **dict.fromkeys(shown)} if shown else declared
        named = (*self.conditions.sources, *self.typed)  # typed words too, to be told that they are no expression
        self.names = {**declared, **dict.fromkeys(named)} if named else declared

    def _sets(self) -> dict[str, Members]:
        found: dict[str, Members] = {}
        for number, variable in enumerate(self.variables):
            if variable.of:
                known = found.get(variable.of, Members(variable.of, number, ()))
                found[variable.of] = known._replace(names=(*known.names, variable.member))
        return found

    @cached_property
    def homes(self) -> dict[str, str]:
        """By the short id of a choice the first scene that has one of that id."""
        found: dict[str, str] = {}
        for scene, choices in self.choices.items():
            for choice in choices:
                found.setdefault(choice, scene)
        return found

    @cached_property
    def owners(self) -> dict[str, str]:
        """By a value of a list the first variable that can have it."""
        found: dict[str, str] = {}
        for variable in self.variables:
            for value in variable.names:
                found.setdefault(value, variable.name)
        return found

    def taken(self, choice: str, upto: int) -> int:
        """The slot that counts how often a choice (full id) was taken, at least up to `upto`."""
        return self.counters.taken(self.counted_as.get(choice, choice), upto)

    def set_with(self, member: str) -> str:
        """The first set that has a member of this name, '' where none has."""
        return next((members.name for members in self.sets.values() if member in members.names), "")

    def named(self, name: str) -> Compiled | None:
        """What became of the condition of a name, None as long as nothing has asked for it."""
        return self.cache.get((NAMED, name))

    def kept(self) -> Kept:
        """What has been asked for up to now, for `restore`."""
        return Kept(self.counters.copy(), set(self.read), dict(self.cache))

    def restore(self, kept: Kept) -> None:
        """Forget what has been asked for since."""
        self.counters, self.read, self.cache = kept

    def intern(self, expr: Expr) -> Expr:
        """The one object that stands for all expressions equal to this one."""
        return self._exprs.setdefault(expr, expr)
