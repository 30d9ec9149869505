"""What reports for machines have in common: JSON that no terminal obeys, SARIF, workflow commands, addresses."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from game.printable import printable, printable_lines, printable_path

_STEERING = re.compile(r"[^\n\x20-\x7e]|#(?=#\w*\[)")
"""What may have to be escaped; `##[...]` is an order to some CI runners, wherever it stands in a line."""


def json_text(data: object) -> str:
    """`data` as indented JSON in which everything invisible or steering is escaped (`\\u001b`, `\\u202e`).

    Words of every script stay readable, and whoever reads the JSON gets each string as it was.
    """
    import json  # not above: what most people ask for is text, and a command that prints text starts without it

    return _STEERING.sub(_escaped, json.dumps(data, ensure_ascii=False, indent=2))


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    if char == "#":
        return "\\u0023"
    import json

    return char if char.isprintable() else json.dumps(char)[1:-1]


def shown_path(file: str, folder: str = "") -> str:
    """A file of a story as messages name it: behind the folder as the author called it, and fit to print."""
    return printable_path((PurePath(folder) / file).as_posix() if folder and file else file)


def relative_uri(file: str, folder: str = "") -> str:
    """The URI reference of a file of a story (RFC 3986), percent-encoded and relative.

    It is relative to the current folder for a story that lies in it, as readers of SARIF expect of a repository's root,
    else to the story's own folder.
    """
    path = Path(folder, file)
    here = Path.cwd()
    inside = path.absolute() if ".." not in path.parts else Path(os.path.normpath(path.absolute()))
    named = inside.relative_to(here) if inside.is_relative_to(here) else PurePath(file)
    return quote(os.fsencode(named.as_posix()))


def sarif_log(
    tool: str, rules: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]], **properties: str
) -> dict[str, Any]:
    """A SARIF log (2.1.0, OASIS) of one run of a tool, with what is known of the run."""
    run: dict[str, Any] = {"tool": {"driver": {"name": tool, "rules": list(rules)}}, "results": list(results)}
    if properties:
        run["properties"] = properties
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def sarif_result(
    code: str, level: str, text: str, file: str = "", line: int = 0, column: int = 0, folder: str = ""
) -> dict[str, Any]:
    """One result of such a log; `level` is error, warning or note, `file` lies in `folder` ('': it has no place)."""
    found: dict[str, Any] = {"ruleId": code, "level": level, "message": {"text": text}}
    if file:
        region = {"startLine": max(1, line), "startColumn": max(1, column)}
        place = {"artifactLocation": {"uri": relative_uri(file, folder)}, "region": region}
        found["locations"] = [{"physicalLocation": place}]
    return found


def workflow_command(level: str, message: str, **properties: str | int) -> str:
    """A workflow command that makes an annotation on GitHub: `level` is error, warning or notice."""
    named = ",".join(
        f"{name}={_property(printable_lines(str(value)))}" for name, value in properties.items() if value != ""
    )
    return f"::{level} {named}::{_data(printable_lines(printable(message, len(message))))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
