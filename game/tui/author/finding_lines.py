"""A finding as lines: what is wrong, what to do, where it stands in the files, and the shortest way to it."""

from __future__ import annotations

from game.engine import page
from game.proof import Finding, choices_to, sentences
from game.tui.author.proven import Proven
from game.tui.author.source import quoted
from game.tui.page.lines import BLANK, BOLD, Line, Run, filled, indent, width_of, wrap
from game.tui.page.page_lines import said
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.wording import Words

EDIT, WATCH = "do:edit", "do:watch"
BESIDE = 64
"""From this width on, the words of a choice stand beside its id, else below it."""


def finding_lines(proven: Proven, finding: Finding, context: PlayContext, width: int) -> list[Line]:
    """The whole finding; its place has the target 'do:edit', the way to it 'do:watch'."""
    parts = [
        _what(finding, context.words, width),
        indent(wrap([Run(safe(sentences.hint(finding, context.words)))], width - 2), (Run("→ ", "accent"),)),
        _where(proven, finding, context, width),
        _way(proven, finding, context, width),
        _mend(finding, context.words, width),
    ]
    return [line for part in parts if part for line in (*part, BLANK)][:-1]


def _what(finding: Finding, words: Words, width: int) -> list[Line]:
    lines = wrap([Run(safe(sentences.capital(sentences.message(finding, words))), "heading", BOLD)], width)
    for note in sentences.notes(finding, words):
        lines += wrap([Run(safe(sentences.capital(note)) + ".", "quiet")], width)
    return lines


def _mend(finding: Finding, words: Words, width: int) -> list[Line]:
    """What would mend it, and in quiet where the last ending is lost and what the mend costs."""
    lines: list[Line] = []
    for told in sentences.mends(finding, words):
        lines += indent(wrap([Run(safe(sentences.capital(told)), "option", BOLD)], width - 2), (Run("+ ", "accent"),))
    for note in sentences.mend_notes(finding, words):
        lines += indent(
            wrap([Run(safe(sentences.capital(note)) + ".", "quiet")], width - 2), (Run("  "),), (Run("  "),)
        )
    return lines


def _door(text: str, target: str, width: int) -> list[Line]:
    """A line that does something."""
    first = (Run("  ", "pointer", 0, target),)
    rest = (Run("  ", "option", 0, target),)
    lines = indent(wrap([Run(text, "option", BOLD, target)], width - 2), first, rest)
    return [filled(line, width, target) for line in lines]


def _where(proven: Proven, finding: Finding, context: PlayContext, width: int) -> list[Line]:
    if not finding.file:
        return []
    named = _door(safe(proven.place(finding, whole=True)), EDIT, width)
    lines = quoted(proven.folder / finding.file, finding.line, width - 2, context.words)
    return [*named, *indent(lines, (Run("  "),), (Run("  "),))]


def _way(proven: Proven, finding: Finding, context: PlayContext, width: int) -> list[Line]:
    words = context.words
    if finding.node is None or finding.length is None:
        return wrap([Run(words("No way leads there: that is what is wrong."), "quiet")], width)
    if not finding.length:
        return _door(words("It is so from the start"), WATCH, width)
    if finding.shortest:
        title = words.n("The shortest way: {n} choice", "The shortest way: {n} choices", finding.length)
    else:
        title = words.n(
            "A way, perhaps not the shortest: {n} choice",
            "A way, perhaps not the shortest: {n} choices",
            finding.length,
        )
    return [*_door(title, WATCH, width), *_steps(proven, finding, finding.node, context, width)]


def _steps(proven: Proven, finding: Finding, node: int, context: PlayContext, width: int) -> list[Line]:
    """The choices by id and, in quiet, as the player reads them."""
    words, machine = context.words, context.machine
    way = [
        (safe(one.choice), said(page(machine, one.at, context.story), one.choice, words))
        for one in choices_to(machine, proven.report.nodes, node)
    ]
    if len(way) < (finding.length or 0):  # the story's own fault strikes while its last choice is taken
        way.append((safe(finding.about), words("here the story fails")))
    wide = min(max(width_of([Run(choice)]) for choice, _ in way), width // 2)
    digits = len(str(len(way)))
    return [
        line
        for at, (choice, caption) in enumerate(way, 1)
        for line in _step(f"    {at:>{digits}}  ", choice, caption, wide if width >= BESIDE else 0, width)
    ]


def _step(number: str, choice: str, caption: str, column: int, width: int) -> list[Line]:
    """One choice: its words in a column of their own beside the id, or below it where there is no column."""
    first, gutter = Run(number, "quiet"), len(number)
    if column and width_of([Run(choice)]) <= column:
        gap = Run(" " * (column - width_of([Run(choice)]) + 3))
        room = width - gutter - column - 3
        rest = (Run(" " * (gutter + column + 3)),)
        return indent(wrap([Run(caption, "quiet")], room), (first, Run(choice), gap), rest)
    below = (Run(" " * gutter),)
    named = indent(wrap([Run(choice)], width - gutter), (first,), below)
    return [*named, *indent(wrap([Run(caption, "quiet")], width - gutter), below, below)]
