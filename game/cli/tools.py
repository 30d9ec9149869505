"""`game serve` and `game completions`: the game in a browser, and the shell's help in typing."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import click

from game.cli.play import STORY
from game.cli.talk import data, problem, talk, translator


@click.command()
@click.argument("folder", required=False, type=STORY)
@click.option("--host", default="localhost", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
def serve(folder: Path | None, host: str, port: int) -> int:
    """Play in a browser: serves the terminal face as a page."""
    say = translator()
    if find_spec("textual_serve") is None:
        problem(
            say("Serving in a browser needs one more package, textual-serve."),
            say("Install it with: {command}", command="pip install 'seven-canteens[browser]'"),
        )
        return 1
    import shlex

    from textual_serve.server import Server

    command = [sys.executable, "-m", "game", "play", *([str(folder.absolute())] if folder else [])]
    talk(say("Open http://{host}:{port} in a browser; Ctrl-C ends it.", host=host, port=port))
    Server(shlex.join(command), host=host, port=port, title="Seven Canteens").serve()
    return 0


_WHERE = {
    "bash": '~/.bashrc: eval "$(game completions bash)"',
    "zsh": '~/.zshrc: eval "$(game completions zsh)"',
    "fish": "~/.config/fish/completions/game.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(list(_WHERE)))
def completions(shell: str) -> int:
    """Print the script that lets a shell complete this command."""
    from click.shell_completion import get_completion_class

    from game.cli.commands import game

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"No completions for {shell}.")
    data(made(game, {}, "game", "_GAME_COMPLETE").source() + "\n")
    say = translator()
    talk(say("To use it at every start: {where}", where=_WHERE[shell]))
    return 0
