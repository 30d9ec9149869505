"""A report in words: what a writer reads at a glance, in their language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from game.ordinary import read_ordinary
from game.proof.explicit.witness import way_to
from game.proof.questions.answers import Standing
from game.proof.report import sentences
from game.proof.report.report import UNBOUNDED, EndingFacts, Finding, Report, RoundFacts
from game.proof.report.rules import RULES
from game.proof.report.sentences import ENGLISH
from game.reports import shown_path
from game.story.diagnostics import quoted_line
from game.story.places.marks import SourceFile
from game.story.reading.reader import MAX_BYTES
from game.wording import Words
from game.wording.figures import number, percent

KINDS = {
    "scene": "scenes",
    "shown": "choices offered",
    "open": "choices open",
    "taken": "choices taken",
    "locked": "reasons read",
    "block": "guarded texts",
    "text": "variants in texts",
    "entry": "codex entries",
    "stage": "codex stages",
    "picture": "pictures",
    "ending": "endings",
}
SHOWN_CHOICES = 12
MOST_OPEN = 8
MOST_FORGOTTEN = 6


def tell(report: Report, folder: str = "", title: str = "", say: Words = ENGLISH, root: Path | None = None) -> str:
    """The whole report for people; the lines that findings point at are quoted from the files in `root`."""
    parts = [
        tell_head(report, title, say),
        tell_findings(report, folder, say, quoting(root) if root else nothing),
        "\n".join(_counts(report, say)),
        "\n".join(_endings(report, say)),
        "\n".join(_work(report, say)),
    ]
    return "\n\n".join(part for part in parts if part)


def tell_head(report: Report, title: str = "", say: Words = ENGLISH) -> str:
    """Whether the story is proved, and what is open."""
    lines = [say("{label}: {value}", label=title or report.story, value=sentences.verdict(report, say))]
    lines += [f"  {line}" for line in sentences.advice(report.widest, say)]
    lines += [f"  {line}" for line in _open(report, say)]
    if report.stopped is not None and (report.proved or report.unmended):
        why = sentences.why(report.stopped, say)
        if not report.endings:
            lines.append(say("The endings in numbers are not known: {why}", why=why))
        elif any(RULES[one.code].kind in ("stuck", "trap") and one.mend is None for one in report.findings):
            lines.append(say("What would mend the story is not known: {why}", why=why))
    if not report.findings:
        lines.append(say("No findings.") if report.proved else say("Nothing wrong was found so far."))
    return "\n".join(lines)


def _open(report: Report, say: Words) -> Iterator[str]:
    """What is open, by the reason for it, which is told where there are several."""
    for reason in report.reasons:
        names = [one.id for one in report.answers if one.reason == reason]
        asked = [sentences.question(one.asked, say) for one in report.left if one.reason == reason]
        open_ones = [_some(names, MOST_OPEN, say)] if names else []
        open_ones += asked[:MOST_OPEN]
        for told in open_ones:
            line = say("Open: {what}", what=told)
            yield f"{line} ({sentences.why(reason, say)})" if len(report.reasons) > 1 else line
        if len(asked) > MOST_OPEN:
            yield say.n("and {n} more", "and {n} more", len(asked) - MOST_OPEN)


def _some(names: Sequence[str], most: int, say: Words) -> str:
    """The first of some names, and how many more there are."""
    told, more = ", ".join(names[:most]), len(names) - most
    return told if more <= 0 else f"{told} {say.n('and {n} more', 'and {n} more', more)}"


Quote = Callable[[Finding], list[str]]
"""The lines that quote what a finding points at."""


def nothing(finding: Finding) -> list[str]:
    """No quotation."""
    return []


def quoting(root: Path) -> Quote:
    """Quotations as `game check` has them, from the files of a story's folder; each file is read once."""

    @cache
    def source(file: str) -> SourceFile:
        try:
            return SourceFile(file, read_ordinary(root / file, MAX_BYTES).decode("utf-8", "replace"))
        except OSError:
            return SourceFile(file, "")

    def quote(finding: Finding) -> list[str]:
        line = source(finding.file).line(finding.line) if finding.file else ""
        return quoted_line(line, finding.column) if line.strip() else []

    return quote


def tell_findings(report: Report, folder: str = "", say: Words = ENGLISH, quote: Quote = nothing) -> str:
    """The findings alone, a paragraph each."""
    return "\n\n".join(tell_one(report, one, folder, say, quote) for one in report.findings)


def where(finding: Finding, folder: str) -> str:
    """`file:line:column: `, with the folder in front."""
    if not finding.file:
        return ""
    return f"{shown_path(finding.file, folder)}:{finding.line}:{finding.column}: "


def tell_one(report: Report, finding: Finding, folder: str = "", say: Words = ENGLISH, quote: Quote = nothing) -> str:
    """One finding: where, what, the line that is meant, the way to it, and what to do."""
    lines = [f"{where(finding, folder)}{finding.code} {sentences.message(finding, say)}", *quote(finding)]
    lines += [f"    {note}" for note in sentences.notes(finding, say)]
    if finding.node is not None:
        choices, _ = way_to(report.nodes, finding.node)
        shown = choices if len(choices) <= SHOWN_CHOICES else ["…", *choices[-SHOWN_CHOICES:]]
        way = " ".join(shown) if shown else say("at the start")
        told = say(
            "soonest after {n}: {way}" if finding.shortest else "after {n}, perhaps sooner: {way}",
            n=finding.length,
            way=way,
        )
        lines.append("    " + told)
    lines += [f"    {line}" for line in sentences.mends(finding, say)]
    lines.append(f"    = {sentences.hint(finding, say)}")
    return "\n".join(lines)


def _counts(report: Report, say: Words) -> Iterator[str]:
    counts = report.counts()
    width = max((len(say(KINDS[kind])) for kind in counts), default=0) + 1
    for kind, (total, met, left) in counts.items():
        said = _reached(total, met, say)
        never = total - met - left
        if never:
            said += ", " + say("{n} never", n=number(never, say))
        if left:
            said += ", " + say("{n} open", n=number(left, say))
        yield f"  {say(KINDS[kind]):<{width}} {said}"


def _reached(total: int, met: int, say: Words) -> str:
    if met == total:
        return say.n("{n} reachable", "all {n} reachable", total)
    return say.n("{n} of {total} reachable", "{n} of {total} reachable", met, total=total)


def _endings(report: Report, say: Words) -> Iterator[str]:
    if not report.endings:
        return
    rows: list[tuple[str, ...]] = [
        (say("ending"), say("share"), say("shortest"), say("longest"), say("before"), say("after"), say("last chance"))
    ]
    rows += [_ending(ending, say) for ending in report.endings]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *numbers, last = row
        cells = [f"{cell:>{width}}" for cell, width in zip(numbers, widths[1:-1], strict=True)]
        yield "  " + "  ".join([f"{first:<{widths[0]}}", *cells, last]).rstrip()
    yield f"  ({say('before / after: the states from which it can, and can no longer, be reached')})"
    times = max(ending.sampled for ending in report.endings)
    if times:
        told = say("~ sampled from {n} playthroughs, every open choice equally likely", n=number(times, say))
        yield f"  ({told})"
    if report.left_over > 1e-6:
        left = percent(report.left_over, say)
        yield f"  ({say('{share} of playthroughs had not ended when the count stopped', share=left)})"


def _ending(ending: EndingFacts, say: Words) -> tuple[str, ...]:
    """The cells of an ending."""
    share = "–" if ending.share is None else ("~" if ending.sampled else "") + percent(ending.share, say)
    states = [("–" if one is None else number(one, say)) for one in (ending.before, ending.after)]
    if ending.standing is Standing.NEVER:
        return ending.id, share, say("never"), "", *states, ""
    return ending.id, share, _shortest(ending, say), _longest(ending, say), *states, _closing(ending, say)


def _shortest(ending: EndingFacts, say: Words) -> str:
    if ending.shortest is not None:
        return str(ending.shortest)
    return say("not known") if ending.shortest_seen is None else f"≤ {ending.shortest_seen}"


def _longest(ending: EndingFacts, say: Words) -> str:
    if ending.longest is UNBOUNDED:
        return say("unbounded")
    if ending.longest is not None:
        return str(ending.longest)
    return say("not known") if ending.longest_seen is None else f"≥ {ending.longest_seen}"


def _closing(ending: EndingFacts, say: Words) -> str:
    if not ending.closing:
        return ""
    last, earlier = ending.closing[0].choice, len(ending.closing) - 1
    return f"{last} ({say.n('and {n} earlier', 'and {n} earlier', earlier)})" if earlier else last


def _work(report: Report, say: Words) -> Iterator[str]:
    took = say(
        "{states} states walked, {places} places, {moves} moves, {seconds} s, {memory} MB",
        states=number(report.walked, say),
        places=number(report.places, say),
        moves=number(report.moves, say),
        seconds=number(report.seconds, say, 1),
        memory=number(report.memory, say),
    )
    yield took + (", " + say("read back: nothing the proof reads has changed") if report.kept else "")
    for one in report.rounds:
        yield f"  {_round(one, say)}"
    if report.rounds:
        yield "  " + say(
            "Forgetting is sound: a value is merged with another only where no guard, branch, effect or"
            " question that can still come tells them apart."
        )


def _round(one: RoundFacts, say: Words) -> str:
    parts = [say.n("{n} question", "{n} questions", one.questions)]
    if one.states is not None:
        parts.append(say.n("{n} state", "{n} states", one.states))
        if not one.walked:
            parts.append(say("counted from sets"))
    parts.append(f"{number(one.seconds, say, 1)} s")
    if not one.complete:
        parts.append(say("given up"))
    if one.forgotten:
        parts.append(say("forgot {what}", what=_some(one.forgotten, MOST_FORGOTTEN, say)))
    return say("{label}: {value}", label=sentences.about(one, say), value=", ".join(parts))
