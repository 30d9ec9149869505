"""The policy of `game prove --policy`: weights of choices, from a JSON file; its faults are told by line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from json import JSONDecoder
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from game.cli.talk import translator
from game.ordinary import read_ordinary
from game.printable import printable
from game.reports import shown_path

if TYPE_CHECKING:
    from game.engine import Program

LARGEST_POLICY = 4_000_000
"""Bytes of the largest policy file that is read."""

MOST_WEIGHT = 1e12

MOST_TOLD = 20
"""So many choices that the story does not have are told one by one."""

_DECODER = JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


class Entry(NamedTuple):
    """A choice and its weight, and at which character of the text the choice is named."""

    choice: str
    weight: float
    at: int


def read_policy(file: Path, program: Program) -> Mapping[str, float]:
    """The weights in a policy file, by the full ids of the story's choices.

    Raises OSError, and click.UsageError where the file is no JSON object from the story's choices to numbers.
    """
    from game.engine import Choice, Scene

    policy = _Policy(file, read_ordinary(file, LARGEST_POLICY))
    entries = list(policy.entries())
    choices = (Choice(*choice) for scene in program.scenes for choice in Scene(*scene).choices)
    policy.check(entries, {choice.id: None for choice in choices})
    return {entry.choice: entry.weight for entry in entries}


class _Policy:
    """The text of a policy file, read from its beginning to its end: nothing in it can nest."""

    def __init__(self, file: Path, data: bytes) -> None:
        self.file = file
        self.say = translator()
        self.at = 0
        try:
            self.text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.text = data[: error.start].decode("utf-8-sig", "replace")
            self.refuse(self.say("this is no UTF-8"), len(self.text))

    def refuse(self, what: str, at: int) -> NoReturn:
        """Say what is wrong at a character of the text, and what belongs there."""
        raise click.UsageError(f"{self._told(what, at)}\n{self.hint}")

    @property
    def hint(self) -> str:
        """What a policy is."""
        return self.say(
            "A policy is a JSON object from choice ids to weights, such as {example}.", example='{"trench/tell": 3}'
        )

    def _told(self, what: str, at: int) -> str:
        before = self.text[:at]
        line, column = before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
        return f"{shown_path(str(self.file))}:{line}:{column}: {what}"

    def entries(self) -> Iterator[Entry]:
        """All choices with their weights, in the order of the file."""
        self._sign("{")
        closed = self._next() == "}"
        while not closed:
            yield self._entry()
            closed = self._next() != ","
            if not closed:
                self.at += 1
        self._sign("}")
        if self._next():
            self.refuse(self.say("the object has ended, and more follows"), self.at)

    def _next(self) -> str:
        """The next character that is no space; '' at the end."""
        found = _SPACE.match(self.text, self.at)
        self.at = self.at if found is None else found.end()
        return self.text[self.at : self.at + 1]

    def _sign(self, sign: str) -> None:
        if self._next() != sign:
            self.refuse(self.say("“{sign}” belongs here", sign=sign), self.at)
        self.at += 1

    def _entry(self) -> Entry:
        self._sign('"')
        begins = self.at - 1
        try:
            choice, self.at = _DECODER.raw_decode(self.text, begins)
        except ValueError as error:
            self.refuse(
                self.say("this text is not closed, or holds what JSON does not allow"), getattr(error, "pos", begins)
            )
        self._sign(":")
        self._next()
        number = _NUMBER.match(self.text, self.at)
        weight = -1.0 if number is None else float(number[0])
        if number is None or not 0 <= weight <= MOST_WEIGHT:
            most = f"{MOST_WEIGHT:.0e}"
            self.refuse(self.say("a weight is a number from 0 to {most}", most=most), self.at)
        self.at = number.end()
        return Entry(choice, weight, begins)

    def check(self, entries: list[Entry], known: Mapping[str, None]) -> None:
        """Refuse choices that the story does not have, and those that have two weights."""
        faults: list[tuple[str, int]] = []
        seen: set[str] = set()
        for choice, _, at in entries:
            if choice not in known:
                faults.append((choice, at))
            elif choice in seen:
                self.refuse(self.say("“{name}” has a weight already", name=choice), at)
            seen.add(choice)
        if faults:
            told = [self._told(self._unknown(choice, known), at) for choice, at in faults[:MOST_TOLD]]
            more = len(faults) - len(told)
            rest = [self.say.n("and {n} more", "and {n} more", more)] if more else []
            raise click.UsageError("\n".join([*told, *rest, self.hint]))

    def _unknown(self, choice: str, known: Mapping[str, None]) -> str:
        from game.story.diagnostics.nearness import nearest

        shown, near = printable(choice, 60), nearest(choice, known)
        if near:
            return self.say("the story has no choice “{name}”; it has “{near}”", name=shown, near=near)
        return self.say("the story has no choice “{name}”", name=shown)
