"""Keeping proofs: the report of an unchanged story is read back instead of being worked out again, and that of a
changed one is gone on from. There is one file for each story, in its folder, under a bound and a policy.

Each report begins with a digest of the rest. So a file that was damaged, cut off or written by hand is never taken for
a report: what stands in one is followed without asking again whether its numbers fit together.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from game import __version__
from game.engine import Program
from game.ordinary import read_ordinary
from game.proof.report.fingerprint import as_json
from game.proof.report.pointing import placed
from game.proof.report.report import FORM, Report
from game.whole import keep_newest, write_whole

LARGEST = 100_000_000
"""Bytes of the largest report that is kept."""

MOST = 40
"""How many reports are kept; the oldest go."""

LEAD = len('{"sum":"",') + 64
"""Where what the digest is of begins: behind the digest, which stands first in the JSON object."""

UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a file raises that is not there, or not what `keep` wrote; the report is then made again."""


def file_of(folder: Path, program: Program, story: Path | None, bound: int, policy: Mapping[str, float]) -> Path:
    """The file in a folder for the proofs of a program, whatever it says, that comes from a story's folder."""
    where = "" if story is None else os.path.realpath(story)
    name = repr((program.id, where, bound, sorted(policy.items())))
    return folder / f"{hashlib.sha256(name.encode(errors='surrogateescape')).hexdigest()[:32]}.json"


def kept(file: Path, program: Program) -> Report | None:
    """The report kept of a program or of an earlier edition of it, by this version; None if there is none."""
    try:
        sealed = read_ordinary(file, LARGEST)
        data = json.loads(sealed)
        if data.pop("sum") != _sum(sealed[LEAD:]) or (data.pop("form"), data.pop("by")) != (FORM, __version__):
            return None
        report = Report.from_data(data)
    except UNREADABLE:
        return None
    return report if report.story == program.id else None


def read_back(report: Report, program: Program) -> Report:
    """A kept report of a program that has not changed, its findings as the program places and words them now."""
    report.findings = [placed(program, finding) for finding in report.findings]
    report.left = [replace(one, asked=placed(program, one.asked)) for one in report.left]
    report.kept = True
    report.version = program.version
    return report


def keep(file: Path, report: Report) -> None:
    """Keep a report; a folder that cannot be written to only costs the time of proving again."""
    sealed = _sealed(as_json({"form": FORM, "by": __version__, **report.to_data()}).encode())
    if len(sealed) > LARGEST:
        return
    with suppress(OSError):
        write_whole(file, sealed)
    keep_newest(file.parent, ".json", MOST)


def _sealed(data: bytes) -> bytes:
    """A JSON object with the digest of what it holds as its first member."""
    return b'{"sum":"%s",%s' % (_sum(data[1:]).encode(), data[1:])


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
