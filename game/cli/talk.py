"""The one way out of the commands: words for the person on stderr, in their language, and what was asked for on stdout.

Everything that is written here is fit for a terminal and for a log; no other module of the commands writes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from game.printable import printable_lines
from game.whole import naming
from game.wording import Words, words


def translator(language: str | None = None) -> Words:
    """The translator for a chosen language, else for the settings' language, else the system's."""
    if language:
        return words(language)
    from game import settings

    return words(settings.load().spoken)


def talk(text: str) -> None:
    """Say something on stderr."""
    _write(sys.stderr, printable_lines(text) + "\n")


def as_argument(path: Path) -> str:
    """A path as it can be pasted after a command: quoted where the shell would take it apart."""
    said = f"./{path}" if str(path).startswith("-") else str(path)
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline([said])
    from shlex import quote

    return quote(said)


def problem(text: str, hint: str = "") -> None:
    """Say what went wrong, and what to do about it."""
    talk(text if not hint else f"{text}\n{hint}")


def ask(question: str) -> bool:
    """Ask something on stderr that is answered by yes or no (Enter: no). Raises click.Abort at the end of input."""
    import click

    return click.confirm(printable_lines(question), err=True)


def out(text: str) -> None:
    """Lines for a person on stdout, in the encoding of the terminal; signs that it lacks are replaced."""
    _write(sys.stdout, printable_lines(text) + "\n")


def data(text: str | bytes) -> None:
    """A whole file on stdout, to the byte: always UTF-8, as its format says, whatever a terminal's encoding is.

    What stands in it is made fit to print by whoever wrote it in that format. On a terminal it is shown like `out`.
    """
    stream = sys.stdout
    if stream is None:
        return
    raw = getattr(stream, "buffer", None)
    if raw is None or stream.isatty():
        _write(stream, text if isinstance(text, str) else text.decode("utf-8", "replace"))
        return
    with naming("stdout"):
        stream.flush()
        raw.write(text.encode("utf-8", "replace") if isinstance(text, str) else text)
        raw.flush()


def _write(stream: IO[str] | None, text: str) -> None:
    """Write to a standard stream; None is one that was closed before we began."""
    if stream is None:
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    with naming("stdout" if stream is sys.stdout else "stderr"):
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
