"""Keeping proofs: the report of an unchanged story is read back instead of being worked out again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from game.engine import Invariant, Program
from game.proof.results import FORM, Finding, Report
from game.proof.skeleton import as_json

MOST = 40
"""How many reports are kept; the oldest go."""


def kept(folder: Path, key: str, program: Program) -> Report | None:
    """The report kept under a key, with its findings placed where the program has them now; None if there is none."""
    try:
        data = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        if data.get("form") != FORM:
            return None
        report = Report.from_data(data)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a report that cannot be read is made again
    report.kept = True
    report.version = program.version
    report.findings = [_placed(finding, program) for finding in report.findings]
    return report


def keep(folder: Path, key: str, report: Report) -> None:
    """Keep a report; a folder that cannot be written to only costs the time of proving again."""
    report.key = key
    file = folder / f"{key}.json"
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(as_json(report.to_data()), encoding="utf-8")
        part.replace(file)
        _forget(folder)
    except OSError:
        part.unlink(missing_ok=True)


def _forget(folder: Path) -> None:
    reports = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
    for file in reports[:-MOST]:
        file.unlink(missing_ok=True)


def _placed(finding: Finding, program: Program) -> Finding:
    file, line = place_of(program, finding.about)
    return Finding(
        finding.code,
        finding.about,
        finding.message,
        finding.hint,
        file,
        line,
        finding.node,
        finding.length,
        finding.note,
    )


def place_of(program: Program, about: str) -> tuple[str, int]:
    """The file and line of an id, of an invariant's number, or of what an unmarked part stands in."""
    if about.isdecimal():
        invariant = Invariant(*program.invariants[int(about)])
        return invariant.file, invariant.line
    marks = program.marks
    while about not in marks and ("/" in about or "#" in about or "~" in about):
        about = about[: max(about.rfind("/"), about.rfind("#"), about.rfind("~"))]
    return marks.get(about, ("", 0))
