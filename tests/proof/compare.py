"""The proof against brute force: every answer, length, way, finding and number, by every method on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import pytest

from game.engine import Program, State, load
from game.proof.endings.sampled_shares import sampled_shares
from game.proof.explicit.explore import FAR
from game.proof.explicit.rounds import Round
from game.proof.explicit.witness import way_to
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.questions.answers import Answer, Standing
from game.proof.questions.prepare import Prepared
from game.proof.report.report import UNBOUNDED, EndingFacts, Finding, Report
from game.proof.report.rules import BY_KIND, RULES
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.system.live_values import nothing_merged
from game.proof.system.model import Told
from tests.proof.brute import Brute, TooLarge, replay
from tests.proof.truth import EndingTruth, TrapTruth, Truth

PLAYERS = 1_000
LONGEST_WALK = 60
"""How many players are sent out, and how far, where shares are sampled."""

LONGEST_PLAY = 100
"""How far random plays go."""

NODES, CACHE = 1 << 21, 1 << 14
"""What diagrams may have: enough for small stories, and made in no time."""

SURE = 7
"""How many standard deviations a sampled share may be off: none of a million is off so far by chance."""


@dataclass(frozen=True, slots=True)
class Method:
    """One way to decide a story: with limits that leave no other, and what the test puts in the way besides."""

    limits: Limits
    whole: bool = True
    alone: bool = False


METHODS = {
    "state by state": Method(Limits()),
    "guided": Method(Limits(explicit=0, patience=0, nodes=NODES, together=0, failures=0), whole=False),
    "diagrams": Method(Limits(explicit=0, patience=0, nodes=NODES)),
    "plays": Method(Limits(explicit=0, patience=10, nodes=NODES)),
    "one by one": Method(Limits(explicit=0, patience=0, nodes=NODES), whole=False, alone=True),
}
"""What is forced on stories that are small enough for anything. `whole` ones leave nothing open; `alone` ones ask each
question alone, and look for traps by few variables, as where diagrams are too large."""


def brute_of(program: Program, limit: int = 1500) -> Brute | None:
    """Brute force on a program; None where that has too many states."""
    try:
        return Brute(load(program), limit)
    except TooLarge:
        return None


@contextmanager
def forced(method: Method) -> Iterator[None]:
    """The method alone, in this process, with few players."""

    def too_large(*_: object) -> Any:
        raise OutOfNodes

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("game.proof.apart.can_copy", lambda: False)
        patch.setattr("game.proof.endings.sampled_shares.WALKERS", PLAYERS)
        patch.setattr("game.proof.endings.sampled_shares.LONGEST_WALK", LONGEST_WALK)
        patch.setattr("game.proof.explicit.plays.LONGEST_PLAY", LONGEST_PLAY)
        patch.setattr("game.proof.symbolic.encoding.CACHE", CACHE)
        if method.alone:
            patch.setattr("game.proof.symbolic.reachability.Reachability._together", too_large)
            patch.setattr("game.proof.abstraction.guided.Guided.answer", lambda *_, **__: None)
            patch.setattr("game.proof.by_diagrams.lost_states", lambda system, goal: None)
        yield


def prover(prepared: Prepared) -> Callable[[Method], Report]:
    """What gives the report on a story by a method. What does not hang on the method is worked out once; nothing is
    mended, since that is compared elsewhere."""
    sampled = cache(lambda: sampled_shares(prepared.model, {}))

    def proved(method: Method) -> Report:
        with forced(method), pytest.MonkeyPatch.context() as patch:
            patch.setattr("game.proof.prover.prepare", lambda machine, tick: prepared)
            patch.setattr("game.proof.endings.large.sampled_shares", lambda *_: sampled())
            patch.setattr("game.proof.mends.Mends.look", lambda *_: None)
            return prove(prepared.model.machine.program, Options(limits=method.limits))

    return proved


class Comparison:
    """The proof of one story beside the truth: each difference is a sentence. `counts` says what was compared."""

    def __init__(self, brute: Brute) -> None:
        self.brute = brute
        self.truth = Truth(brute)
        self.counts: Counter[str] = Counter()
        self._ways: dict[tuple[Any, ...], list[State]] = {}
        self._shares: dict[int, tuple[dict[str, float], float]] = {}

    def states(self) -> Iterator[str]:
        """Nothing merged: the same states, the same distances, the same traps, the same longest ways."""
        brute, (model, possible, _) = self.brute, self.truth.prepared
        here = Round(model, possible, nothing_merged(model))
        assert here.explore(10**6, lambda total: None)
        graph = here.graph
        lost = int(np.count_nonzero(graph.ways_to(graph.endings()) == FAR))
        told = Told(brute.machine)
        alike = {state: state._replace(trail=told.of(state.scene, state.trail)) for state in brute.distance}
        distances: dict[State, int] = {}
        longest: dict[State, int] = {}
        ways = brute.longest()
        for state, one in alike.items():
            distances[one] = min(brute.distance[state], distances.get(one, brute.distance[state]))
            known = longest.get(one, ways[state])
            longest[one] = -1 if -1 in (known, ways[state]) else max(known, ways[state])
        yield from differs("distances", sorted(graph.distance.tolist()), sorted(distances.values()))
        yield from differs("states without an ending ahead", lost, len({alike[state] for state in brute.traps()}))
        yield from differs("longest ways", sorted(graph.longest.tolist()), sorted(longest.values()))

    def of(self, report: Report, method: Method) -> Iterator[str]:
        """All that a report by a method tells."""
        yield from differs("stopped", report.stopped, None)
        if method.whole:
            yield from (f"{one.id} is open" for one in report.answers if one.is_open)
            yield from (f"{name_of(one.asked)} is open" for one in report.left)
        for answer in report.answers:
            yield from self._answer(report, answer, method)
        yield from self._findings(report)
        if not any(one.asked.code == BY_KIND["trap"].code for one in report.left):
            yield from self._traps(report)
        self.counts["open"] += report.open
        for facts in report.endings:
            yield from self._ending(facts, self.truth.endings[facts.id], method)
        yield from self._left_over(report, method)

    # answers

    def _answer(self, report: Report, answer: Answer, method: Method) -> Iterator[str]:
        if answer.is_open:
            return
        self.counts["answers"] += 1
        expected = self.truth.length(answer.id)
        length = -1 if answer.standing is Standing.NEVER else answer.length
        if expected is None:
            self.counts["answers that brute force cannot tell"] += 1
        elif answer.shortest or not answer.is_met:
            yield from differs(answer.id, length, expected)
        elif not (length or 0) >= expected >= 0:
            yield f"{answer.id} is said to take {length}, and takes {expected}"
        if answer.is_met:
            if not (answer.shortest or method.alone) and answer.id.startswith("ending:"):
                yield f"{answer.id}: a way of {length} is not known to be a shortest"
            choices, states = self._way(report, answer.node)
            yield from differs(f"{answer.id}: choices on the way", len(choices), length)
            signs = self.truth.signs(answer.id)
            if signs and not signs & self.truth.at_end(choices, states):
                yield f"{answer.id} is not met at the end of {choices}"

    def _way(self, report: Report, node: int | None) -> tuple[list[str], list[State]]:
        """The choices and states of a witness, played by the engine."""
        assert node is not None
        choices, fates = way_to(report.nodes, node)
        key = (*choices, *fates)
        if key not in self._ways:
            self._ways[key] = replay(self.brute.machine, choices, fates)
            self.counts["ways played"] += 1
        return choices, self._ways[key]

    # findings

    def _findings(self, report: Report) -> Iterator[str]:
        """What must not be: that there is all of it, as soon as that, with a way that shows it."""
        open_ones = {name_of(one.asked) for one in report.left}
        expected = {
            name: length for name, length in self.brute.met.items() if name.startswith(("stuck:", "overrun:", "fault:"))
        }
        expected |= {f"promise:{number}": length for number, length in self.truth.promises().items()}
        found: dict[str, Finding] = {}
        for finding in report.findings:
            kind, name = RULES[finding.code].kind, name_of(finding)
            if kind in UNMET:
                if self.truth.length(name) not in (-1, None):
                    yield f"{name} is said never to be met"
            elif kind != "trap":
                self.counts["findings"] += 1
                yield from self._shows(report, finding)
                if name not in found or (finding.length or 0) < (found[name].length or 0):
                    found[name] = finding
        yield from differs("findings", sorted(found.keys() - open_ones), sorted(expected.keys() - open_ones))
        for name in found.keys() & expected.keys():
            length, least = found[name].length, expected[name]
            if found[name].shortest or None in (length, least):
                yield from differs(name, length, least)
            elif length < least:
                yield f"{name} is said to take {length}, and takes {least}"

    def _shows(self, report: Report, finding: Finding) -> Iterator[str]:
        """Whether the witness of a finding shows it."""
        if finding.node is None:
            return
        name, (choices, states) = name_of(finding), self._way(report, finding.node)
        kind = name.partition(":")[0]
        missing = (finding.length or 0) - len(choices)
        if kind == "promise":
            shown = self.truth.shows_broken(int(finding.about), states)
        elif kind == "stuck":
            shown = name in self.brute.seen[states[-1]]
        elif missing:  # the choice after which the story has no way on
            edges = (edge for edge in self.brute.edges if edge.tail == states[-1])
            taken = [edge for edge in edges if finding.about in (edge.choice, edge.fault)]
            shown = any(edge.head is None and name in self.brute.shown_by(edge) for edge in taken)
        elif choices:
            shown = name in self.brute.on_way(states, choices)
        else:
            shown = name in self.brute.overruns.start()
        if not shown or missing not in ((0, 1) if kind in ("fault", "overrun") else (0,)):
            yield f"{name} is not shown by {choices}"

    def _traps(self, report: Report) -> Iterator[str]:
        """Each region of scenes, its shortest way, and where that leads."""
        left = list(self.truth.traps)
        for finding in report.findings:
            if RULES[finding.code].kind != "trap":
                continue
            self.counts["traps"] += 1
            choices, states = self._way(report, finding.node)
            fitting = [trap for trap in left if shown_as(trap, finding) and states[-1] in trap.states]
            if not fitting or len(choices) != finding.length:
                others = finding.fields.get("others")
                yield f"trap {finding.about}, {others}, after {finding.length}: there is none such at {choices}"
            left = [trap for trap in left if trap not in fitting[:1]]
        yield from (f"trap {sorted(trap.scenes)} after {trap.length}: not found" for trap in left)

    # endings in numbers

    def _ending(self, facts: EndingFacts, truth: EndingTruth, method: Method) -> Iterator[str]:
        about = f"ending {facts.id}"
        if facts.standing is not Standing.OPEN:
            yield from differs(f"{about} is never reached", facts.standing is Standing.NEVER, truth.never)
        if facts.shortest is not None or (method.whole and not truth.never):
            yield from differs(f"{about}: shortest", facts.shortest, truth.shortest)
        if facts.longest is not None or (method.whole and not truth.never):
            yield from differs(f"{about}: longest", facts.longest, truth.longest)
        longest = -1 if truth.longest is None else truth.longest
        if facts.longest_seen is not None and longest is not UNBOUNDED and facts.longest_seen > longest:
            yield f"{about}: a way of {facts.longest_seen} was seen, the longest is {longest}"
        if facts.before is not None or method.whole:
            self.counts["endings counted"] += 1
            yield from differs(f"{about}: out of reach everywhere", facts.before == 0, truth.never)
            yield from differs(f"{about}: in reach everywhere", facts.after == 0, truth.always)
            if (facts.before or 0) + (facts.after or 0) > len(self.brute.distance):
                yield f"{about}: {facts.before} states before and {facts.after} after, of {len(self.brute.distance)}"
            yield from differs(f"{about}: closing", sorted(c.choice for c in facts.closing), sorted(truth.closing))
        for closing in facts.closing:
            if closing.first is not None:
                yield from differs(f"{about}: {closing.choice}", closing.first, truth.closing.get(closing.choice))
        yield from self._share(about, facts.share, facts.sampled, self._expected(facts.sampled)[0].get(facts.id, 0.0))

    def _expected(self, sampled: int) -> tuple[dict[str, float], float]:
        """The shares of the endings, and of playthroughs that have not ended; of sampled ones when they are stopped."""
        steps = LONGEST_WALK if sampled else 0
        if steps not in self._shares:
            self._shares[steps] = self.brute.shares(steps or None)
        return self._shares[steps]

    def _share(self, about: str, share: float | None, sampled: int, expected: float) -> Iterator[str]:
        if share is None:
            yield f"{about}: no share"
            return
        self.counts["shares sampled" if sampled else "shares exact"] += 1
        off = 1e-6
        if sampled:
            off = SURE * (sqrt(expected * (1 - expected) / sampled) + 1 / sampled) if 0 < expected < 1 else 1e-9
        if abs(share - expected) > off:
            yield f"{about}: a share of {share} ({sampled} sampled), and it is {expected}"

    def _left_over(self, report: Report, method: Method) -> Iterator[str]:
        """Those who can never end are under way to the end where shares are sampled, and are not followed else. Of an
        ending that is never reached the share is no sample."""
        sampled = max((facts.sampled for facts in report.endings), default=0)
        if not method.limits.explicit:
            sampled = PLAYERS
        expected = self._expected(sampled)[1] if sampled else 0.0
        if report.endings:
            yield from self._share("under way", report.left_over, sampled, expected)


UNMET = frozenset(rule.kind for code, rule in RULES.items() if code < BY_KIND["stuck"].code)
"""The kinds of findings about what can never be met."""


def name_of(finding: Finding) -> str:
    """A finding as brute force calls what it tells."""
    kind, fields = RULES[finding.code].kind, finding.fields
    if kind in UNMET:
        return f"{'scene' if kind == 'storylet' else kind}:{fields['name']}"
    if kind in ("list", "draw", "deck", "return"):
        return f"fault:{finding.about}"
    if kind == "overrun":
        return f"overrun:{finding.about}:{fields['variable']}:{fields['end']}"
    return f"{kind}:{finding.about}" if kind in ("stuck", "trap") else f"promise:{finding.about}"


def shown_as(trap: TrapTruth, finding: Finding) -> bool:
    """Whether a trap is what a finding tells: which may count its states merged, and names only some of its scenes."""
    others = sorted(trap.scenes - {finding.about})[:6]
    named = finding.about in trap.scenes and ", ".join(others) == finding.fields.get("others", "")
    return named and trap.length == finding.length and 1 <= int(finding.fields.get("size", 1)) <= len(trap.states)


def differs(about: str, found: object, expected: object) -> Iterator[str]:
    """A sentence where two things that should be equal are not."""
    if found != expected:
        yield f"{about}: the proof says {found}, brute force {expected}"


def differences(
    brute: Brute, methods: Mapping[str, Method] = METHODS, counts: Counter[str] | None = None
) -> Iterator[str]:
    """Where the proof of a story, by each of some methods, is not what brute force finds."""
    comparison = Comparison(brute)
    proved = prover(comparison.truth.prepared)
    yield from comparison.states()
    for name, method in methods.items():
        yield from (f"{name}: {one}" for one in comparison.of(proved(method), method))
    if counts is not None:
        counts.update(comparison.counts)
