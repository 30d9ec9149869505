"""What a report says of one thing at a time, for whoever asks one question after another: '' where all is well, else
what is wrong, in the words of the whole report."""

from __future__ import annotations

from game.engine import Invariant, Program
from game.proof.keeping import place_of
from game.proof.results import Finding, Report
from game.proof.rules import BY_KIND
from game.proof.telling import tell_findings, tell_head, tell_one, where


def on_all(report: Report, folder: str = "", title: str = "") -> str:
    """On the whole story: what is not proved, and its findings; `folder` goes before the files they name."""
    parts = ("" if report.proved else tell_head(report, title), tell_findings(report, folder))
    return "\n\n".join(part for part in parts if part)


def on_ending(report: Report, program: Program, ending: str, folder: str = "") -> str:
    """On an ending by its id: whether it can be reached."""
    answer = report.answer(f"ending:{ending}")
    length = -2 if answer is None else answer.length
    if length >= 0:
        return ""
    finding = _finding(program, "ending", f"ending:{ending}", name=ending)
    if length == -2:
        return f"{where(finding, folder)}{report.verdict}: that ending “{ending}” can be reached"
    return tell_one(report, finding, folder)


def on_promise(report: Report, program: Program, number: int, folder: str = "") -> str:
    """On a promise of the author by its number in the program: whether it is kept."""
    for found in report.findings:
        if found.about == str(number):
            return tell_one(report, found, folder)
    invariant = Invariant(*program.invariants[number])
    broken = _finding(program, invariant.kind, str(number), name=invariant.source, ending=str(invariant.where))
    if report.interrupted or broken.message in report.left:
        return f"{where(broken, folder)}{report.verdict}: {invariant.source}"
    return ""


def _finding(program: Program, kind: str, about: str, **words: str) -> Finding:
    """The finding that there would be, without a witness."""
    rule = BY_KIND[kind]
    file, line = place_of(program, about)
    return Finding(rule.code, about, rule.template.format(**words), rule.hint, file, line)
