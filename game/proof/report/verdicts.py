"""What a report says of one thing at a time, for whoever asks one question after another: '' where all is well, else
what is wrong, in the words of the whole report."""

from __future__ import annotations

from game.engine import Invariant, Program, load
from game.proof.questions.answers import Standing
from game.proof.report.pointing import Closed, finding
from game.proof.report.report import Report
from game.proof.report.sentences import ENGLISH, not_known
from game.proof.report.text import tell_findings, tell_head, tell_one, where
from game.wording import Words


def on_all(report: Report, folder: str = "", title: str = "", say: Words = ENGLISH) -> str:
    """On the whole story: what is not proved, and its findings; `folder` goes before the files they name."""
    parts = ("" if report.proved else tell_head(report, title, say), tell_findings(report, folder, say))
    return "\n\n".join(part for part in parts if part)


def on_ending(report: Report, program: Program, ending: str, folder: str = "", say: Words = ENGLISH) -> str:
    """On an ending by its id: whether it can be reached, and what keeps it out of reach."""
    standings = {one.id: one.standing for one in report.answers}
    answer = report.answer(f"ending:{ending}")
    if answer is not None and answer.is_met:
        return ""
    reason = report.stopped if answer is None else answer.reason
    if reason is not None:
        found = finding(program, "ending", f"ending:{ending}", {"name": ending})
        asked = say("that ending “{name}” can be reached", name=ending)
        return f"{where(found, folder)}{not_known(reason, say)}: {asked}"
    closed = Closed(load(program), lambda kind, name: standings.get(f"{kind}:{name}") is Standing.NEVER)
    fields, at = closed.ending(ending)
    return tell_one(report, finding(program, "ending", f"ending:{ending}", {"name": ending, **fields}, at), folder, say)


def on_promise(report: Report, program: Program, number: int, folder: str = "", say: Words = ENGLISH) -> str:
    """On a promise of the author by its number in the program: whether it is kept."""
    for found in report.findings:
        if found.about == str(number):
            return tell_one(report, found, folder, say)
    invariant = Invariant(*program.invariants[number])
    broken = finding(program, invariant.kind, str(number), {"name": invariant.source})
    reasons = {one.asked.about: one.reason for one in report.left}
    reason = reasons.get(str(number)) if report.asked else report.stopped
    return "" if reason is None else f"{where(broken, folder)}{not_known(reason, say)}: {invariant.source}"
