"""`game replay`: watch a session again, verify it, or write down what was read."""

from __future__ import annotations

from pathlib import Path

import click

from game.cli.play import STORY
from game.cli.talk import data, out


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--story", "folder", type=STORY, help="The folder of the story it was played in (default: the shipped one)."
)
@click.option("--verify", is_flag=True, help="Replay without showing, and say whether it still goes the same way.")
@click.option("--transcript", type=click.Choice(["md", "txt"]), help="Write what was read to stdout.")
@click.option("--plain", is_flag=True, help="Print it line by line.")
@click.option("--language", metavar="LANG", help="Show it in this language.")
def replay(
    file: Path, folder: Path | None, verify: bool, transcript: str | None, plain: bool, language: str | None
) -> int:
    """Watch the session in FILE again, step by step.

    With --verify the exit code is 0 when every choice leads where it led, and 1 with the first step that differs.
    """
    if verify and transcript:
        raise click.UsageError("Give --verify or --transcript, not both.")
    from game.cli.stage import plain_wanted, prepare

    stage = prepare(folder, language)
    if verify:
        from game.session import verify as verified

        verdict = verified(stage.machine, file)
        for notice in (verdict.finding, *verdict.notes):
            out(stage.say.told(notice))
        return 0 if verdict.identical else 1
    if transcript or plain or plain_wanted():
        from game.session import transcript as written
        from game.wording import told_in

        data(written(stage.machine, file, transcript or "txt", told_in))
        return 0
    from game.tui import run_replay

    return run_replay(stage.machine, file, stage.settings, story=stage.story, interface=stage.interface)
