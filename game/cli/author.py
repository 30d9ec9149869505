"""The author's commands: begin a story, check it, explain a code, print the schema, translate, count."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from game.cli.play import STORY
from game.cli.report import FORMATS
from game.cli.talk import as_argument, data, out, problem, talk, translator
from game.printable import printable_path

if TYPE_CHECKING:
    from game.story import Diagnostic
    from game.translate import Update

KINDS = ("scene", "story", "codex", "pictures", "proof")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def new(folder: Path) -> int:
    """Make a small complete story in FOLDER, ready to play and to change."""
    from game.cli.scaffold import create

    if folder.exists() and any(folder.iterdir()):
        problem(
            f"{printable_path(folder)} is not empty; nothing was written.",
            "Name a folder that does not exist yet.",
        )
        return 1
    for file in create(folder):
        out(printable_path(file))
    pasted = as_argument(folder)
    talk(f"Now try: game play {pasted}\nand, after every change: game check {pasted}")
    return 0


@click.command()
@click.argument("folder", required=False, type=STORY)
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
def check(folder: Path | None, style: str) -> int:
    """Report every problem in the story in FOLDER (default: the shipped story).

    Of a file with very many problems the first are told, and how many more there are; the formats for programs hold
    thousands. Exit code 0 when it can be played (warnings and notes allowed), 1 when there are errors.
    """
    from game.cli.report import render
    from game.story import StoryProblems, load_story

    try:
        diagnostics = load_story(folder).diagnostics
    except StoryProblems as problems:
        diagnostics = problems.diagnostics
    text = render(diagnostics, style, "" if folder is None else str(folder))
    if text:
        out(text) if style == "text" else data(text + "\n")
    talk(_summary(diagnostics))
    return 1 if any(str(one.severity) == "error" for one in diagnostics) else 0


def _summary(diagnostics: list[Diagnostic]) -> str:
    """How many of each severity, in words."""
    if not diagnostics:
        return "No problems."
    from game.story.diagnostics import BEYOND

    more = {str(one.severity) for one in diagnostics if one.code == BEYOND}
    counts = Counter(str(one.severity) for one in diagnostics if one.code != BEYOND)
    said = ", ".join(
        f"{'more than ' if level in more else ''}{counts[level]:,} {level}{'s' if counts[level] > 1 else ''}"
        for level in ("error", "warning", "note")
        if counts[level]
    )
    return f"{said}. “game explain CODE” tells more of a code."


@click.command()
@click.argument("code")
def explain(code: str) -> int:
    """Explain a CODE of check, prove or a session, such as S012, P020 or R001: cause, cure and an example."""
    from game.codes import all_rules, near
    from game.codes import explain as page

    code = code.upper()
    if code not in all_rules():
        offered = " or ".join(near(code))
        raise click.UsageError(f"No code {code}." + (f" Did you mean {offered}?" if offered else ""))
    out(page(code).rstrip("\n"))
    return 0


@click.command()
@click.argument("kind", type=click.Choice(KINDS), default="scene")
def schema(kind: str) -> int:
    """Print the JSON Schema of a KIND of file (scene by default), for editors to complete and check from.

    That of a proof is for programs which read what `game prove --format json` prints.
    """
    from game.reports import json_text

    data(json_text(_schema(kind)) + "\n")
    return 0


def _schema(kind: str) -> dict[str, Any]:
    if kind == "proof":
        from game.proof import json_schema as of_a_proof

        return of_a_proof()
    from game.story.schema import json_schema

    return json_schema("scenes" if kind == "scene" else kind)


@click.command()
@click.argument("folder", type=STORY)
@click.argument("language")
def translate(folder: Path, language: str) -> int:
    """Write or update the catalogue of the story in FOLDER for LANGUAGE, such as fr.

    Translations are kept; those of reworded texts are marked fuzzy. Edit the file with Poedit, or any editor.
    """
    from game.story.translating.languages import tag
    from game.translate import OwnLanguage, update

    known = tag(language)
    if not known:
        raise click.UsageError(f"“{language}” is no language code; one is fr, or pt_BR.")
    try:
        done = update(folder, known)
    except OwnLanguage:
        raise click.UsageError(f"The story is written in “{known}”: its own language needs no catalogue.") from None
    out(printable_path(done.file))
    talk(_left_to_do(done, as_argument(folder)))
    return 0


def _left_to_do(done: Update, pasted: str) -> str:
    """What a translator has to do still, in words; `pasted` is the story's folder."""
    texts = f"{done.texts} text{'s' if done.texts != 1 else ''}"
    said = f"{texts}: {done.missing} to translate, {done.doubtful} to look at again, {done.obsolete} obsolete."
    if not done.refused:
        return said
    are, why = ("is", "is wrong with it") if done.refused == 1 else ("are", "is wrong with them")
    return f"{said}\n{done.refused} of those to look at again {are} refused: “game check {pasted}” says what {why}."


@click.command()
@click.argument("folder", required=False, type=STORY)
def stats(folder: Path | None) -> int:
    """Count words by chapter and language, scenes, choices, endings (default: the shipped story).

    Then tell how long random playthroughs are, how much they differ, and how many decisions are remembered.
    """
    from game.engine import load
    from game.stats import playthroughs, table
    from game.story import load_story

    program = load_story(folder).program
    out(table(program))
    out(playthroughs(load(program), say=translator()))
    return 0
