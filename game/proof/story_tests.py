"""A story folder as a list of single questions, each with its answer: what a runner of tests asks one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path

from game.engine import Program
from game.proof.prover import BOUND, Options
from game.proof.report.report import Report
from game.proof.report.verdicts import on_all, on_ending, on_promise
from game.proof.reporting import report_of, title_of

Ask = Callable[[], str]
"""Works out what is wrong, '' if nothing is."""


class StoryTests:
    """One story and its proof, which is worked out once, when the first answer is wanted, or read back.

    `folder` is what messages call the story's folder; `bound` (None: the usual one) and `helpers` are as in `Options`.
    """

    def __init__(self, program: Program, folder: Path, bound: int | None = None, helpers: int = 0) -> None:
        self.program = program
        self.folder = str(folder)
        self.story = folder
        self.options = Options(bound or BOUND, helpers=helpers)

    @cached_property
    def report(self) -> Report:
        """The proof. Ctrl-C is passed on: whoever asks for one answer has no use for half of them."""
        report = report_of(self.program, self.options, folder=self.story)
        if report.interrupted:
            raise KeyboardInterrupt
        return report

    def questions(self) -> dict[str, Ask]:
        """All questions by name: `prove`, `ending[ID]` for each ending, `KIND[WORDS]` for each promise."""
        found: dict[str, Ask] = {"prove": lambda: on_all(self.report, self.folder, title_of(self.program))}
        for ending in self.program.endings:
            found[f"ending[{ending.id}]"] = partial(self._ending, ending.id)
        for number, name in enumerate(self._promises()):
            found[name if name not in found else f"{name}#{number}"] = partial(self._promise, number)
        return found

    def _promises(self) -> Iterator[str]:
        """The promises as the author's file has them, each on one line."""
        for one in self.program.invariants:
            words = " ".join(one.source.split())
            yield f"at_endings[{one.where}: {words}]" if one.kind == "at_ending" else f"{one.kind}[{words}]"

    def _ending(self, ending: str) -> str:
        return on_ending(self.report, self.program, ending, self.folder)

    def _promise(self, number: int) -> str:
        return on_promise(self.report, self.program, number, self.folder)
