"""What a proof says, as plain data: it can be kept in a file, and every face shows the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, Final

from game.proof.explicit.witness import Node
from game.proof.questions.answers import Answer, Limit, Reason, Standing
from game.proof.report.parts import Parts
from game.proof.system.outcomes import Fate

FORM = 8
"""The form of kept reports; a report of another form is proved again."""


class Endless(Enum):
    """What is longer than any number of choices."""

    UNBOUNDED = "unbounded"


UNBOUNDED: Final = Endless.UNBOUNDED
Length = int | Endless
"""How long ways can be: a number of choices, or as long as one likes, since one can go round."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition for a `choice` (or a scene, where decks deal it) to have besides its own, in the author's spelling.
    `closes` is how many states it closes from which an ending could still be reached, of `safe` such states.
    """

    choice: str
    condition: str
    closes: int
    safe: int


@dataclass(frozen=True, slots=True)
class Detour:
    """A choice for a scene to have besides its own, always open, and the scene that it leads to; `ends` where the story
    ends there.
    """

    scene: str
    name: str
    to: str
    ends: bool


@dataclass(frozen=True, slots=True)
class Mend:
    """What would mend a trap or a dead stop, each proved: the mended story has no new one.

    `crossing` is the choice on the witness after which no ending can be reached, `number` which choice that is, from 1,
    and `comply` after how many choices the player could still come to it safely (None: never, or, with guards, not
    known). `guards` close the ways in; `detours` are other mends, each enough by itself, offered where no guard over
    few variables is exact. `wide` says that the weakest guard reads more variables than a guard should. `costs` is what
    can no longer be met with the guards, each with its kind ('scene:x'); None where that is not known.
    """

    crossing: str
    number: int
    comply: int | None
    guards: tuple[Guard, ...] = ()
    detours: tuple[Detour, ...] = ()
    wide: bool = False
    costs: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the story: a code of `game.proof.report.rules` and the fields of its sentences, which
    `game.proof.report.sentences` puts into words.

    `about` is the author's id, or a promise's number; `at` is what it points to, a key of `Program.marks`, '' for what
    it is about. `node` is the witness, of `length` choices (None: there is none to show), and `shortest` says whether
    it is known that none is shorter. `mend` is what would mend it, where that was found.
    """

    code: str
    about: str
    fields: Mapping[str, str | int]
    at: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    node: int | None = None
    length: int | None = None
    shortest: bool = True
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What would be a finding, if it were so, and why it is not known."""

    asked: Finding
    reason: Reason


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
    and latest (None: not known)."""

    choice: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class EndingFacts:
    """An ending in numbers, each None where it is not known or, of an ending that is never reached, not there.

    `shortest` and `longest` are how many choices lead to it; where these are not known, `shortest_seen` and
    `longest_seen` are of the ways that were found. `sampled` is the number of playthroughs that `share` was sampled
    from, 0 where it is exact. `before` and `after` count the states from which the ending can, and can no longer, be
    reached.
    """

    id: str
    standing: Standing
    shortest: int | None = None
    shortest_seen: int | None = None
    longest: Length | None = None
    longest_seen: int | None = None
    share: float | None = None
    sampled: int = 0
    before: int | None = None
    after: int | None = None
    closing: tuple[Closing, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What one stage did: what for (`about`, a key of `sentences.ROUNDS`, and the number in its words), over how many
    states, what it forgot, whether it was whole.

    `walked` says whether it went through states of the story one by one; else `states` were counted from sets of them.
    They are None where it did neither.
    """

    about: str
    number: int
    questions: int
    states: int | None
    seconds: float
    complete: bool
    forgotten: tuple[str, ...]
    merged: tuple[str, ...]
    walked: bool = True


@dataclass(slots=True)
class Report:
    """A whole proof, or, where it was `stopped`, what was proved until then.

    `bound` in states, `most_memory` in megabytes and `most_time` in seconds are what was allowed (None: as much as it
    takes); `memory` and `seconds` are what it took.
    """

    story: str
    version: str
    key: str
    bound: int
    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    endings: list[EndingFacts] = field(default_factory=list)
    rounds: list[RoundFacts] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    parts: Parts = field(default_factory=Parts)
    places: int = 0
    moves: int = 0
    seconds: float = 0.0
    memory: int = 0
    left_over: float = 0.0
    left: list[OpenQuestion] = field(default_factory=list)
    widest: Widest | None = None
    stopped: Reason | None = None
    most_memory: int | None = None
    most_time: int | None = None
    kept: bool = False

    @property
    def proved(self) -> bool:
        """Whether everything asked has its answer."""
        return self.asked and not self.open

    @property
    def asked(self) -> bool:
        """Whether the proof came as far as to know its questions."""
        return self.stopped is None or bool(self.answers)

    @property
    def open(self) -> int:
        """How many questions are open."""
        return len(self.left) + sum(one.is_open for one in self.answers)

    @property
    def interrupted(self) -> bool:
        """Whether somebody did not want to wait for all of it."""
        return self.stopped is not None and self.stopped.limit is Limit.INTERRUPT

    @property
    def unmended(self) -> bool:
        """Whether the proof is whole, and only its mends would have taken too long."""
        return self.stopped is not None and self.stopped.limit is Limit.MENDING

    @property
    def reasons(self) -> list[Reason]:
        """Why something is open, each reason once: of the whole first, then of single questions."""
        stopped = None if self.unmended else self.stopped
        every = [stopped, *(one.reason for one in self.left), *(one.reason for one in self.answers)]
        return list(dict.fromkeys(reason for reason in every if reason is not None))

    @property
    def walked(self) -> int:
        """How many states were gone through one by one, all stages together."""
        return sum(one.states or 0 for one in self.rounds if one.walked)

    @property
    def counted(self) -> int | None:
        """How many states the story has, counted from sets of them; None where nothing counted them."""
        return next((one.states for one in self.rounds if not one.walked and one.states is not None), None)

    @property
    def spread(self) -> bool:
        """Whether there were questions for others to help with: those that are asked one by one."""
        return not self.kept and any(one.about == "singly" for one in self.rounds)

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
            found[kind] = (total + 1, met + one.is_met, left + one.is_open)
        return found

    def to_data(self) -> dict[str, Any]:
        """Plain dicts and lists."""
        data = {name: getattr(self, name) for name in Report.__slots__ if name not in ("kept",)}
        for name in ("answers", "findings", "endings", "rounds", "left"):
            data[name] = [_plain(one) for one in data[name]]
        data["parts"] = _plain(self.parts)
        data["widest"] = self.widest and _plain(self.widest)
        data["stopped"] = self.stopped and _plain(self.stopped)
        data["nodes"] = [[node.before, node.choice, [list(fate) for fate in node.fates]] for node in self.nodes]
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Report:
        """The report that `to_data` made."""
        data = dict(data)
        data["answers"] = [_answer(one) for one in data["answers"]]
        properties = [_answer(one) for one in data["parts"]["properties"]]
        data["parts"] = Parts(**{**data["parts"], "properties": properties})
        data["findings"] = [_finding(one) for one in data["findings"]]
        data["left"] = [OpenQuestion(_finding(one["asked"]), _reason(one["reason"])) for one in data["left"]]
        data["stopped"] = data["stopped"] and _reason(data["stopped"])
        if data["widest"] is not None:
            of = tuple(Wide(**one) for one in data["widest"]["of"])
            data["widest"] = Widest(**{**data["widest"], "of": of})
        data["endings"] = [_ending(one) for one in data["endings"]]
        data["rounds"] = [
            RoundFacts(**{**one, "forgotten": tuple(one["forgotten"]), "merged": tuple(one["merged"])})
            for one in data["rounds"]
        ]
        data["nodes"] = [
            Node(before, choice, tuple(Fate(*fate) for fate in fates)) for before, choice, fates in data["nodes"]
        ]
        return cls(**data)


def _plain(record: Any) -> dict[str, Any]:
    """A record as plain data, its enums as their values."""
    return asdict(record, dict_factory=lambda pairs: {name: _value(value) for name, value in pairs})


def _value(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _reason(data: Mapping[str, Any]) -> Reason:
    return Reason(Limit(data["limit"]), data["amount"])


def _finding(data: Mapping[str, Any]) -> Finding:
    mend = data["mend"]
    if mend is not None:
        guards = tuple(Guard(**one) for one in mend["guards"])
        detours = tuple(Detour(**one) for one in mend["detours"])
        costs = None if mend["costs"] is None else tuple(mend["costs"])
        mend = Mend(**{**mend, "guards": guards, "detours": detours, "costs": costs})
    return Finding(**{**data, "mend": mend})


def _answer(data: Mapping[str, Any]) -> Answer:
    reason = data["reason"] and _reason(data["reason"])
    return Answer(**{**data, "standing": Standing(data["standing"]), "reason": reason})


def _ending(data: Mapping[str, Any]) -> EndingFacts:
    standing, longest = Standing(data["standing"]), data["longest"]
    if isinstance(longest, str):
        longest = Endless(longest)
    closing = tuple(Closing(**each) for each in data["closing"])
    return EndingFacts(**{**data, "standing": standing, "longest": longest, "closing": closing})
