"""The whole proof of a story: model, rounds, answers, findings, endings, in one report."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from game.engine import Machine, Program, load
from game.proof.abstraction.refining import Answered
from game.proof.crew import Crew, Job
from game.proof.endings.facts import Endings, LargeEndings
from game.proof.explicit.explore import FAR
from game.proof.explicit.rounds import Round
from game.proof.explicit.traps import Trap, traps_in_bitmaps, traps_in_graph
from game.proof.explicit.witness import Tree
from game.proof.questions.prepare import Prepared, prepare
from game.proof.questions.properties import Demand, Demands
from game.proof.questions.reachability import Key, Question
from game.proof.questions.root_causes import Roots
from game.proof.report.fingerprint import digest
from game.proof.report.pointing import Closed, finding, unmet
from game.proof.report.report import Answer, EndingFacts, Finding, Report
from game.proof.report.rules import BY_KIND, RULES
from game.proof.report.widths import widest
from game.proof.strategy import SKETCH, Settler, Tick
from game.story.collector import collector_paused

BOUND = 20_000_000
"""How many states a round may have unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class Options:
    """How far to go: states an exploration may have, and the weights of choices by which shares are worked out; and who
    helps with large stories: processes beside this one, or the Dask cluster at an address.
    """

    bound: int = BOUND
    policy: Mapping[str, float] = field(default_factory=dict)
    helpers: int = 0
    cluster: str = ""


def quiet(about: str, states: int) -> None:
    """Progress that nobody watches."""


def prove(
    program: Program, options: Options | None = None, progress: Tick = quiet, before: Report | None = None
) -> Report:
    """Prove a story, as far as the bound allows. Ctrl-C gives what is proved so far.

    `before` is a report on the same story that was interrupted: its answers stand and are not worked out again.
    """
    with collector_paused():
        return Prover(program, options or Options(), progress, before).run()


class Prover:
    """One proof, from the program to the report."""

    def __init__(self, program: Program, options: Options, progress: Tick, before: Report | None = None) -> None:
        self.began = time.perf_counter()
        self.machine: Machine = load(program)
        self.program = program
        self.options = options
        self.progress = progress
        self.answered: dict[str, Answered] = {}
        self.report = Report(program.id, program.version, "", "", options.bound)
        self.findings: list[Finding] = []
        self.tree: Tree | None = None
        self.before = before

    def run(self) -> Report:
        """Everything, in order."""
        report = self.report
        questions: dict[Key, Question] = {}
        try:
            prepared = prepare(self.machine)
            questions = prepared.questions
            self._settle(prepared)
        except KeyboardInterrupt:
            report.interrupted = True
        self._report_unmet(questions)
        for question in questions.values():
            self._answer(question)
        self._keep_witnesses()
        report.endings = [self._shortest(one) for one in report.endings]
        codes = {code: number for number, code in enumerate(RULES)}
        report.findings = sorted(
            self.findings, key=lambda one: (codes[one.code], one.file, one.line, one.about, one.length)
        )
        report.seconds = time.perf_counter() - self.began
        report.memory = peak_memory()
        whole = not report.interrupted and not report.left and all(one.length != -2 for one in report.answers)
        report.verdict = "proved" if whole else self._not_proved()
        return report

    def _not_proved(self) -> str:
        return "not proved: interrupted" if self.report.interrupted else f"not proved: bound = {self.options.bound}"

    def _settle(self, prepared: Prepared) -> None:
        model, possible, questions = prepared
        self.model = model
        self.report.places = sum(1 for bits in possible.bits if bits)
        self.report.moves = sum(len(place.moves) for place in model.places)
        tree = self.tree = Tree(model)
        job = Job(digest(self.program, 0, {}), self.program, min(self.options.bound, SKETCH))
        crew = Crew(job, self.options.helpers, self.options.cluster)
        settler = Settler(model, possible, tree, crew, self.options.bound, self.progress)
        self.report.rounds = settler.facts
        settler.explore()
        self.base = settler.base if settler.whole else None
        left = self._left_open(list(questions.values()), tree)
        settler.settle([*left, *Demands(model).all()], self._use, lambda: self._about_all(settler))
        if settler.widest is not None and (self.report.left or any(one.length == -2 for one in self.answered.values())):
            self.report.widest = widest(settler.widest)

    def _left_open(self, questions: Sequence[Question], tree: Tree) -> list[Question]:
        """The questions that an earlier report has not answered; the answers of the others stand."""
        if self.before is None:
            return list(questions)
        numbers = tree.graft(self.before.nodes)
        known = {one.id: one for one in self.before.answers if one.length != -2}
        for question in questions:
            if question.id in known:
                one = known[question.id]
                self.answered[question.id] = Answered(question, one.length, numbers[one.node])
        return [question for question in questions if question.id not in known]

    def _about_all(self, settler: Settler) -> None:
        """What is asked of all states together: traps, and the endings in numbers."""
        settler.explore_rest()
        tree, model = settler.tree, settler.model
        self.progress("endings", 0)
        if settler.base is not None:
            self._traps(traps_in_graph(tree, settler.base.graph))
            self._endings(Endings(model, settler.base.graph, self.options.policy, exact=settler.whole))
        elif settler.bitmaps is not None:
            self._traps(traps_in_bitmaps(tree, settler.bitmaps))
            self._endings(LargeEndings(settler.bitmaps, model, self.options.policy))
        else:
            self.report.left.append(Finding(BY_KIND["trap"].code, "", {}))

    def _endings(self, endings: Endings | LargeEndings) -> None:
        self.report.endings = endings.all()
        self.report.left_over = endings.shares.left

    def _use(self, answer: Answered) -> None:
        question = answer.question
        if not isinstance(question, Demand):
            self.answered[question.id] = answer
        elif answer.length == -2:
            self.report.left.append(finding(self.program, question.kind, question.about, question.fields))
        elif question.wanted:
            if answer.length < 0:
                self._find(question.kind, question.about, question.fields, -1, -1)
        elif answer.length >= 0:
            fields = question.fields
            if question.kind == "stuck" and self.base is not None:
                fields = {**fields, "lost": self._lost(self.base, question)}
            self._find(question.kind, question.about, fields, answer.node, answer.length)

    def _lost(self, here: Round, demand: Demand) -> int:
        """How many states lead only to a dead stop."""
        stopped = [here.graph.where(site.place, site.when) for site in demand.sites]
        lost = here.graph.ways_to(np.unique(np.concatenate(stopped))) < FAR
        lost &= here.graph.ways_to(here.graph.endings()) == FAR
        return int(np.count_nonzero(lost))

    def _traps(self, traps: Iterable[Trap]) -> None:
        """One finding for each region without an ending ahead."""
        for trap in traps:
            fields: dict[str, str | int] = {"name": trap.scene, "size": trap.size}
            if trap.others:
                fields["others"] = ", ".join(trap.others[:6])
            self._find("trap", trap.scene, fields, trap.node, trap.length)

    def _shortest(self, facts: EndingFacts) -> EndingFacts:
        """An ending's facts with the length of the shortest way, where only its own question knows that."""
        answer = self.answered.get(f"ending:{facts.id}")
        return facts if facts.shortest != -2 or answer is None else replace(facts, shortest=answer.length)

    def _keep_witnesses(self) -> None:
        """Keep of all that was played only the ways to answers and findings."""
        if self.tree is None:
            return
        used = [one.node for one in self.report.answers] + [one.node for one in self.findings]
        self.report.nodes, numbers = self.tree.kept(used)
        self.report.answers = [replace(one, node=numbers[one.node]) for one in self.report.answers]
        self.findings = [replace(one, node=numbers[one.node]) for one in self.findings]

    def _report_unmet(self, questions: Mapping[Key, Question]) -> None:
        """What can never be met, as far as it is a cause."""
        never = {
            key
            for key, question in questions.items()
            if question.id in self.answered and self.answered[question.id].length == -1
        }
        roots = Roots(self.machine, questions, never)
        closed = Closed(self.machine, lambda kind, name: (kind, name) in never)
        for key in roots.all():
            question = questions[key]
            kind = "storylet" if question.kind == "scene" and roots.is_storylet(question.name) else question.kind
            self.findings.append(unmet(self.program, closed, kind, key[1], question))

    def _find(self, kind: str, about: str, fields: Mapping[str, str | int], node: int, length: int) -> None:
        found = finding(self.program, kind, about, fields)
        self.findings.append(replace(found, node=node, length=length))

    def _answer(self, question: Question) -> None:
        answer = self.answered.get(question.id)
        length, node = (-2, -1) if answer is None else (answer.length, answer.node)
        self.report.answers.append(Answer(question.id, question.about, length, node))


def peak_memory() -> int:
    """The most memory this process has used, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20) if sys.platform == "darwin" else peak // 1024
