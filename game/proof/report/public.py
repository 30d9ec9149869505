"""The report as public JSON: what `game prove --format json` prints, as `proof.schema.json` beside this module has it.

A key, once there, keeps its name and meaning while VERSION stays; keys may be added. Lengths, shares and counts are
`null` where they are not known, and a longest way is "unbounded" where one can go round.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from game.proof.explicit.witness import way_to
from game.proof.questions.answers import Answer, Limit, Reason, Standing
from game.proof.report.report import UNBOUNDED, EndingFacts, Finding, Mend, OpenQuestion, Report, RoundFacts
from game.proof.report.sentences import ENGLISH, about, advice, hint, message, notes, verdict, why

VERSION = 1
"""The version of the schema."""

REACHABLE = {Standing.MET: True, Standing.NEVER: False, Standing.OPEN: None}


def json_schema() -> dict[str, Any]:
    """The JSON Schema that all that is printed here keeps."""
    found: dict[str, Any] = json.loads((files(__package__) / "proof.schema.json").read_text(encoding="utf-8"))
    return found


def without_report(verdict: str, problems: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What stands for the report of a story that cannot be proved, since its files have problems."""
    return {"version": VERSION, "proved": False, "verdict": verdict, "problems": list(problems)}


def as_data(report: Report, folder: str = "") -> dict[str, Any]:
    """The report as plain data; `folder` goes before the files it names."""
    return {
        "version": VERSION,
        "story": {"id": report.story, "version": report.version},
        "proved": report.proved,
        "verdict": verdict(report, ENGLISH),
        "stopped": report.stopped and _reason(report.stopped),
        "budget": {"bound": report.bound, "memory": report.most_memory, "time": report.most_time},
        "findings": [_finding(report, one, folder) for one in report.findings],
        "open": [*_open_answers(report.answers), *(_open(one, folder) for one in report.left)],
        "advice": list(advice(report.widest, ENGLISH)),
        "answers": [_answer(one) for one in report.answers],
        "endings": [_ending(one) for one in report.endings],
        "unended": report.left_over,
        "work": {
            "kept": report.kept,
            "places": report.places,
            "moves": report.moves,
            "states": report.walked,
            "seconds": report.seconds,
            "memory": report.memory,
            "stages": [_stage(one) for one in report.rounds],
        },
    }


def _reason(reason: Reason) -> dict[str, Any]:
    amount = None if reason.limit in (Limit.INTERRUPT, Limit.SIZE, Limit.LIBRARY) else reason.amount
    return {"limit": reason.limit.value, "amount": amount, "message": why(reason, ENGLISH)}


def _finding(report: Report, finding: Finding, folder: str) -> dict[str, Any]:
    """A finding as its code and fields, its place and its way, and in words for whoever only passes them on."""
    return {
        "code": finding.code,
        "about": finding.about,
        "fields": dict(finding.fields),
        "message": message(finding, ENGLISH),
        "hint": hint(finding, ENGLISH),
        "notes": list(notes(finding, ENGLISH)),
        **_place(finding, folder),
        "length": finding.length,
        "shortest": None if finding.node is None else finding.shortest,
        "witness": None if finding.node is None else way_to(report.nodes, finding.node)[0],
        "mend": finding.mend and _mend(finding.mend),
    }


def _mend(mend: Mend) -> dict[str, Any]:
    return {
        "crossing": mend.crossing,
        "number": mend.number,
        "comply": mend.comply,
        "guards": [{"choice": one.choice, "if": one.condition, "exact": not one.closes} for one in mend.guards],
        "detours": [{"scene": one.scene, "to": one.to, "ends": one.ends} for one in mend.detours],
        "costs": None if mend.costs is None else list(mend.costs),
    }


def _place(finding: Finding, folder: str) -> dict[str, Any]:
    """File, line and column, all of them null where there is no file."""
    if not finding.file:
        return {"file": None, "line": None, "column": None}
    return {"file": (PurePath(folder) / finding.file).as_posix(), "line": finding.line, "column": finding.column}


def _open_answers(answers: Iterable[Answer]) -> Iterable[dict[str, Any]]:
    """The questions whether something can be met that are open."""
    for one in answers:
        if one.reason is not None:
            place = {"file": None, "line": None, "column": None}
            yield {"id": one.id, "code": None, "message": one.id, **place, "reason": _reason(one.reason)}


def _open(one: OpenQuestion, folder: str) -> dict[str, Any]:
    """A property of the story of which it is open whether it holds: the finding that it would be."""
    asked = one.asked
    words = message(asked, ENGLISH)
    return {"id": None, "code": asked.code, "message": words, **_place(asked, folder), "reason": _reason(one.reason)}


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "id": one.id,
        "about": one.about,
        "reachable": REACHABLE[one.standing],
        "length": one.length,
        "shortest": one.shortest if one.is_met else None,
    }


def _ending(one: EndingFacts) -> dict[str, Any]:
    return {
        "id": one.id,
        "reachable": REACHABLE[one.standing],
        "shortest": one.shortest,
        "shortest_seen": one.shortest_seen,
        "longest": UNBOUNDED.value if one.longest is UNBOUNDED else one.longest,
        "longest_seen": one.longest_seen,
        "share": one.share,
        "sampled": one.sampled,
        "before": one.before,
        "after": one.after,
        "closing": [{"choice": each.choice, "first": each.first, "last": each.last} for each in one.closing],
    }


def _stage(one: RoundFacts) -> dict[str, Any]:
    return {
        "about": about(one, ENGLISH),
        "questions": one.questions,
        "states": one.states,
        "walked": one.walked,
        "seconds": one.seconds,
        "complete": one.complete,
        "forgotten": list(one.forgotten),
        "merged": list(one.merged),
    }
