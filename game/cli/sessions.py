"""`game sessions`: list, export, import and delete the sessions that are kept."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from game.cli.talk import ask, data, out, talk, translator
from game.printable import printable_path

if TYPE_CHECKING:
    from game.session import Listing
    from game.wording import Words

FILE = click.Path(path_type=Path, dir_okay=False)
PIPE, STDIN = Path("-"), "stdin"


@click.group(invoke_without_command=True)
@click.pass_context
def sessions(ctx: click.Context) -> int | None:
    """List the sessions that are kept, the last played first; or export, import, delete one.

    An ID is the first column of the list. The columns are parted by tabs: id, story, version, last played, choices.
    """
    return _list() if ctx.invoked_subcommand is None else None


def _list() -> int:
    from game.paths import sessions_folder
    from game.session import list_sessions

    say = translator()
    folder = sessions_folder()
    found = list_sessions(folder)
    for item in found:
        out(_row(item, say))
    if found:
        talk(say("They are in {folder}", folder=folder))
    else:
        talk(say("No sessions yet. They will be in {folder}", folder=folder))
    return 0


def _row(item: Listing, say: Words) -> str:
    """A session as tab-separated values."""
    name = item.name.removesuffix(".jsonl")
    if item.problem is not None:
        return f"{name}\t{say.told(item.problem.notice)}"
    played = datetime.fromtimestamp(item.played).strftime("%Y-%m-%d %H:%M")
    loaded = [say("loaded dice")] if item.loaded else []
    return "\t".join([name, item.story, item.version, played, str(item.turns), *loaded])


@sessions.command("export")
@click.argument("session", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
def export_one(session: str, file: Path) -> int:
    """Copy session ID to FILE (or into a folder); nothing is overwritten. With - for FILE it is written to stdout."""
    from game.paths import sessions_folder
    from game.session import export, find, whole_lines
    from game.session.lines import holds_words

    found = find(sessions_folder(), session)
    lines = whole_lines(found)
    if file == PIPE:
        data(lines)
    else:
        out(printable_path(export(found, file)))
    if holds_words(lines):
        talk(translator()("What you typed is in it."))
    return 0


@sessions.command("import")
@click.argument("file", type=FILE)
def import_one(file: Path) -> int:
    """Take the session in FILE among one's own, under a new id. With - for FILE it is read from stdin."""
    from game.paths import sessions_folder
    from game.session import import_bytes, import_session

    if file == PIPE:
        out(import_bytes(_from_stdin(), STDIN, sessions_folder()).stem)
        return 0
    out(printable_path(import_session(file, sessions_folder()).stem))
    return 0


def _from_stdin() -> bytes:
    """All that stdin holds, as much of it as a session may have."""
    from game.session import read_pipe

    stream = getattr(sys.stdin, "buffer", None)  # there may be no stdin at all
    return read_pipe(stream, STDIN) if stream is not None else b""


@sessions.command("delete")
@click.argument("session", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete_one(session: str, yes: bool) -> int:
    """Delete session ID for good."""
    from game.paths import sessions_folder
    from game.session import delete, find

    say = translator()
    file = find(sessions_folder(), session)
    if not yes and not ask(say("Delete {name} for good?", name=file.name)):
        talk(say("Nothing was deleted."))
        return 1
    delete(file)
    talk(say("Deleted."))
    return 0
