"""`game completions`: the shell's help in typing."""

from __future__ import annotations

import click

from game.cli.talk import data, talk, translator

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
