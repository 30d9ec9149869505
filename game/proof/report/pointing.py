"""What a finding points at in the author's files: not only the scene it is about, but the words, the condition or the
target that an author would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from game.arrivals.into import WayIn, ways_into
from game.engine import Choice, Invariant, Machine, Program
from game.proof.questions.reachability import Question
from game.proof.report.quoting import quote, variants
from game.proof.report.report import Finding
from game.proof.report.rules import BY_KIND, RULES
from game.proof.report.spelling import spelled

Fields = dict[str, str | int]

PARTS = {
    "open": "?if",
    "shown": "?if",
    "locked": "?locked",
    "list": "?to",
    "draw": "?to",
    "deck": "?to",
    "return": "?to",
}
"""Which part of a choice the findings about it point at."""


def place_of(program: Program, about: str, at: str = "") -> tuple[str, int, int]:
    """File, line and column of what a finding points at, else of the id or the promise's number that it is about, or of
    what that stands in; no file and 0 where nothing is known."""
    if at in program.marks:
        return program.marks[at]
    if about.isdecimal():
        invariant = Invariant(*program.invariants[int(about)])
        return invariant.file, invariant.line, invariant.column
    while about not in program.marks and ("/" in about or "#" in about or "~" in about):
        about = about[: max(about.rfind("/"), about.rfind("#"), about.rfind("~"))]
    return program.marks.get(about, ("", 0, 0))


def finding(program: Program, kind: str, about: str, fields: Mapping[str, str | int], at: str = "") -> Finding:
    """A finding of a kind at its place, without a witness."""
    if not at and kind in PARTS:
        at = about + PARTS[kind]
    elif kind == "overrun":
        at = f"{about}?do.{fields['variable']}"
    return placed(program, Finding(BY_KIND[kind].code, about, dict(fields), at))


def placed(program: Program, found: Finding) -> Finding:
    """A finding where it stands in the author's files now, and in the words that stand there now."""
    file, line, column = place_of(program, found.about, found.at)
    words = quote(program, RULES[found.code].kind, str(found.fields.get("name", "")), found.at)
    return replace(found, fields={**found.fields, **words}, file=file, line=line, column=column)


def unmet(program: Program, closed: Closed, kind: str, key: object, question: Question) -> Finding:
    """The finding that something can never be met: the thing of a question, with its key among the questions."""
    fields: Fields = {"name": question.name}
    at = ""
    if kind in ("scene", "storylet"):
        more, at = closed.scene(question.name)
        fields |= more
    elif kind == "ending":
        more, at = closed.ending(question.name)
        fields |= more
    elif kind == "stage":
        at = f"{question.about}?stage.{question.name.rpartition('#')[2]}"
    elif kind == "picture" and "/" in question.name:
        at = f"{question.about}?{question.name.rpartition('/')[2]}"
    elif kind == "text" and isinstance(key, tuple):
        at = _variant(program, key)
    return finding(program, kind, question.about, fields, at)


def _variant(program: Program, path: tuple[int, ...]) -> str:
    """The mark of a variant within a text, by its path."""
    return f"text.{path[0]}.{variants(program, path[0]).index(path)}"


class Closed:
    """What keeps scenes and endings out of reach: the choice nearest to them whose scene is reached.

    `never` says whether the question of a kind and a name has the answer that it can never be met.
    """

    def __init__(self, machine: Machine, never: Callable[[str, str], bool]) -> None:
        self.machine = machine
        self.never = never
        self.into = ways_into(machine)

    def scene(self, name: str) -> tuple[Fields, str]:
        """Of a scene by its id: the fields that name what closes it, and its mark; nothing if nothing leads there."""
        return self._border([self.machine.program.index[name]]) or ({}, "")

    def ending(self, name: str) -> tuple[Fields, str]:
        """Of an ending by its id. The mark is that of the ending itself where nothing leads to it."""
        program = self.machine.program
        number = next(number for number, ending in enumerate(program.endings) if ending.id == name)
        scenes = [index for index in range(len(program.scenes)) if self.machine.scene(index).ending == number]
        found = self._border(scenes)
        if found is not None:
            return found
        if not scenes:
            return {"unended": name}, ""
        led = next((scene for scene in scenes if self.into.get(scene)), None)
        return ({"unled": self._id(scenes[0])} if led is None else {"beyond": self._id(led)}), ""

    def _border(self, goals: Iterable[int]) -> tuple[Fields, str] | None:
        """Go back from some scenes that are never reached to the first choice of one that is."""
        waiting = list(goals)
        for scene in waiting:
            for way in self.into.get(scene, ()):
                if not self.never("scene", self._id(way.scene)):
                    return self._shut(way, scene)
                if way.scene not in waiting:
                    waiting.append(way.scene)
        return None

    def _shut(self, way: WayIn, scene: int) -> tuple[Fields, str]:
        """How the choice of a reached scene keeps a scene out of reach."""
        if self.never("open", way.choice):
            guard = self._choice(way).guard
            condition = {} if guard is None else {"condition": spelled(guard, self.machine.program)}
            return {"choice": way.choice, **condition}, f"{way.choice}?if"
        if way.dealt:
            return {"deck": way.choice}, f"{self._id(scene)}?if"
        return {"target": way.choice}, f"{way.choice}?to" + (f".{way.entry}" if way.entry >= 0 else "")

    def _choice(self, way: WayIn) -> Choice:
        return next(choice for choice in self.machine.scene(way.scene).choices if choice.id == way.choice)

    def _id(self, scene: int) -> str:
        return self.machine.scene(scene).id
