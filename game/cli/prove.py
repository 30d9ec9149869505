"""`game prove`: what it is told, its progress, its report and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from game.cli.play import STORY
from game.cli.policy import read_policy
from game.cli.talk import data, out, talk, translator
from game.proof import MOST_BOUND, MOST_MEMORY, MOST_TIME, helpers_for, report_of, title_of

if TYPE_CHECKING:
    from game.proof import Answer, Finding, Report
    from game.story import Diagnostic, Loaded

STYLES = ("text", "json", "sarif", "github")

EVERY = 0.1
"""Seconds between two drawings of the progress line."""


@click.command()
@click.argument("folder", required=False, type=STORY)
@click.option("--format", "style", type=click.Choice(STYLES), default="text", show_default=True)
@click.option("--witness", metavar="WHAT", help="Print the shortest session to WHAT, such as ending:the-wire.")
@click.option(
    "--bound", type=click.IntRange(1, MOST_BOUND), help="States an exploration may have before it is given up."
)
@click.option(
    "--memory",
    metavar="MB",
    type=click.IntRange(1, MOST_MEMORY),
    help="Megabytes that the proof may take; with more, sets of states grow larger.",
)
@click.option("--time", "seconds", metavar="SECONDS", type=click.IntRange(1, MOST_TIME), help="Seconds it may take.")
@click.option(
    "--policy", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="JSON: weights of choices."
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes for what is asked one by one (default: one a processor).",
)
@click.option(
    "--dask",
    "cluster",
    metavar="ADDRESS",
    help="Let a Dask cluster's workers help with what is asked one by one.",
)
@click.option("--mend", is_flag=True, help="Print what would mend its traps and dead stops, as a patch; apply nothing.")
@click.option("--view", is_flag=True, help="Open what was found in a screen: findings, their places, the ways to them.")
@click.option("--fresh", is_flag=True, help="Prove again, whatever is kept of an earlier proof.")
def prove(
    folder: Path | None,
    style: str,
    witness: str | None,
    bound: int | None,
    memory: int | None,
    seconds: int | None,
    policy: Path | None,
    jobs: int | None,
    cluster: str | None,
    mend: bool,
    view: bool,
    fresh: bool,
) -> int:
    """Explore every state of the story in FOLDER (default: the shipped story) and say what can happen in it.

    Exit code 0 when all is proved and nothing is wrong, 1 when there are findings, 3 when something is not proved.
    """
    if view and (witness is not None or style != "text" or mend):
        raise click.UsageError("--view shows the proof on the screen; --witness, --format and --mend print it.")
    if mend and (witness is not None or style != "text"):
        raise click.UsageError("--mend prints a patch; --witness and --format print something else.")
    from game.proof import BOUND, Options

    began = monotonic()
    with _cluster_trouble():
        loaded = _loaded(folder, style if witness is None else "text")
        weights = {} if policy is None else read_policy(policy, loaded.program)
        helpers, address = helpers_for(jobs), _reachable(cluster)
        options = Options(bound or BOUND, weights, helpers, address, memory=memory, time=seconds, since=began)
        report = report_of(loaded.program, options, folder=loaded.folder, fresh=fresh, watch=_progress)
    say = translator()
    if address and not report.spread:
        talk(say("The Dask cluster did not help: nothing was left to spread."))
    if witness is not None:
        return _witness(loaded, report, witness)
    if mend:
        return _mend(loaded, report)
    shown = "" if folder is None else str(folder)
    code = _view(loaded, report, shown) if view else _print(loaded, report, style, shown)
    return code or report.exit_code


def _loaded(folder: Path | None, style: str) -> Loaded:
    """The story. Where it has errors, whoever waits for a report in a format for programs gets them in that format on
    stdout; the words for people follow on stderr."""
    from game.story import StoryProblems, load_story

    try:
        return load_story(folder)
    except StoryProblems as error:
        if style != "text":
            data(_unproved(error.diagnostics, style, "" if folder is None else str(folder)) + "\n")
        raise


def _unproved(problems: Sequence[Diagnostic], style: str, folder: str) -> str:
    """The problems that keep a story from being proved, in a format for programs."""
    from game.cli.report import as_sarif, records, render
    from game.proof import without_report
    from game.reports import json_text

    verdict = "not proved: the story has errors"
    if style == "json":
        return json_text(without_report(verdict, records(problems, folder)))
    if style == "sarif":
        return json_text(as_sarif(problems, folder, "game prove", verdict))
    return render(problems, style, folder)


def _print(loaded: Loaded, report: Report, style: str, folder: str) -> int:
    """The report on stdout, in one of STYLES."""
    from game.proof import render

    text = render(report, style, folder, title_of(loaded.program), translator(), loaded.folder)
    if text:
        out(text) if style == "text" else data(text + "\n")
    return 0


def _mend(loaded: Loaded, report: Report) -> int:
    """The mends as a patch on stdout; on stderr what it is, or that there is none. Exit code as of the report."""
    from game.proof import left_out, patch, wanted

    say, changes = translator(), wanted(report.findings)
    text = patch(loaded.folder, loaded.program, changes)
    if text:
        data(text)
        talk(say("Nothing was changed. To apply it, in the story's folder: patch -p1"))
    else:
        talk(say("There is nothing to mend, or no mend was found."))
    for choice in left_out(loaded.program, changes):
        talk(say("Not in the patch: the condition at {choice}, a choice that several scenes include.", choice=choice))
    return report.exit_code


def _view(loaded: Loaded, report: Report, folder: str) -> int:
    """The report on the screen until the author leaves it; on stdout where there is no screen."""
    from game import settings
    from game.cli.stage import plain_wanted

    if plain_wanted():
        return _print(loaded, report, "text", folder)
    from game.engine import load
    from game.tui import run_proof

    own = settings.load()
    return run_proof(load(loaded.program), report, loaded.folder, own, shown=folder, interface=own.spoken)


@contextmanager
def _cluster_trouble() -> Iterator[None]:
    """A cluster that cannot help is told, and ends the command with exit code 1."""
    from game.proof import ClusterTrouble

    try:
        yield
    except ClusterTrouble as error:
        raise click.ClickException(str(error)) from None


def _reachable(cluster: str | None) -> str:
    """The address of a Dask cluster that answers and can help."""
    if not cluster:
        return ""
    if find_spec("distributed") is None:
        raise click.UsageError("--dask needs the extra: pip install 'seven-canteens[dask]'")
    from game.proof import NoAnswer, connected

    try:
        with connected(cluster):
            return cluster
    except NoAnswer as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """A progress line on stderr where somebody can see it."""
    if not sys.stderr.isatty():
        yield lambda about, states: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from game.proof import sentences

    say = translator()
    drawn = 0.0

    def show(about: str, states: int) -> None:
        """Draw it now and then, and from here: a thread that draws would keep a proof from copying this process."""
        nonlocal drawn
        due = monotonic() - drawn > EVERY
        drawn = monotonic() if due else drawn
        counted = say("{states} states", states=f"{states:,}") if about in sentences.IN_STATES else ""
        bar.update(task, description=say(sentences.PROGRESS[about]), counted=counted, refresh=due)

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[counted]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(say(sentences.PROGRESS["reading"]), total=None, counted="")
        yield show


def _witness(loaded: Loaded, report: Report, what: str) -> int:
    """Print the session that meets something soonest."""
    from game.engine import load
    from game.proof import session_to

    say, found = translator(), _named(report, what)
    if found is None:
        names = ", ".join(one.id for one in report.answers if one.id.startswith(what.partition(":")[0]))
        raise click.UsageError(f"nothing is called “{what}”" + (f"; there are: {names[:600]}" if names else ""))
    if found.node is None:
        talk(say("“{what}” has no witness: {why}", what=what, why=_why_none(found)))
        return 1
    if not found.shortest:
        talk(say("The session to “{what}” may not be the shortest.", what=what))
    data(session_to(load(loaded.program), report.nodes, found.node))
    return 0


def _why_none(found: Answer | Finding) -> str:
    """Why there is no session to something."""
    from game.proof import Answer, sentences

    say = translator()
    reason = found.reason if isinstance(found, Answer) else None
    return say("it can never happen") if reason is None else sentences.not_known(reason, say)


def _named(report: Report, what: str) -> Answer | Finding | None:
    """A question's answer, or a finding named as CODE:ID; None if there is neither."""
    answer = report.answer(what)
    if answer is not None:
        return answer
    code, _, about = what.partition(":")
    return next((one for one in report.findings if (one.code, one.about) == (code.upper(), about)), None)
