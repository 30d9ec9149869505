"""Keeping proofs: the report of an unchanged story is read back instead of being worked out again."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from game.engine import Program
from game.proof.report.fingerprint import as_json
from game.proof.report.pointing import placed
from game.proof.report.report import FORM, Report
from game.whole import keep_newest, write_whole

MOST = 40
"""How many reports are kept; the oldest go."""

UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a file raises that is not there, or not what `keep` wrote; the report is then made again."""


def kept(folder: Path, key: str, program: Program) -> Report | None:
    """The report kept under a key, its findings as the program places and words them now; None if there is none."""
    try:
        data = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        if data.get("form") != FORM:
            return None
        report = Report.from_data(data)
        report.findings = [placed(program, finding) for finding in report.findings]
        report.left = [replace(one, asked=placed(program, one.asked)) for one in report.left]
    except UNREADABLE:
        return None
    report.kept = True
    report.version = program.version
    return report


def keep(folder: Path, key: str, report: Report) -> None:
    """Keep a report; a folder that cannot be written to only costs the time of proving again."""
    report.key = key
    with suppress(OSError):
        write_whole(folder / f"{key}.json", as_json(report.to_data()).encode())
    keep_newest(folder, ".json", MOST)
