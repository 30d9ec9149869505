"""A proof as lines: what was found, what is left open, what can happen, the endings in numbers."""

from __future__ import annotations

from game.proof import KINDS, Finding, sentences
from game.tui.author.ending_lines import ending_lines
from game.tui.author.proven import Proven
from game.tui.page.lines import BLANK, BOLD, Line, Run, filled, indent, width_of, wrap
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.wording import Words
from game.wording.figures import number

FINDING = "finding:"
WIDE = 70
"""From this width on, the place of a finding stands beside it, else below it."""
MOST_OPEN = 12


def proof_lines(proven: Proven, context: PlayContext, width: int) -> list[Line]:
    """The whole proof; findings have the targets 'finding:NUMBER', endings 'ending:ID'."""
    words = context.words
    parts = [
        [heading(words("Findings")), *_findings(proven, words, width)],
        _left_open(proven, words, width),
        [heading(words("What can happen")), *_counts(proven, words)],
        ending_lines(proven, context, width),
        _work(proven, words, width),
    ]
    return [line for part in parts if part for line in (*part, BLANK)][:-1]


def heading(text: str) -> Line:
    """The heading of a part."""
    return (Run(text, "heading", BOLD),)


def _findings(proven: Proven, words: Words, width: int) -> list[Line]:
    report = proven.report
    if not report.findings:
        told = (
            words("Nothing is wrong: all that was asked is proved.")
            if report.proved
            else words("Nothing was found so far, but not all that was asked is proved.")
        )
        return indent(wrap([Run(told)], width - 4), (Run("  "), Run("✓ " if report.proved else "– ", "good")))
    return [line for index, one in enumerate(report.findings) for line in _finding(proven, one, index, words, width)]


def _finding(proven: Proven, finding: Finding, index: int, words: Words, width: int) -> list[Line]:
    """Code and message, and the place at the right or below."""
    target = f"{FINDING}{index}"
    place = Run(safe(proven.place(finding)), "quiet", 0, target)
    first = (Run("  ", "pointer", 0, target), Run(finding.code + "  ", "number", 0, target))
    rest = (Run(" " * width_of(first), "option", 0, target),)
    beside = width >= WIDE and width_of([place]) < width // 3
    room = width - width_of(first) - (width_of([place]) + 3 if beside else 0)
    lines = indent(wrap([Run(safe(sentences.message(finding, words)), "option", 0, target)], room), first, rest)
    if beside:
        gap = Run(" " * (width - width_of(lines[0]) - width_of([place])), "option", 0, target)
        lines[0] = (*lines[0], gap, place)
    elif place.text:
        lines += indent(wrap([place], width - width_of(first)), rest, rest)
    return [filled(line, width, target) for line in lines]


def _left_open(proven: Proven, words: Words, width: int) -> list[Line]:
    """What the proof could not answer, and what its author could do about it."""
    report = proven.report
    open_ones = [
        *(one.id for one in report.answers if one.is_open),
        *(sentences.question(one.asked, words) for one in report.left),
    ]
    if report.proved:
        return []
    lines = [heading(words("Left open"))]
    for reason in report.reasons:
        lines += _item(sentences.capital(sentences.why(reason, words)) + ".", width)
    for one in open_ones[:MOST_OPEN]:
        lines += _item(safe(one), width, "ink")
    if len(open_ones) > MOST_OPEN:
        more = len(open_ones) - MOST_OPEN
        lines += _item(words.n("and {n} more", "and {n} more", more), width)
    return lines + [line for one in sentences.advice(report.widest, words) for line in _item(safe(one), width)]


def _item(text: str, width: int, role: str = "quiet") -> list[Line]:
    return indent(wrap([Run(text, role)], width - 4), (Run("  "),), (Run("    "),))


def _counts(proven: Proven, words: Words) -> list[Line]:
    """For each kind of thing: how many there are, and whether all of them can be met."""
    counts = proven.report.counts()
    names = {kind: words(KINDS[kind]) for kind in counts}
    wide = max((width_of([Run(name)]) for name in names.values()), default=0)
    digits = max((len(number(total, words)) for total, _, _ in counts.values()), default=0)
    lines: list[Line] = []
    for kind, (total, met, left) in counts.items():
        name = names[kind] + " " * (wide - width_of([Run(names[kind])]))
        lines.append(
            (
                Run("  "),
                Run(name, "quiet"),
                Run(f"{number(total, words):>{digits + 3}}   "),
                *_met(total, met, left, words),
            )
        )
    return lines


def _met(total: int, met: int, left: int, words: Words) -> list[Run]:
    if met == total:
        return [Run(words("all can be met"), "good")]
    never = total - met - left
    found = [Run(words("{n} can be met", n=number(met, words)))]
    if never:
        found += [Run(" · ", "rule"), Run(words("{n} never", n=number(never, words)), "bad")]
    if left:
        found += [Run(" · ", "rule"), Run(words("{n} open", n=number(left, words)), "warm")]
    return found


def _work(proven: Proven, words: Words, width: int) -> list[Line]:
    """What it took."""
    report = proven.report
    told = words(
        "{states} states walked, {places} places, {moves} moves, {seconds} s.",
        states=number(report.walked, words),
        places=number(report.places, words),
        moves=number(report.moves, words),
        seconds=number(report.seconds, words, 1),
    )
    if report.counted is not None:
        told += " " + words("{states} counted from sets.", states=number(report.counted, words))
    if report.kept:
        told += " " + words("Read back: nothing that the proof reads has changed.")
    return wrap([Run(told, "quiet")], width)
