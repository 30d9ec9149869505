"""The whole proof of a story: model, rounds, answers, findings, endings, in one report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic, perf_counter

import numpy as np

from game.engine import Machine, Program, load
from game.proof.budget import Budget, Clock, OutOfBudget, peak_memory
from game.proof.explicit.along import Unmet, along
from game.proof.explicit.explore import FAR
from game.proof.explicit.rounds import Round
from game.proof.explicit.traps import Trap
from game.proof.explicit.witness import Tree
from game.proof.helpers import Helpers, Job
from game.proof.limits import Limits
from game.proof.mending.cores import why_never
from game.proof.mends import Mends
from game.proof.questions.answers import Answer, Limit, Reason, Standing
from game.proof.questions.prepare import Prepared, prepare
from game.proof.questions.properties import Properties, Property
from game.proof.questions.reachability import Key, Question
from game.proof.questions.root_causes import Roots
from game.proof.report.fingerprint import digest
from game.proof.report.pointing import Closed, finding, unmet
from game.proof.report.report import EndingFacts, Finding, Mend, OpenQuestion, Report
from game.proof.report.rules import BY_KIND, RULES
from game.proof.report.widths import widest
from game.proof.strategy import Strategy, Tick
from game.proof.system.model import TooManyPlaces
from game.proof.system.terms import distinct
from game.proof.system.value_ranges import Possible
from game.story.collector import collector_paused

BOUND = 20_000_000
"""How many states a round may have unless the caller says otherwise."""


TRAP = "trap"
"""The kind of findings about states from which no ending can be reached."""

MENDED = (BY_KIND["stuck"].code, BY_KIND[TRAP].code)
"""The findings for which a mend is looked for."""

STOPS = ("stuck", "list", "draw", "deck", "return")
"""The kinds of properties where play would stop without an ending."""


@dataclass(frozen=True, slots=True)
class Options:
    """How far to go: states an exploration may have, and the weights of choices by which shares are worked out; and who
    helps with large stories: processes beside this one, or the Dask cluster at an address. `memory` in megabytes and
    `time` in seconds by `clock` are what all of it may take (None: as much as it takes), `since` then or from now on.
    """

    bound: int = BOUND
    policy: Mapping[str, float] = field(default_factory=dict)
    helpers: int = 0
    cluster: str = ""
    limits: Limits = field(default_factory=Limits)
    memory: int | None = None
    time: int | None = None
    clock: Clock = field(default=monotonic, compare=False)
    since: float | None = field(default=None, compare=False)


def quiet(about: str, states: int) -> None:
    """Progress that nobody watches."""


def prove(
    program: Program, options: Options | None = None, progress: Tick = quiet, before: Report | None = None
) -> Report:
    """Prove a story, as far as the bound allows. Ctrl-C gives what is proved so far.

    `before` is an earlier report on the story, with the same bound and policy: what has not changed since is not worked
    out again.
    """
    with collector_paused():
        return Prover(program, options or Options(), progress, before).run()


class Prover:
    """One proof, from the program to the report."""

    def __init__(self, program: Program, options: Options, progress: Tick, before: Report | None = None) -> None:
        self.began = perf_counter()
        self.machine: Machine = load(program)
        self.program = program
        self.options = options
        self.budget = Budget(options.memory, options.time, options.clock, since=options.since)
        self.watcher = progress
        self.answered: dict[str, Answer] = {}
        self.properties: dict[str, Property] = {}
        self.to_tell = {TRAP}
        self.report = Report(
            program.id, program.version, "", options.bound, most_memory=options.memory, most_time=options.time
        )
        self.findings: list[Finding] = []
        self.trapped: list[int] = []
        self.stops = False
        self.unmended: Reason | None = None
        self.tree: Tree | None = None
        self.possible: Possible | None = None
        self.before = before
        self.told: list[Answer] = []

    def run(self) -> Report:
        """Everything, in order."""
        report = self.report
        questions: dict[Key, Question] = {}
        try:
            with self.budget.enforced():
                prepared = prepare(self.machine, lambda: self.progress("reading", 0))
                questions = prepared.questions
                self._settle(prepared)
        except KeyboardInterrupt:
            report.stopped = Reason(Limit.INTERRUPT)
        except OutOfBudget as out:
            report.stopped = out.reason
        except TooManyPlaces:
            report.stopped = Reason(Limit.SIZE)
        except MemoryError:
            report.stopped = Reason(Limit.REFUSED, peak_memory())
        self._look_on_ways(questions)
        if report.stopped is not None:
            for name in sorted(self.to_tell):
                self._leave_open(name, report.stopped)
        self._report_unmet(questions)
        self._answer_all(questions.values())
        self._keep_witnesses()
        report.endings = [self._shortest(one) for one in report.endings]
        codes = {code: number for number, code in enumerate(RULES)}
        report.findings = sorted(
            self.findings,
            key=lambda one: (
                codes[one.code],
                one.file,
                one.line,
                one.column,
                one.about,
                one.length or 0,
                sorted(one.fields.items()),
            ),
        )
        report.seconds = perf_counter() - self.began
        report.memory = max(peak_memory(), self.budget.most_elsewhere)
        return report

    def progress(self, about: str, states: int) -> None:
        """Tell whoever watches what is worked on, as long as the budget allows for it."""
        self.budget.check()
        self.watcher(about, states)

    def _settle(self, prepared: Prepared) -> None:
        model, possible, questions = prepared
        self.model, self.possible = model, possible
        properties = Properties(model).all()
        self.properties = {prop.id: prop for prop in properties}
        self.to_tell = {TRAP, *self.properties}
        self.report.places = sum(1 for bits in possible.bits if bits)
        self.report.moves = sum(len(place.moves) for place in model.places)
        tree = self.tree = Tree(model)
        limits = self.options.limits
        job = Job(digest(self.program, 0, {}), self.program, limits)
        helpers = Helpers(job, self.options.helpers, self.options.cluster)
        strategy = Strategy(
            model, possible, tree, self.budget, helpers, self.options.bound, limits, self.progress, self.before
        )
        self.report.rounds = strategy.facts
        self.strategy = strategy
        try:
            strategy.settle([*questions.values(), *properties], self._use, self._look_for_traps)
            self.progress("endings", 0)
            self.report.endings, self.report.left_over = strategy.endings(self.options.policy, self.budget.check)
            self._mend_the_rest(strategy)
        finally:
            strategy.end()
            self.report.parts = strategy.parts
            if strategy.widest is not None and (self.report.left or any(one.is_open for one in self.answered.values())):
                self.report.widest = widest(strategy.widest)

    def _look_for_traps(self) -> None:
        """Find the traps, and mend them where a dead stop would not be mended with them."""
        mends = self.mends = self._mends(self.trapped)
        unsure = [name for name in self.to_tell if name in self.properties and self.properties[name].kind in STOPS]
        if not self.strategy.traps(self._traps, None if self.stops or unsure else mends):
            self._leave_open(TRAP, self.strategy.reason())
            self.to_tell.discard(TRAP)
        self.unmended = mends.reason

    def _look_on_ways(self, questions: Mapping[Key, Question]) -> None:
        """Answer what is open and stands on a way that is known."""
        known = {answer.id for answer in self.answered.values() if not answer.is_open}
        still = [question for question in questions.values() if question.id not in known]
        if not still or self.tree is None:
            return
        nodes = [*(one.node for one in self.answered.values()), *(one.node for one in self.findings)]
        ends = [node for node in nodes if node is not None]
        for question, node, length in along(self.tree, Unmet(self.model, still), ends):
            self.answered[question.id] = Answer.met(question, length, node, shortest=False)

    def _leave_open(self, name: str, reason: Reason) -> None:
        """Tell that it is not known whether a property, by its id, is broken, or whether there are traps."""
        prop = self.properties.get(name)
        if prop is None:
            asked = Finding(BY_KIND[TRAP].code, "", {})
        else:
            asked = finding(self.program, prop.kind, prop.about, prop.fields)
        self.report.left.append(OpenQuestion(asked, reason))

    def _use(self, answer: Answer) -> None:
        prop = self.properties.get(answer.id)
        if prop is None:
            if not answer.is_open or answer.id not in self.answered:
                self.answered[answer.id] = answer
            return
        self.told.append(answer)
        self.to_tell.discard(answer.id)
        self.stops |= prop.kind in STOPS and answer.standing is not Standing.NEVER
        if answer.reason is not None:
            self._leave_open(answer.id, answer.reason)
        elif prop.wanted:
            if not answer.is_met:
                self._find(prop.kind, prop.about, prop.fields)
        elif answer.is_met:
            fields, base = prop.fields, self.strategy.base
            if prop.kind == "stuck" and base is not None:
                fields = {**fields, "lost": self._lost(base, prop)}
            self._find(prop.kind, prop.about, fields, answer)

    def _lost(self, here: Round, prop: Property) -> int:
        """How many states lead only to a dead stop."""
        stopped = [here.graph.where(site.place, site.when) for site in prop.sites]
        lost = here.graph.ways_to(distinct(np.concatenate(stopped))) < FAR
        lost &= here.graph.ways_to(here.graph.endings()) == FAR
        return int(np.count_nonzero(lost))

    def _traps(self, traps: Iterable[Trap]) -> None:
        """One finding for each region without an ending ahead."""
        self.to_tell.discard(TRAP)
        for trap in traps:
            self.trapped.append(len(self.findings))
            fields: dict[str, str | int] = {"name": trap.scene}
            if trap.size is not None:
                fields["size"] = trap.size
            if trap.others:
                fields["others"] = ", ".join(trap.others[:6])
            self._find(TRAP, trap.scene, fields, trap)

    def _shortest(self, facts: EndingFacts) -> EndingFacts:
        """An ending's facts with the length of the shortest way, where only its own question knows that."""
        answer = self.answered.get(f"ending:{facts.id}")
        if facts.shortest is not None or answer is None or answer.is_open:
            return facts
        shortest = answer.length if answer.shortest else None
        return replace(facts, standing=answer.standing, shortest=shortest, shortest_seen=answer.length)

    def _keep_witnesses(self) -> None:
        """Keep of all that was played only the ways to answers and findings."""
        if self.tree is None:
            return
        used = [one.node for one in [*self.report.answers, *self.told]] + [one.node for one in self.findings]
        self.report.nodes, numbers = self.tree.kept(used)
        self.report.parts.properties = [replace(one, node=numbers[one.node]) for one in self.told]
        self.report.answers = [replace(one, node=numbers[one.node]) for one in self.report.answers]
        self.findings = [replace(one, node=numbers[one.node]) for one in self.findings]

    def _report_unmet(self, questions: Mapping[Key, Question]) -> None:
        """What can never be met, as far as it is a cause."""
        never = {
            key
            for key, question in questions.items()
            if question.id in self.answered and self.answered[question.id].standing is Standing.NEVER
        }
        roots = Roots(self.machine, questions, never)
        closed = Closed(self.machine, lambda kind, name: (kind, name) in never)
        for key in roots.all():
            question = questions[key]
            kind = "storylet" if question.kind == "scene" and roots.is_storylet(question.name) else question.kind
            found = unmet(self.program, closed, kind, key[1], question)
            cause = questions.get(("open", str(found.fields.get("choice", ""))), question)
            why = {} if self.possible is None else why_never(self.model, self.possible, cause)
            self.findings.append(replace(found, fields={**found.fields, **why}))

    def _find(
        self, kind: str, about: str, fields: Mapping[str, str | int], witness: Answer | Trap | None = None
    ) -> None:
        found = finding(self.program, kind, about, fields)
        if witness is not None:
            found = replace(found, node=witness.node, length=witness.length, shortest=witness.shortest)
        self.findings.append(found)

    def _mends(self, found: Sequence[int]) -> Mends:
        """What looks for the mends of some findings, by their numbers, and notes them."""
        assert self.tree is not None
        limits = self.options.limits

        def use(number: int, mend: Mend) -> None:
            self.findings[found[number]] = replace(self.findings[found[number]], mend=mend)

        states = min(self.options.bound, limits.explicit)
        return Mends(self.program, self.tree, limits, self.budget, states, use)

    def _can_be(self, cost: str) -> bool:
        """Whether something, with its kind, can be met in the story as it is."""
        kind, _, name = cost.partition(":")
        answer = self.answered.get(f"taken:{name}" if kind == "choice" else cost)
        return answer is None or answer.is_met

    def _mend_the_rest(self, strategy: Strategy) -> None:
        """What would mend the traps and dead stops, where that was not told with them."""
        if strategy.base is not None or not self.mends.begun:
            found = [number for number, one in enumerate(self.findings) if one.code in MENDED and one.node is not None]
            mends = self._mends(found)
            if found:
                strategy.mend(mends, [(self.findings[one].about, self.findings[one].node or 0) for one in found])
            self.unmended = mends.reason
        self.report.stopped = self.unmended
        for number, one in enumerate(self.findings):
            if one.mend is not None and one.mend.costs:
                costs = tuple(filter(self._can_be, one.mend.costs))
                self.findings[number] = replace(one, mend=replace(one.mend, costs=costs))

    def _answer_all(self, questions: Iterable[Question]) -> None:
        """What is known of every question, in their order; what was not come to when the proof was stopped is open."""
        stopped = self.report.stopped or Reason(Limit.SIZE)
        for question in questions:
            self.report.answers.append(self.answered.get(question.id) or Answer.left_open(question, stopped))
