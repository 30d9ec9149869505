"""A report for machines: JSON, SARIF 2.1.0 (OASIS) and GitHub's workflow commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from game.proof.explicit.witness import way_to
from game.proof.report.public import as_data
from game.proof.report.report import Finding, Report
from game.proof.report.rules import RULES
from game.proof.report.sentences import ENGLISH, hint, message, notes, verdict
from game.proof.report.text import tell
from game.reports import json_text, sarif_log, sarif_result, shown_path, workflow_command
from game.wording import Words

FORMATS = ("text", "json", "sarif", "github")


def render(
    report: Report,
    style: str,
    folder: str = "",
    title: str = "",
    say: Words = ENGLISH,
    root: Path | None = None,
) -> str:
    """The report in one of FORMATS; `folder` goes before the files it names. Only the text is for people, in their
    language, with lines quoted from the files in `root`; what machines read is always the same.
    """
    if style == "json":
        return json_text(as_data(report, folder))
    if style == "sarif":
        return json_text(as_sarif(report, folder))
    if style == "github":
        return "\n".join(_command(finding, folder) for finding in report.findings)
    return tell(report, folder, title, say, root)


def _sentence(finding: Finding) -> str:
    """All of a finding in one line."""
    parts = [message(finding, ENGLISH), *notes(finding, ENGLISH)]
    return f"{'; '.join(parts)}. {hint(finding, ENGLISH)}"


def as_sarif(report: Report, folder: str = "") -> dict[str, Any]:
    """The findings as a SARIF log."""
    rules = [
        {"id": rule.code, "name": rule.kind, "shortDescription": {"text": rule.template}, "help": {"text": rule.hint}}
        for rule in RULES.values()
    ]
    results = [_result(report, finding, folder) for finding in report.findings]
    return sarif_log("game prove", rules, results, verdict=verdict(report, ENGLISH))


def _result(report: Report, finding: Finding, folder: str) -> dict[str, Any]:
    found = sarif_result(
        finding.code,
        str(RULES[finding.code].severity),
        _sentence(finding),
        finding.file,
        finding.line,
        finding.column,
        folder,
    )
    if finding.node is not None:
        found["properties"] = {"witness": way_to(report.nodes, finding.node)[0]}
    return found


def _command(finding: Finding, folder: str) -> str:
    place: dict[str, str | int] = {}
    if finding.file:
        place = {"file": shown_path(finding.file, folder), "line": finding.line, "col": finding.column}
    return workflow_command("warning", _sentence(finding), **place, title=finding.code)
