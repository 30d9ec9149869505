"""What a proof says, as plain data: it can be kept in a file, and every face shows the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from game.proof.explicit.witness import Node
from game.proof.system.outcomes import Fate

FORM = 5
"""The form of kept reports; a report of another form is proved again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one thing. `length` is the least number of choices, -1 if it can never be met, -2 if that is
    open.

    `node` is the witness, -1 without one.
    """

    id: str
    about: str
    length: int
    node: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the story: a code of `game.proof.report.rules` and the fields of its sentences, which
    `game.proof.report.sentences` puts into words.

    `about` is the author's id, or a promise's number; `at` is what it points to, a key of `Program.marks`, '' for what
    it is about. `node` is the shortest witness, of `length` choices (-1: there is none to show).
    """

    code: str
    about: str
    fields: Mapping[str, str | int]
    at: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    node: int = -1
    length: int = -1


@dataclass(frozen=True, slots=True)
class Wide:
    """A variable at one place, with how many values it has there."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Widest:
    """The scene with the most combinations of values, of how many variables, and the widest of these.

    `size` is the number of combinations as it is shown ('1.8e+19'): it can have more digits than JSON is read with.
    """

    scene: str
    size: str
    variables: int
    of: tuple[Wide, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A choice after which an ending can no longer be reached, and after how many choices that happens at the earliest
    and latest (-1: not known)."""

    choice: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class EndingFacts:
    """An ending in numbers. `shortest` is -1 where it is never reached, -2 where that is not known. `longest` is -1
    where loops make ways of any length, -2 where it is not known; then `longest_seen` is the longest way that was
    sampled (-1: none).

    `sampled` is the number of playthroughs that `share` was sampled from, 0 where it is exact. `before` and `after`
    count the states from which the ending can, and can no longer, be reached.
    """

    id: str
    shortest: int
    longest: int
    longest_seen: int
    share: float
    sampled: int
    before: int
    after: int
    closing: tuple[Closing, ...]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What one exploration did: what for (`about`, a key of `sentences.ROUNDS`, and the number in its words), over how
    many states, what it forgot, whether it was whole.

    `states` is None for relaxed stories: how many there are, and of what size, hangs on who is free when, and says
    nothing of the story.
    """

    about: str
    number: int
    questions: int
    states: int | None
    seconds: float
    complete: bool
    forgotten: tuple[str, ...]
    merged: tuple[str, ...]


@dataclass(slots=True)
class Report:
    """A whole proof."""

    story: str
    version: str
    key: str
    verdict: str
    bound: int
    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    endings: list[EndingFacts] = field(default_factory=list)
    rounds: list[RoundFacts] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    places: int = 0
    moves: int = 0
    seconds: float = 0.0
    memory: int = 0
    left_over: float = 0.0
    left: list[Finding] = field(default_factory=list)
    widest: Widest | None = None
    interrupted: bool = False
    kept: bool = False

    @property
    def proved(self) -> bool:
        """Whether everything asked has its answer."""
        return self.verdict == "proved"

    @property
    def exit_code(self) -> int:
        """0 proved and clean, 1 findings, 3 not proved."""
        return 1 if self.findings else 0 if self.proved else 3

    def answer(self, what: str) -> Answer | None:
        """The answer to a question by its id ('ending:the-wire'; 'choice:' means taking it)."""
        kind, _, name = what.partition(":")
        what = f"{'taken' if kind == 'choice' else 'entry' if kind == 'codex' else kind}:{name}"
        return next((one for one in self.answers if one.id == what), None)

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """For each kind of question: how many there are, how many are met, how many are open."""
        found: dict[str, tuple[int, int, int]] = {}
        for one in self.answers:
            kind = one.id.partition(":")[0]
            total, met, left = found.get(kind, (0, 0, 0))
            found[kind] = (total + 1, met + (one.length >= 0), left + (one.length == -2))
        return found

    def to_data(self) -> dict[str, Any]:
        """Plain dicts and lists."""
        data = {name: getattr(self, name) for name in Report.__slots__ if name not in ("kept",)}
        for name in ("answers", "findings", "endings", "rounds", "left"):
            data[name] = [asdict(one) for one in data[name]]
        data["widest"] = self.widest and asdict(self.widest)
        data["nodes"] = [[node.before, node.choice, [list(fate) for fate in node.fates]] for node in self.nodes]
        return {"form": FORM, **data}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Report:
        """The report that `to_data` made."""
        data = {name: value for name, value in data.items() if name != "form"}
        data["answers"] = [Answer(**one) for one in data["answers"]]
        for name in ("findings", "left"):
            data[name] = [Finding(**one) for one in data[name]]
        if data["widest"] is not None:
            of = tuple(Wide(**one) for one in data["widest"]["of"])
            data["widest"] = Widest(**{**data["widest"], "of": of})
        data["endings"] = [
            EndingFacts(**{**one, "closing": tuple(Closing(**each) for each in one["closing"])})
            for one in data["endings"]
        ]
        data["rounds"] = [
            RoundFacts(**{**one, "forgotten": tuple(one["forgotten"]), "merged": tuple(one["merged"])})
            for one in data["rounds"]
        ]
        data["nodes"] = [
            Node(before, choice, tuple(Fate(*fate) for fate in fates)) for before, choice, fates in data["nodes"]
        ]
        return cls(**data)
