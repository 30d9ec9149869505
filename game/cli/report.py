"""Diagnostics as text for people, JSON for programs, and annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.story import Diagnostic

FORMATS = ("text", "json", "github")
_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(diagnostics: Sequence[Diagnostic], style: str, folder: str = "") -> str:
    """All diagnostics in one of FORMATS; `folder` is put before their paths, so that editors find the files."""
    if style == "json":
        return json.dumps([_record(one, folder) for one in diagnostics], ensure_ascii=False, indent=2)
    if style == "github":
        return "\n".join(_annotation(one, folder) for one in diagnostics)
    return as_text(diagnostics, folder)


def as_text(diagnostics: Sequence[Diagnostic], folder: str = "") -> str:
    """`path:line:col: CODE severity: message`, the quoted line, a caret and a hint for each."""
    return "\n\n".join(one.format(folder=folder) for one in diagnostics)


def _record(one: Diagnostic, folder: str) -> dict[str, str | int]:
    return {
        "code": one.code,
        "severity": str(one.severity),
        "path": _path(one, folder),
        "line": one.line,
        "column": one.column,
        "message": one.message,
        "hint": one.hint,
        "quote": one.quote,
    }


def _path(one: Diagnostic, folder: str) -> str:
    return (Path(folder) / one.path).as_posix() if folder else one.path


def _annotation(one: Diagnostic, folder: str) -> str:
    message = one.message if not one.hint else f"{one.message} {one.hint}"
    place = f"file={_property(_path(one, folder))},line={one.line},col={one.column},title={one.code}"
    return f"::{_LEVELS[str(one.severity)]} {place}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
