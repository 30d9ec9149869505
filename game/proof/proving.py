"""The whole proof of a story: model, rounds, answers, findings, endings, in one report."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from game.engine import Invariant, Machine, Program, load
from game.proof.codex import flags, resolve
from game.proof.demands import Demand, Demands, conditions
from game.proof.endings import Endings, ending_states
from game.proof.functions import Array
from game.proof.graph import FAR, follow
from game.proof.keeping import place_of
from game.proof.model import Model, build_model
from game.proof.possible import Possible, drop_impossible
from game.proof.questions import Asker, Key, Question, Site
from game.proof.results import Answer, Finding, Report
from game.proof.roots import Roots
from game.proof.rounds import Meeting, Round
from game.proof.rules import RULES
from game.proof.settle import Settled, Settler, Tick
from game.proof.widths import advice
from game.proof.witness import Tree

BOUND = 20_000_000
"""How many states a round may have unless the caller says otherwise."""

FAULTS = ("list", "draw", "deck", "return")


@dataclass(frozen=True, slots=True)
class Options:
    """How far to go: states a round may have, and the weights of choices by which shares are worked out."""

    bound: int = BOUND
    policy: Mapping[str, float] = field(default_factory=dict)


def quiet(about: str, states: int) -> None:
    """Progress that nobody watches."""


def prove(program: Program, options: Options | None = None, progress: Tick = quiet) -> Report:
    """Prove a story, as far as the bound allows. Ctrl-C gives what is proved so far."""
    return Prover(program, options or Options(), progress).run()


class Prover:
    """One proof, from the program to the report."""

    def __init__(self, program: Program, options: Options, progress: Tick) -> None:
        self.began = time.perf_counter()
        self.machine: Machine = load(program)
        self.program = program
        self.options = options
        self.progress = progress
        self.tree = Tree(self.machine)
        self.met: dict[str, Meeting | None] = {}
        self.nodes: dict[str, int] = {}
        self.report = Report(program.id, program.version, "", "", options.bound, nodes=self.tree.nodes)
        self.findings: list[Finding] = []

    def run(self) -> Report:
        """Everything, in order."""
        report = self.report
        questions: dict[Key, Question] = {}
        try:
            model = build_model(self.machine, flags(self.program))
            asker = Asker(model)
            resolve(model, asker.all())
            questions = asker.found
            self._settle(model, questions)
        except KeyboardInterrupt:
            report.interrupted = True
        self._report_unmet(questions)
        order = {name: number for number, name in enumerate(RULES)}
        codes = {rule.code: order[rule.name] for rule in RULES.values()}
        report.findings = sorted(self.findings, key=lambda one: (codes[one.code], one.file, one.line))
        for question in questions.values():
            self._answer(question)
        report.seconds = time.perf_counter() - self.began
        report.memory = peak_memory()
        if not report.verdict:
            whole = not report.interrupted and all(one.length != -2 for one in report.answers)
            report.verdict = "proved" if whole else self._not_proved()
        return report

    def _not_proved(self) -> str:
        return "not proved: interrupted" if self.report.interrupted else f"not proved: bound = {self.options.bound}"

    def _settle(self, model: Model, questions: Mapping[Key, Question]) -> None:
        possible = Possible(model)
        drop_impossible(model, possible)
        self.model = model
        self.report.places = sum(1 for bits in possible.bits if bits)
        self.report.moves = sum(len(place.moves) for place in model.places)
        demands = Demands(model).all()
        settler = Settler(model, possible, self.options.bound, self.progress, self._use)
        self.report.rounds = settler.facts
        words = [*questions.values(), *demands, *self._eventualities(model)]
        settler.rest(settler.first(words, self._first))
        if settler.left:
            self.report.verdict = self._not_proved()
            if settler.widest is not None:
                self.report.advice = advice(settler.widest)

    def _eventualities(self, model: Model) -> list[Demand]:
        found = []
        for number, raw in enumerate(self.program.invariants):
            invariant = Invariant(*raw)
            if invariant.kind == "eventually":
                demand = Demand("eventually", str(number), str(number), {"name": invariant.source})
                demand.sites += conditions(model, invariant, wanted=False)
                found.append(demand)
        return found

    def _first(self, number: int, here: Round) -> None:
        """What is read off the round about the way through the story: traps, endings, what can be."""
        self._traps(number, here)
        self._possibilities(here)
        self.progress("endings", here.total)
        endings = Endings(self.model, here.graph, self.options.policy)
        self.report.endings = endings.all()
        self.report.left_over = endings.shares.left

    def _use(self, settled: Settled) -> None:
        question, meeting, here = settled.question, settled.meeting, settled.here
        if question.kind == "eventually" and isinstance(question, Demand):
            self._pass_by(settled.number, here, question)
            return
        node = -1 if meeting is None else self.tree.meet(settled.number, here, meeting)
        if not isinstance(question, Demand):
            self.met[question.id] = meeting
            self.nodes[question.id] = node
        elif meeting is not None:
            note = self._lost(here, question) if question.kind == "stuck" else ""
            self._find(question.kind, question.about, question.words, node, meeting.length, note)

    def _lost(self, here: Round, demand: Demand) -> str:
        """How many states lead only to a dead stop."""
        lost = here.graph.ways_to(self._stopped(here, [demand])) < FAR
        lost &= here.graph.ways_to(ending_states(self.model, here.graph)) == FAR
        return f"{int(np.count_nonzero(lost))} states lead only there"

    def _stopped(self, here: Round, demands: Sequence[Question]) -> Array:
        """The states at which some of these demands are broken."""
        found = [here.graph.where(site.place, site.when) for demand in demands for site in demand.sites]
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *found]))

    def _pass_by(self, number: int, here: Round, demand: Demand) -> None:
        """Look for a way to an ending through states where the demand's expression never holds."""
        graph = here.graph
        outside = np.zeros(graph.count, dtype=bool)
        outside[self._stopped(here, [demand])] = True
        if not outside[graph.start]:
            return
        before = np.full(graph.count, -1, dtype=np.int32)
        before[graph.start] = graph.start
        front = np.asarray([graph.start], dtype=np.int32)
        ends = set(ending_states(self.model, graph).tolist())
        while len(front):
            reached = ends.intersection(front.tolist())
            if reached:
                way = [min(reached)]
                while way[-1] != graph.start:
                    way.append(int(before[way[-1]]))
                node = self.tree.add(number, graph, way[::-1])
                self._find(demand.kind, demand.about, demand.words, node, len(way) - 1)
                return
            tops, tails = follow(graph.indptr, graph.heads, front)
            fresh = outside[tops] & (before[tops] < 0)
            before[tops[fresh]] = tails[fresh]
            front = np.unique(tops[fresh])

    def _traps(self, number: int, here: Round) -> None:
        """Regions without an ending, a dead stop or a fault ahead: one finding for each, at its nearest state."""
        graph, model = here.graph, self.model
        lost = graph.ways_to(ending_states(model, graph)) == FAR
        if not lost.any():
            return
        stops = [demand for demand in Demands(model).all() if demand.kind in ("stuck", *FAULTS)]
        trapped = lost & (graph.ways_to(self._stopped(here, stops)) == FAR)
        places = [place for place in range(len(model.places)) if trapped[graph.place_slice(place)].any()]
        for region in regions(places, model):
            states = np.concatenate(
                [np.flatnonzero(trapped[graph.place_slice(place)]) + graph.offsets[place] for place in region]
            )
            state = int(states[np.argmin(graph.distance[states])])
            scene = self.machine.scene(model.places[graph.place_of(state)].scene).id
            others = sorted({self.machine.scene(model.places[place].scene).id for place in region} - {scene})
            note = f"the trap has {len(states)} states" + (f", also in {', '.join(others[:6])}" if others else "")
            node = self.tree.add(number, graph, graph.path(state))
            self._find("trap", scene, {"name": scene}, node, int(graph.distance[state]), note)

    def _possibilities(self, here: Round) -> None:
        """The author's `can:`: from some state of the given scenes that can be reached, the goal can be reached."""
        graph, model = here.graph, self.model
        for number, raw in enumerate(self.program.invariants):
            invariant = Invariant(*raw)
            if invariant.kind != "can":
                continue
            kind, goal, origins = invariant.where
            goals = [
                Site(index, ())
                for index, place in enumerate(model.places)
                if goal == (self._ending_id(place.ending) if kind == "ending" else self.machine.scene(place.scene).id)
            ]
            demand = Question("can", str(number), str(number), goals)
            near = graph.ways_to(self._stopped(here, [demand])) < FAR
            origin = [graph.place_slice(index) for index, place in enumerate(model.places) if place.scene in origins]
            if not any(near[part].any() for part in origin):
                self._find("can", str(number), {"name": invariant.source}, -1, -1)

    def _ending_id(self, ending: int) -> str:
        return self.program.endings[ending][0] if ending >= 0 else ""

    def _report_unmet(self, questions: Mapping[Key, Question]) -> None:
        """What can never be met, as far as it is a cause."""
        never = {
            key for key, question in questions.items() if question.id in self.met and self.met[question.id] is None
        }
        roots = Roots(self.machine, questions, never)
        for key in roots.all():
            question = questions[key]
            kind = "storylet" if question.kind == "scene" and roots.is_storylet(question.name) else question.kind
            self._find(kind, question.about, {"name": question.name}, -1, -1)

    def _find(self, kind: str, about: str, words: Mapping[str, str], node: int, length: int, note: str = "") -> None:
        rule = RULES[kind]
        file, line = place_of(self.program, about)
        message, hint = rule.message.format(**words), rule.hint.format(**words)
        self.findings.append(Finding(rule.code, about, message, hint, file, line, node, length, note))

    def _answer(self, question: Question) -> None:
        if question.id not in self.met:
            self.report.answers.append(Answer(question.id, question.about, -2, -1))
            return
        meeting = self.met[question.id]
        length = -1 if meeting is None else meeting.length
        self.report.answers.append(Answer(question.id, question.about, length, self.nodes[question.id]))


def regions(places: Sequence[int], model: Model) -> list[list[int]]:
    """Groups of places that moves connect, whichever way."""
    inside = set(places)
    near: dict[int, set[int]] = {place: set() for place in places}
    for place in places:
        for move in model.places[place].moves:
            if move.target in inside:
                near[place].add(move.target)
                near[move.target].add(place)
    found: list[list[int]] = []
    while inside:
        group = [min(inside)]
        inside.discard(group[0])
        for place in group:
            fresh = near[place] & inside
            inside -= fresh
            group += sorted(fresh)
        found.append(group)
    return found


def peak_memory() -> int:
    """The most memory this process has used, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20) if sys.platform == "darwin" else peak // 1024
