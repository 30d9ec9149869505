"""The tree of commands; each command's work, and what it imports, waits until it is called."""

from __future__ import annotations

import difflib
from typing import Any

import click

from game import __version__
from game.cli import author, play, prove, replay, serve, sessions, tools


class Commands(click.Group):
    """The `game` group: without a command it plays, and a misspelt command gets the nearest one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Plain `game` opens the title; `game --plain` and the like mean `game play`."""
        own = {"--help", "-h", "--version"}
        completing = ctx.resilient_parsing
        if not completing and not args:
            args = ["play", "--title"]
        elif not completing and args[0].startswith("-") and args[0] not in own:
            args = ["play", *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, or say which ones there are."""
        name = args[0]
        if self.get_command(ctx, name) is None:
            names = self.list_commands(ctx)
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(names)}."
            ctx.fail(f"No command “{name}”. {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seven-canteens", message="%(prog)s %(version)s")
def game() -> None:
    """Play Seven Canteens, or any story written for its engine.

    Without a command, the story that ships with the game is played.
    """


for command in (
    play.play,
    sessions.sessions,
    replay.replay,
    author.new,
    author.check,
    prove.prove,
    author.explain,
    author.schema,
    author.translate,
    author.stats,
    serve.serve,
    tools.completions,
):
    game.add_command(command)
