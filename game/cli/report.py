"""Diagnostics as text for people, JSON and SARIF 2.1.0 (OASIS) for programs, and annotations for GitHub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.reports import json_text, sarif_log, sarif_result, shown_path, workflow_command

if TYPE_CHECKING:
    from game.story import Diagnostic

FORMATS = ("text", "json", "sarif", "github")
_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(diagnostics: Sequence[Diagnostic], style: str, folder: str = "") -> str:
    """All diagnostics in one of FORMATS; `folder` is put before their paths, so that editors find the files."""
    if style == "json":
        return json_text(records(diagnostics, folder))
    if style == "sarif":
        return json_text(as_sarif(diagnostics, folder))
    if style == "github":
        return "\n".join(_annotation(one, folder) for one in diagnostics)
    return as_text(diagnostics, folder)


def as_text(diagnostics: Sequence[Diagnostic], folder: str = "") -> str:
    """`path:line:col: CODE severity: message`, the quoted line, a caret and a hint for each.

    Of a file with very many problems the first are told, and how many more there are; the formats for programs hold
    thousands.
    """
    from game.story.diagnostics.telling import told

    return "\n\n".join(told(diagnostics, folder))


def records(diagnostics: Sequence[Diagnostic], folder: str = "") -> list[dict[str, str | int]]:
    """The diagnostics as plain data."""
    return [_record(one, folder) for one in diagnostics]


def as_sarif(
    diagnostics: Sequence[Diagnostic], folder: str = "", tool: str = "game check", verdict: str = ""
) -> dict[str, Any]:
    """The diagnostics as a SARIF log of a tool, with the verdict that it came to."""
    from game.story.diagnostics.registry import RULES

    rules = [RULES[code] for code in sorted({one.code for one in diagnostics})]
    return sarif_log(
        tool,
        [{"id": rule.code, "shortDescription": {"text": rule.title}} for rule in rules],
        [_result(one, folder) for one in diagnostics],
        **({"verdict": verdict} if verdict else {}),
    )


def _result(one: Diagnostic, folder: str) -> dict[str, Any]:
    return sarif_result(one.code, str(one.severity), _sentence(one), one.path, one.line, one.column, folder)


def _sentence(one: Diagnostic) -> str:
    return f"{one.message} {one.hint}".rstrip()


def _record(one: Diagnostic, folder: str) -> dict[str, str | int]:
    return {
        "code": one.code,
        "severity": str(one.severity),
        "path": (Path(folder) / one.path).as_posix() if folder else one.path,
        "line": one.line,
        "column": one.column,
        "message": one.message,
        "hint": one.hint,
        "quote": one.excerpt,
    }


def _annotation(one: Diagnostic, folder: str) -> str:
    level = _LEVELS[str(one.severity)]
    return workflow_command(
        level, _sentence(one), file=shown_path(one.path, folder), line=one.line, col=one.column, title=one.code
    )
