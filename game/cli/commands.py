"""The tree of commands; a command, its work and what that imports wait until it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from game import __version__

_MODULES = {
    "play": "play",
    "sessions": "sessions",
    "replay": "replay",
    "new": "author",
    "check": "author",
    "prove": "prove",
    "explain": "author",
    "explain-page": "explain_page",
    "schema": "author",
    "translate": "author",
    "stats": "author",
    "serve": "serve",
    "completions": "tools",
}
"""The commands, and which module of `game.cli` has the function of that name."""


class Commands(click.Group):
    """The `game` group: without a command it plays, and a misspelt command gets the nearest one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, as help shows them."""
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name, None for a name that is none."""
        module = _MODULES.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(f"game.cli.{module}"), cmd_name.replace("-", "_"))
        return command

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
            import difflib

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
