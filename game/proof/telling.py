"""A report in words: what a writer reads at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from game.proof.results import EndingFacts, Finding, Report, RoundFacts
from game.proof.witness import way_to
from game.reports import shown_path

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


def tell(report: Report, folder: str = "", title: str = "") -> str:
    """The whole report for people."""
    parts = [
        tell_head(report, title),
        tell_findings(report, folder),
        "\n".join(_counts(report)),
        "\n".join(_endings(report)),
        "\n".join(_work(report)),
    ]
    return "\n\n".join(part for part in parts if part)


def tell_head(report: Report, title: str = "") -> str:
    """Whether the story is proved, and what is open."""
    name = title or report.story
    lines = [f"{name}: {report.verdict}"]
    if report.interrupted:
        lines.append("Interrupted: what follows is what was proved until then.")
    lines += [f"  {line}" for line in report.advice]
    open_ones = [one.id for one in report.answers if one.length == -2]
    if open_ones:
        more = f" and {len(open_ones) - 8} more" if len(open_ones) > 8 else ""
        lines.append(f"Open: {', '.join(open_ones[:8])}{more}")
    lines += [f"Open: {one}" for one in report.left]
    if not report.findings:
        lines.append("No findings.")
    return "\n".join(lines)


def tell_findings(report: Report, folder: str = "") -> str:
    """The findings alone, a paragraph each."""
    return "\n\n".join(tell_one(report, one, folder) for one in report.findings)


def where(finding: Finding, folder: str) -> str:
    """`file:line: `, with the folder in front."""
    if not finding.file:
        return ""
    return f"{shown_path(finding.file, folder)}:{finding.line}: "


def tell_one(report: Report, finding: Finding, folder: str = "") -> str:
    """One finding: where, what, the shortest way to it, and what to do."""
    lines = [f"{where(finding, folder)}{finding.code} {finding.message}"]
    if finding.note:
        lines.append(f"    {finding.note}")
    if finding.node >= 0:
        choices, _ = way_to(report.nodes, finding.node)
        shown = choices if len(choices) <= SHOWN_CHOICES else ["…", *choices[-SHOWN_CHOICES:]]
        lines.append(f"    soonest after {finding.length}: {' '.join(shown) if shown else 'at the start'}")
    lines.append(f"    = {finding.hint}")
    return "\n".join(lines)


def _counts(report: Report) -> Iterator[str]:
    for kind, (total, met, left) in report.counts().items():
        never = total - met - left
        said = f"all {total}" if met == total else f"{met} of {total}"
        extra = (f", {never} never" if never else "") + (f", {left} open" if left else "")
        yield f"  {KINDS[kind]:<18} {said} reachable{extra}"


def _endings(report: Report) -> Iterator[str]:
    if not report.endings:
        return
    width = max(len(ending.id) for ending in report.endings)
    yield f"  {'ending':<{width}}   share  shortest  longest   states before / after  last chance"
    for ending in report.endings:
        states = f"{ending.before:>12,} / {ending.after:<10,}"
        yield f"  {ending.id:<{width}}  {_share(ending)}  {_ways(ending)}  {states} {_closing(ending)}"
    if any(ending.sampled for ending in report.endings):
        times = max(ending.sampled for ending in report.endings)
        yield f"  (~ sampled from {times:,} playthroughs, every open choice equally likely)"
    if report.left_over > 1e-6:
        yield f"  ({report.left_over:.2%} of playthroughs had not ended when the count stopped)"


def _share(ending: EndingFacts) -> str:
    return f"{'~' if ending.sampled else ' '}{ending.share:6.2%}"


def _ways(ending: EndingFacts) -> str:
    if ending.shortest < 0:
        return f"{'never':>8}  {'':>9}"
    seen = f"≥ {ending.longest_seen}" if ending.longest_seen >= 0 else "not known"
    longest = {-1: "unbounded", -2: seen}.get(ending.longest, str(ending.longest))
    return f"{ending.shortest:>8}  {longest:>9}"


def _closing(ending: EndingFacts) -> str:
    if not ending.closing:
        return ""
    last = ending.closing[0]
    others = f" (and {len(ending.closing) - 1} earlier)" if len(ending.closing) > 1 else ""
    return f"{last.choice}{others}"


def _work(report: Report) -> Iterator[str]:
    kept = ", read back: nothing the proof reads has changed" if report.kept else ""
    states = sum(one.states for one in report.rounds)
    took = f"{report.seconds:.1f} s, {report.memory} MB{kept}"
    yield f"{states:,} states at {report.places} places, {report.moves} moves, {took}"
    for one in report.rounds:
        yield f"  {_round(one)}"
    if report.rounds:
        yield (
            "  Forgetting is sound: a value is merged with another only where no guard, branch, effect or "
            "question that can still come tells them apart."
        )


def _round(one: RoundFacts) -> str:
    forgotten = f", forgot {', '.join(one.forgotten[:6])}" if one.forgotten else ""
    more = f" and {len(one.forgotten) - 6} more" if len(one.forgotten) > 6 else ""
    whole = "" if one.complete else " (given up)"
    return f"{one.about}: {one.questions} questions, {one.states:,} states, {one.seconds:.1f} s{whole}{forgotten}{more}"
