"""Diagnostics as text for people, JSON for programs, and annotations for GitHub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from game.reports import json_text, shown_path, workflow_command

if TYPE_CHECKING:
    from game.story import Diagnostic

FORMATS = ("text", "json", "github")
_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(diagnostics: Sequence[Diagnostic], style: str, folder: str = "") -> str:
    """All diagnostics in one of FORMATS; `folder` is put before their paths, so that editors find the files."""
    if style == "json":
        return json_text([_record(one, folder) for one in diagnostics])
    if style == "github":
        return "\n".join(_annotation(one, folder) for one in diagnostics)
    return as_text(diagnostics, folder)


def as_text(diagnostics: Sequence[Diagnostic], folder: str = "") -> str:
    """`path:line:col: CODE severity: message`, the quoted line, a caret and a hint for each.

    Of a file with very many problems the first are told, and how many more there are; the formats for programs hold
    them all.
    """
    from game.story.diagnostics.telling import told

    return "\n\n".join(told(diagnostics, folder))


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
    message = one.message if not one.hint else f"{one.message} {one.hint}"
    level = _LEVELS[str(one.severity)]
    return workflow_command(
        level, message, file=shown_path(one.path, folder), line=one.line, col=one.column, title=one.code
    )
