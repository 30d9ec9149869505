"""The door of the command line: whatever happens inside, the person sees calm words and never a traceback."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import click

from game.cli.talk import problem, talk, translator
from game.os_reasons import os_reason
from game.printable import printable_lines, printable_path
from game.wording import Words, words

if TYPE_CHECKING:
    from game.story import StoryProblems

PROBLEMS, USAGE, FAULT, INTERRUPTED = 1, 2, 70, 130
DEBUG_VARIABLE = "SEVEN_CANTEENS_DEBUG"


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; only an exit code ever comes out of here."""
    try:
        return _run(list(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leaving:
        # click turns a broken pipe into an exit of its own.
        if isinstance(leaving.__context__, BrokenPipeError):
            return _reader_left()
        return leaving.code if isinstance(leaving.code, int) else FAULT
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:
        return _told(error)


def _run(arguments: list[str]) -> int:
    from game.cli.commands import game

    try:
        result = game.main(args=arguments, prog_name="game", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        talk("")
        return INTERRUPTED
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        talk(said.getvalue().rstrip("\n"))
        return error.exit_code
    return result if isinstance(result, int) else 0


def _reader_left() -> int:
    """Whoever read our output has gone (`game check | head`): leave quietly."""
    _silence()
    return 0


def _silence_where_it_fails() -> None:
    """Give stdout up if it is what failed, lest Python complain of it again."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        _silence()


def _silence() -> None:
    """Send what is left in stdout nowhere, so that Python does not complain of it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None
    finally:
        os.close(nowhere)


def _told(error: Exception) -> int:
    """Explain an error; where even that fails (a full disk, a stream that is gone), say the least there is to say."""
    try:
        return _explained(error)
    except Exception:
        with suppress(OSError):
            os.write(2, f"game: {type(error).__name__}\n".encode("ascii", "replace"))
        return FAULT


def _words() -> Words:
    """The translator to explain with. It must not need what has just failed: settings, or its own catalogue."""
    try:
        say = translator()
        say("Something went wrong")
    except Exception:
        return words("en")
    return say


def _explained(error: Exception) -> int:
    """Say what an error means to the person; the known kinds have words of their own."""
    if os.environ.get(DEBUG_VARIABLE):
        import traceback

        traceback.print_exc()
    if "game.session" in sys.modules and isinstance(error, sys.modules["game.session"].SessionError):
        say = _words()
        problem(say.told(error.notice), say.told_hint(error.notice))
        return PROBLEMS
    if "game.story" in sys.modules and isinstance(error, sys.modules["game.story"].StoryProblems):
        return _story_problems(error)
    if isinstance(error, OSError):
        return _system_problem(error)
    return _fault(error)


def _story_problems(error: StoryProblems) -> int:
    """Name every problem of a story that cannot be played, or of a catalogue that cannot be brought up to date."""
    from game.cli.report import as_text

    talk(as_text(error.diagnostics, str(error.folder or "")))
    say = _words()
    if any(one.stops for one in error.diagnostics):
        talk(say("This story cannot be played before that is mended. “game explain CODE” tells more."))
    else:
        talk(say("Nothing was written. Mend that first; “game explain CODE” tells more."))
    return PROBLEMS


def _system_problem(error: OSError) -> int:
    """A file, or a stream, that cannot be read or written."""
    what = _words().told(os_reason(error))
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else ""
    problem(printable_path(f"{name}: {what}" if name else what))
    _silence_where_it_fails()
    return PROBLEMS


def _fault(error: Exception) -> int:
    """A fault of ours: keep the traceback in a file, and say where."""
    say = _words()
    problem(
        say("Something went wrong inside the game ({what}).", what=f"{type(error).__name__}: {error}"),
        say("What you played is kept; “game play” goes on from there."),
    )
    file = _keep_report(error)
    if file:
        talk(say("Please report it, with the file {file}", file=file))
    return FAULT


def _keep_report(error: Exception) -> str:
    """Write the traceback beside the sessions; the file's name, or '' where nothing can be written."""
    import traceback

    from game.paths import data_folder
    from game.whole import write_whole

    try:
        file = data_folder() / "fault.txt"
        write_whole(file, printable_lines("".join(traceback.format_exception(error))).encode())
    except (OSError, RuntimeError):  # no folder to write to, or no home to have one in
        return ""
    return str(file)
