"""A proof as the author looks at it: the report, where the story's files lie, and what each line of it points to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from game.engine import Program
from game.proof import Finding, Report, place_of, where


class Spot(NamedTuple):
    """Where in the files something is, the first line being 1, and the node of the way to it, if there is one."""

    file: str
    line: int
    node: int | None


@dataclass(frozen=True, slots=True)
class Proven:
    """A report on a story whose files lie in `folder`; `shown` is what the author called that folder."""

    report: Report
    folder: Path
    shown: str = ""

    def finding(self, number: int) -> Spot:
        """The spot of a finding, counted from 0."""
        found = self.report.findings[number]
        return Spot(found.file, found.line, found.node)

    def ending(self, ending: str, program: Program) -> Spot:
        """The spot of an ending."""
        answer = self.report.answer(f"ending:{ending}")
        if answer is None:
            return Spot("", 0, None)
        return Spot(*place_of(program, answer.about)[:2], answer.node)

    def place(self, finding: Finding, *, whole: bool = False) -> str:
        """`file:line:column` as the report prints it with `whole`, else within the story's folder; '' for none."""
        return where(finding, self.shown if whole else "").removesuffix(": ")
