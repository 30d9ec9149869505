"""`game play`: begin a story or go on with it, in the terminal's full face or line by line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from game.cli.talk import talk

if TYPE_CHECKING:
    from game.cli.stage import Stage
    from game.session import Session

STORY = click.Path(path_type=Path, exists=True, file_okay=False)
SESSION_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("folder", required=False, type=STORY)
@click.option("--plain", is_flag=True, help="Line by line, without drawing: for screen readers and pipes.")
@click.option("--title", is_flag=True, help="Open at the title screen, as plain `game` does.")
@click.option("--new", is_flag=True, help="Begin a new game instead of going on with the last.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Begin a new game with this seed for its draws.")
@click.option("--no-save", is_flag=True, help="Keep nothing.")
@click.option("--session", "file", type=SESSION_FILE, help="Go on with this session file.")
@click.option("--language", metavar="LANG", help="Tell it in this language, such as fr.")
def play(
    folder: Path | None,
    plain: bool,
    title: bool,
    new: bool,
    seed: int | None,
    no_save: bool,
    file: Path | None,
    language: str | None,
) -> int:
    """Play the story in FOLDER, or the one that ships with the game.

    Goes on with the last session of that story. Without a terminal, or with TERM=dumb, it plays line by line.
    """
    if file is not None and (new or no_save or seed is not None):
        raise click.UsageError("--session goes on with a session; --new, --no-save and --seed begin one.")
    from game.cli.stage import plain_wanted, prepare
    from game.story.collector import collector_paused

    stage = prepare(folder, language)
    begin_new = new or no_save or seed is not None
    if plain or plain_wanted():
        return _line_by_line(stage, begin_new, seed, no_save, file, language)
    # Hundreds of modules are about to be loaded and stay; the face lets it run again once its first screen is shown.
    with collector_paused():
        session = None if begin_new or (title and file is None) else unfinished(resume(stage, file), file)
        if session is not None and language and session.language != stage.story:
            session.set_language(stage.story)
        return _full(stage, session, begin_new, seed, no_save)


def unfinished(session: Session | None, file: Path | None) -> Session | None:
    """The session, unless it has come to its ending and was not asked for by name: then the title comes first."""
    if session is None or file is not None or not session.page.ending:
        return session
    session.close()
    return None


def _full(stage: Stage, session: Session | None, new: bool, seed: int | None, no_save: bool) -> int:
    """The full face: at the page of a session, at the first page of a new game, or else at the title."""
    from game.tui import run

    return run(
        stage.machine,
        session,
        stage.settings,
        begin=new,
        keep=not no_save,
        seed=seed,
        story=stage.story,
        interface=_interface(stage),
        notices=stage.notices,
    )


def _interface(stage: Stage) -> str:
    """The interface's language where the story does not have it; else '', for it then follows the session's."""
    return "" if stage.interface in stage.machine.languages else stage.interface


def _line_by_line(
    stage: Stage, new: bool, seed: int | None, no_save: bool, file: Path | None, language: str | None
) -> int:
    from game.plain.terminal import play as play_lines

    def begin() -> Session:
        return begin_session(stage, seed, keep=not no_save)

    for notice in stage.notices:
        talk(notice)
    session = None if new else resume(stage, file)
    fresh = session is None
    if session is None:
        session = begin()
    elif language and session.language != stage.story:
        session.set_language(stage.story)
    play_lines(session, fresh=fresh, begin=begin, interface=_interface(stage), width=stage.settings.text_width)
    return 0


def begin_session(stage: Stage, seed: int | None, *, keep: bool) -> Session:
    """A new session, kept in the player's folder unless `keep` is false; the seed is drawn when none is given."""
    from game.paths import sessions_folder
    from game.session import Session, new_seed

    seed = new_seed() if seed is None else seed
    return Session.new(stage.machine, sessions_folder() if keep else None, seed=seed, language=stage.story)


def resume(stage: Stage, file: Path | None) -> Session | None:
    """The session of a file, else the last session of this story, else None.

    A last session that is in use elsewhere or cannot be read is passed over with a word; a file that was named raises.
    """
    from game.session import Session, SessionError

    if file is not None:
        return Session.open(stage.machine, file)
    from game.paths import sessions_folder
    from game.session import latest

    last = latest(sessions_folder(), stage.machine.program.id)
    if last is None:
        return None
    try:
        return Session.open(stage.machine, last)
    except SessionError as error:
        talk(stage.say.told(error.notice))
        talk(stage.say("A new session is begun instead; the old one is left as it was."))
        return None
