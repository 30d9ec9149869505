"""A codex entry as lines: its name and term, what kind of knowledge it is, its text, its links and its facts."""

from __future__ import annotations

from game.engine import EntryPage, entry_title
from game.tui.page.lines import BLANK, BOLD, ITALIC, UNDERLINE, Line, Run, wrap
from game.tui.page.page_lines import block_lines
from game.tui.page.prose import CODEX, safe
from game.tui.play_context import PlayContext
from game.wording import phrase

KINDS = {
    "record": (phrase("record"), phrase("as it is documented")),
    "film": (phrase("film"), phrase("as the film tells it")),
    "ours": (phrase("ours"), phrase("invented for this story")),
}


def entry_lines(context: PlayContext, entry: EntryPage, width: int) -> list[Line]:
    """The whole entry."""
    words = context.words
    lines = wrap([Run(safe(entry.title), "title", BOLD)], width)
    lines += _term(entry, width)
    lines += [*wrap(_kind(context, entry), width), BLANK]
    lines += block_lines(entry.blocks, width, context.picture)
    if entry.closed_stages:
        lines += [*wrap([Run(words("There is more to learn about this."), "quiet", ITALIC)], width), BLANK]
    lines += _see(context, entry, width)
    if entry.facts:
        lines += wrap([Run(words("Facts: {facts}", facts=safe(" ".join(entry.facts))), "quiet")], width)
    return lines


def _term(entry: EntryPage, width: int) -> list[Line]:
    """Kanji, reading and other names, where the entry has them."""
    parts = [safe(str(value)) for value in entry.term.values() if value]
    return wrap([Run("  ·  ".join(parts), "accent")], width) if parts else []


def _kind(context: PlayContext, entry: EntryPage) -> list[Run]:
    name, meaning = KINDS.get(entry.kind, (entry.kind, ""))
    words = context.words
    parts = [Run(words(name), "quiet", BOLD)]
    if meaning:
        parts.append(Run(", " + words(meaning), "quiet"))
    if entry.category_title:
        parts.append(Run(" · " + safe(entry.category_title), "quiet"))
    return parts


def _see(context: PlayContext, entry: EntryPage, width: int) -> list[Line]:
    """Cross-links: those known by name, the others counted."""
    known = [name for name in entry.see if name in context.known]
    rest = len(entry.see) - len(known)
    if not entry.see:
        return []
    parts = [Run(context.words("See also:") + " ", "quiet")]
    for index, name in enumerate(known):
        title = safe(entry_title(context.machine, name, context.story)).replace(" ", "\u00a0")
        parts += [*([Run("  ")] if index else []), Run(title, "link", UNDERLINE, CODEX + name)]
    if rest:
        said = context.words.n("{n} not met yet", "{n} not met yet", rest)
        parts.append(Run(("  " if known else "") + said, "quiet"))
    return [*wrap(parts, width), BLANK]


def foreword(context: PlayContext, width: int) -> list[Line]:
    """What stands beside the list before an entry is opened."""
    words = context.words
    lines = wrap(
        [Run(words("Words that lead here are underlined on the pages; each opens its entry."), "quiet")], width
    )
    lines += [BLANK, *wrap([Run(words("Every entry says what kind of knowledge it is:"), "quiet")], width), BLANK]
    for name, meaning in KINDS.values():
        lines += wrap([Run("  "), Run(words(name), "ink", BOLD), Run(", " + words(meaning), "quiet")], width)
    return lines
