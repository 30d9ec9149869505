"""Hand a session or its text to the player: to the browser where the face is a page, else into the present folder."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path

from textual.app import App

from game.engine import Machine
from game.session import Session, SessionError, tell, transcript, whole_lines
from game.session.lines import holds_words
from game.session.recording import write_new
from game.wording import Words, told_in

SESSION, TEXT = ".jsonl", ".md"


Made = tuple[str, bytes]
"""A file's name and its contents."""


def hand_over(app: App[object], words: Words, make: Callable[[], Made]) -> str:
    """Give the player the file that `make` makes; returns what to tell them. Nothing is overwritten."""
    try:
        name, data = make()
        if app.is_web:
            app.deliver_binary(BytesIO(data), save_filename=name)
            done = words("Your browser saves {file}.", file=name)
        else:
            done = words("Saved as {file}", file=_written(Path(name), data).absolute())
        return f"{done} · {words('What you typed is in it.')}" if name.endswith(SESSION) and holds_words(data) else done
    except SessionError as error:
        return words.told_whole(error.notice)


def _written(wanted: Path, data: bytes) -> Path:
    """Write a new file, with a number in its name where the name is taken."""
    file = wanted
    for number in count(2):
        try:
            write_new(file, data)
            break
        except SessionError as error:
            if error.code != "R008":
                raise
            file = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return file


def in_play(session: Session, kind: str) -> Made:
    """A file of the session being played, `kind` SESSION or TEXT. Raises SessionError.

    One that is kept nowhere, or not at the moment, is given whole as well.
    """
    stem = session.file.stem if session.file else session.header.story
    if kind == TEXT:
        about = told_in(session.loaded, session.steps[0].language) if session.loaded else ""
        return stem + TEXT, tell(session.machine, session.steps, about=about).encode()
    return stem + SESSION, session.content()


def kept(machine: Machine, file: Path, kind: str) -> Made:
    """A file of a session that is kept, `kind` SESSION or TEXT. Raises SessionError."""
    if kind == TEXT:
        return file.stem + kind, transcript(machine, file, told=told_in).encode()
    return file.stem + kind, whole_lines(file)
