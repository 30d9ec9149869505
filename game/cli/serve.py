"""`game serve`: the game in a browser."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from game.cli.play import STORY
from game.cli.talk import problem, talk, translator

KEEP_HELP = "The seconds that a game is kept for a visitor whose tab was closed or whose line dropped."
NAME_HELP = "A further name that the page is reached by; may be given several times."


@click.command()
@click.argument("folder", required=False, type=STORY)
@click.option("--host", default="localhost", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0: a free one.")
@click.option("--name", "names", multiple=True, metavar="NAME", help=NAME_HELP)
@click.option("--visitors", default=4, show_default=True, type=click.IntRange(1, 100), help="How many play at once.")
@click.option("--keep", default=30.0, show_default=True, type=click.FloatRange(0, 3600), help=KEEP_HELP)
def serve(folder: Path | None, host: str, port: int, names: tuple[str, ...], visitors: int, keep: float) -> int:
    """Play in a browser: serves the full face as a page.

    Each browser has sessions of its own, told apart by a cookie. Only this machine is served unless --host names an
    address that others reach.
    """
    say = translator()
    if find_spec("textual_serve") is None:
        problem(
            say("Serving in a browser needs one more package, textual-serve."),
            say("Install it with: {command}", command="pip install 'seven-canteens[browser]'"),
        )
        return 1
    from game.cli.stage import prepare
    from game.paths import data_folder
    from game.serve.games import Games
    from game.serve.running import CannotListen, run
    from game.serve.server import Server
    from game.serve.visitors import Visitors

    machine = prepare(folder).machine
    games = Games(Visitors(data_folder() / "visitors"), folder, most=visitors, keep=keep)
    try:
        run(Server(machine, games, names).application(), host, port, lambda port: _greet(host, port, names), talk)
    except CannotListen as error:
        problem(
            say("Nothing can be served on {address} ({why}).", address=f"{host}:{port}", why=error.reason),
            say("Choose another address with --host, or another port with --port."),
        )
        return 1
    return 0


def _greet(host: str, port: int, names: tuple[str, ...]) -> None:
    """Say where the page is, and to whom it is open where that is more than this machine."""
    from game.serve.running import is_loopback, is_unspecified

    say = translator()
    if not is_loopback(host):
        talk(say("Everybody who reaches this machine can play, and what is played can be read on the way."))
    shown = names[0] if names else "localhost" if is_unspecified(host) else f"[{host}]" if ":" in host else host
    talk(say("Open http://{host}:{port} in a browser; Ctrl-C ends it.", host=shown, port=port))
