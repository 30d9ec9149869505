"""Opening a file at its line in the editor that the author has set."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from game.os_reasons import os_reason

_GOTO = frozenset(("code", "code-insiders", "code-oss", "codium", "vscodium", "cursor", "windsurf"))
_COLON = frozenset(("subl", "sublime_text", "zed", "zeditor", "hx", "helix"))
_LINE = frozenset(("kate", "kwrite", "idea", "pycharm", "mate"))
_NONE = frozenset(("notepad", "open", "xdg-open", "start"))
"""Editors that take a line otherwise than `+LINE FILE`, by how: `--goto`, `FILE:LINE`, `--line LINE`, not at all."""


def editor_set(environment: Mapping[str, str] | None = None) -> list[str]:
    """The words of $VISUAL, or else of $EDITOR; empty if neither is set."""
    environment = os.environ if environment is None else environment
    said = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    try:
        return shlex.split(said, posix=os.name != "nt")
    except ValueError:  # a quotation mark that is not closed
        return said.split()


def command(editor: Sequence[str], file: Path, line: int) -> list[str]:
    """What to run to see a line of a file; `editor` is the program with its own arguments."""
    name = PurePath(editor[0]).name.lower().removesuffix(".exe")
    if name in _GOTO:
        return [*editor, "--goto", f"{file}:{line}"]
    if name in _COLON:
        return [*editor, f"{file}:{line}"]
    if name in _LINE:
        return [*editor, "--line", str(line), str(file)]
    return [*editor, str(file)] if name in _NONE else [*editor, f"+{line}", str(file)]


def run(command: Sequence[str]) -> str:
    """Run an editor until it is left; returns why it could not be run, or ''."""
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        return os_reason(error)
    return ""
