"""What reports for machines have in common: JSON that no terminal obeys, workflow commands, addresses of files."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path, PurePath
from urllib.parse import quote

from game.printable import printable, printable_lines, printable_path

_STEERING = re.compile(r"[^\n\x20-\x7e]|#(?=#\w*\[)")
"""What may have to be escaped; `##[...]` is an order to some CI runners, wherever it stands in a line."""


def json_text(data: object) -> str:
    """`data` as indented JSON in which everything invisible or steering is escaped (`\\u001b`, `\\u202e`).

    Words of every script stay readable, and whoever reads the JSON gets each string as it was.
    """
    return _STEERING.sub(_escaped, json.dumps(data, ensure_ascii=False, indent=2))


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    if char == "#":
        return "\\u0023"
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
