"""The endings of a proof in numbers: how often, after how many choices, when it is too late for them."""

from __future__ import annotations

from collections.abc import Iterator

from game.proof import UNBOUNDED, EndingFacts, Standing
from game.tui.author.proven import Proven
from game.tui.page.gauges import FULL
from game.tui.page.lines import BLANK, BOLD, Line, Run, filled, indent, width_of, wrap
from game.tui.page.prose import safe, simple
from game.tui.play_context import PlayContext
from game.wording import Words
from game.wording.figures import number, percent

ENDING = "ending:"
BAR = 20
WITH_BAR = 70
"""From this width on, the share of an ending is also drawn."""


def ending_lines(proven: Proven, context: PlayContext, width: int) -> list[Line]:
    """All endings, each with the target 'ending:ID', and how their shares were counted."""
    report, words = proven.report, context.words
    if not report.endings:
        return []
    lines: list[Line] = [(Run(words("Endings"), "heading", BOLD),)]
    most = max(facts.share or 0.0 for facts in report.endings)
    for facts in report.endings:
        lines += _ending(facts, most, context, width)
    notes = list(_notes(proven, words))
    return [*lines, *([BLANK, *wrap([Run(" ".join(notes), "quiet")], width)] if notes else [])]


def _notes(proven: Proven, words: Words) -> Iterator[str]:
    times = max(facts.sampled for facts in proven.report.endings)
    if times:
        said = number(times, words)
        yield words("Shares are of {n} playthroughs with every open choice equally likely.", n=said)
    if proven.report.left_over > 1e-6:
        left = percent(proven.report.left_over, words)
        yield words("{share} of the playthroughs had not ended when the count stopped.", share=left)


def _ending(facts: EndingFacts, most: float, context: PlayContext, width: int) -> list[Line]:
    """Name and share on one line, the rest below it; `most` is the share of the commonest ending."""
    words, target = context.words, ENDING + facts.id
    share = _share(facts, most, words, width)
    first: Line = (Run("  ", "pointer", 0, target), Run(safe(facts.id), "option", 0, target))
    title = _title(facts.id, context)
    room = width - width_of(first) - width_of(share) - 4
    beside = width_of([Run(title)]) <= room
    if title and beside:
        first = (*first, Run("  " + title, "quiet", 0, target))
    gap = Run(" " * max(2, width - width_of(first) - width_of(share)), "option", 0, target)
    told = [*([] if beside else wrap([Run(title, "quiet")], width - 4)), *_told(facts, words, width - 4)]
    below = indent(told, (Run("    ", "option"),), (Run("    ", "option"),))
    lines = [(*first, gap, *share), *below]
    return [filled(tuple(run._replace(target=target) for run in line), width, target) for line in lines]


def _title(ending: str, context: PlayContext) -> str:
    """The title of an ending, where it says more than the id."""
    index = next((one.title for one in context.machine.program.endings if one.id == ending), -1)
    title = simple(context.text(index)) if index >= 0 else ""
    return "" if title.casefold().replace(" ", "-") == ending.casefold() else title


def _share(facts: EndingFacts, most: float, words: Words, width: int) -> list[Run]:
    """The share, drawn where there is room; the number alone says all that the bar does."""
    if facts.share is None:
        return []
    said = Run(f"{'≈ ' if facts.sampled else ''}{percent(facts.share, words)}".rjust(11), "option")
    if width < WITH_BAR:
        return [said]
    full = round(BAR * facts.share / most) if most else 0
    return [Run(FULL * full, "accent"), Run(" " * (BAR - full)), said]


def _told(facts: EndingFacts, words: Words, width: int) -> list[Line]:
    """When it comes, and when it is too late for it: side by side, or one below the other."""
    if facts.standing is Standing.NEVER:
        return wrap([Run(words("never reached"), "bad")], width)
    when, too_late = list(_when(facts, words)), list(_too_late(facts, words))
    together = _packed([*when, *too_late], width)
    return together if len(together) == 1 else [*_packed(when, width), *_packed(too_late, width)]


def _packed(parts: list[str], width: int) -> list[Line]:
    """Sayings in as few lines as hold them, broken between sayings if it can be."""
    rows: list[str] = []
    for part in parts:
        if rows and width_of([Run(f"{rows[-1]} · {part}")]) <= width:
            rows[-1] += f" · {part}"
        else:
            rows.append(part)
    return [line for row in rows for line in wrap([Run(row, "quiet")], width)]


def _when(facts: EndingFacts, words: Words) -> Iterator[str]:
    yield _lengths(facts, words)
    if facts.before is not None and facts.after is not None:
        before, after = number(facts.before, words), number(facts.after, words)
        yield words("open in {before} states, closed in {after}", before=before, after=after)


def _too_late(facts: EndingFacts, words: Words) -> Iterator[str]:
    if facts.closing:
        yield words("last chance: {choice}", choice=safe(facts.closing[0].choice))
        earlier = len(facts.closing) - 1
        if earlier:
            yield words.n("{n} choice closes it earlier", "{n} choices close it earlier", earlier)


def _lengths(facts: EndingFacts, words: Words) -> str:
    """After how many choices it comes."""
    if facts.standing is Standing.OPEN:
        return words("not known whether it can be reached")
    if facts.shortest is None:
        return _seen(facts, words)
    least, most = facts.shortest, facts.longest
    if most is UNBOUNDED:
        return words.n("after {n} choice or any number more", "after {n} choices or any number more", least)
    if most == least:
        return words.n("after {n} choice", "after {n} choices", least)
    if most is not None:
        return words("after {least} to {most} choices", least=least, most=most)
    if facts.longest_seen is not None and facts.longest_seen > least:
        return words("after {least} to {most} choices or more", least=least, most=facts.longest_seen)
    return words.n("after {n} choice or more", "after {n} choices or more", least)


def _seen(facts: EndingFacts, words: Words) -> str:
    """After how many choices it was found to come, where nobody knows that it cannot come sooner."""
    if facts.shortest_seen is None:
        return words("it can be reached, after how many choices is not known")
    return words.n("after {n} choice, perhaps sooner", "after {n} choices, perhaps sooner", facts.shortest_seen)
