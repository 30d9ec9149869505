"""Keeping proofs: the report of an unchanged story is read back instead of being worked out again.

Each report begins with a digest of the rest. So a file that was damaged, cut off or written by hand is never taken for
a report: what stands in one is followed without asking again whether its numbers fit together.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from game.engine import Program
from game.ordinary import read_ordinary
from game.proof.report.fingerprint import as_json
from game.proof.report.pointing import placed
from game.proof.report.report import FORM, Report
from game.whole import keep_newest, write_whole

LARGEST = 100_000_000
"""Bytes of the largest report that is read."""

MOST = 40
"""How many reports are kept; the oldest go."""

LEAD = len('{"sum":"",') + 64
"""Where what the digest is of begins: behind the digest, which stands first in the JSON object."""

UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a file raises that is not there, or not what `keep` wrote; the report is then made again."""


def kept(folder: Path, key: str, program: Program) -> Report | None:
    """The report kept under a key, its findings as the program places and words them now; None if there is none."""
    try:
        sealed = read_ordinary(folder / f"{key}.json", LARGEST)
        data = json.loads(sealed)
        if data.pop("sum") != _sum(sealed[LEAD:]) or data["form"] != FORM:
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
        write_whole(folder / f"{key}.json", _sealed(as_json(report.to_data()).encode()))
    keep_newest(folder, ".json", MOST)


def _sealed(data: bytes) -> bytes:
    """A JSON object with the digest of what it holds as its first member."""
    return b'{"sum":"%s",%s' % (_sum(data[1:]).encode(), data[1:])


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
