"""What one page of the story looks like as lines: opening, picture, blocks, ending; and the choices under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from game.engine import Head, Option, Page, PageBlock, PictureView
from game.session.way import with_words
from game.tui.page.art import picture_lines
from game.tui.page.lines import BLANK, BOLD, ITALIC, PART, Line, Run, centre, filled, indent, wrap
from game.tui.page.prose import CHOICE, flow, runs, safe, simple
from game.wording import Words

Pictures = Callable[[str], PictureView]
LETTER_RULE = "▏ "


def page_lines(
    page: Page, before: Page | None, chapter: str, width: int, words: Words, pictures: Pictures
) -> list[Line]:
    """A page without its choices: what is new in place and time, then the text. Ends with a blank line."""
    lines: list[Line] = []
    above = None if before is None else before.head
    for part in page.parts:
        if part.head is not None:
            lines += _head_lines(part.head, above, chapter, width, words, pictures)
            above, chapter = part.head, part.head.chapter or chapter
        lines += block_lines(part.blocks, width, pictures)
    if page.ending:
        lines += _ending(page, width, pictures)
    return lines


def _head_lines(
    head: Head, above: Head | None, chapter: str, width: int, words: Words, pictures: Pictures
) -> list[Line]:
    """What stands above a scene's text, after the one `above` it."""
    lines = _opening(head, above, chapter, width)
    if head.title:
        lines += [*wrap([Run(safe(head.title), "heading", BOLD)], width), BLANK]
    if head.heavy:
        note = words("A hard page: {why}", why=safe(head.heavy))
        lines += [*wrap([Run(note, "quiet", ITALIC)], width), BLANK]
    if head.picture:
        lines += picture_lines(pictures(head.picture), width)
    return lines


def block_lines(blocks: Iterable[PageBlock], width: int, pictures: Pictures) -> list[Line]:
    """Blocks of prose as lines, a blank line after each block; the lines of one letter hold together."""
    lines: list[Line] = []
    last = ""
    for kind, text in blocks:
        if kind == "letter" == last and lines:
            lines[-1] = (Run("  "), Run(LETTER_RULE.rstrip(), "rule"))
        lines += _block(kind, text, width, pictures)
        last = kind
    return lines


def _block(kind: str, text: str, width: int, pictures: Pictures) -> list[Line]:
    match kind:
        case "letter":
            rule = (Run("  "), Run(LETTER_RULE, "rule"))
            return [*indent(flow(text, width - 6, "letter"), rule, rule), BLANK]
        case "verse":
            return [*_verse(text, width), BLANK]
        case "heading":
            return [*flow(text, width, "heading", BOLD), BLANK]
        case "rule":
            return [centre((Run("·   ·   ·", "rule"),), width), BLANK]
        case "picture":
            return picture_lines(pictures(text), width)
    return [*flow(text, width), BLANK]


def _verse(text: str, width: int) -> list[Line]:
    """Verbatim lines, inner spaces kept; a line that is too long goes on further in."""
    lines: list[Line] = []
    for row in text.split("\n"):
        lines += (
            indent(wrap(runs(row, "verse"), width - 8), (Run("    "),), (Run("      "),)) if row.strip() else [BLANK]
        )
    return lines


def _opening(page: Head, before: Head | None, chapter: str, width: int) -> list[Line]:
    """The chapter's title where another than `chapter` begins; the place and date where they change."""
    lines: list[Line] = []
    if page.chapter and page.chapter != chapter:
        title = wrap([Run(safe(page.chapter_title), "chapter", BOLD)], width)
        lines += [*([BLANK] if before else []), *(centre(line, width) for line in title)]
        lines += [centre((Run("───", "rule"),), width), BLANK]
    moved = before is None or (before.place, before.date) != (page.place, page.date)
    if moved and (page.place or page.date):
        lines += [*wrap([Run(where(page), "quiet")], width), BLANK]
    return lines


def where(page: Head | Page) -> str:
    """Place and date of a scene or a page in one string."""
    return PART.join(safe(part) for part in (page.place, page.date) if part)


def _ending(page: Page, width: int, pictures: Pictures) -> list[Line]:
    title = wrap([Run(safe(page.ending_title or page.ending), "chapter", BOLD)], width)
    lines: list[Line] = [centre((Run("───", "rule"),), width), BLANK, *(centre(line, width) for line in title), BLANK]
    return lines + block_lines(page.endnote, width, pictures)


def caption(option: Option, words: Words) -> str:
    """The caption of an option, marked up; the interface's own where the author left it to us."""
    if option.caption:
        return option.caption
    return words("Skip this scene") if option.kind == "skip" else words("Continue")


def said(page: Page, choice: str, words: Words, typed: str = "") -> str:
    """A choice as it stands on a page, and what was typed for it, in safe words; its id where it is not offered."""
    option = next((option for option in page.options if option.id == choice), None)
    return simple(with_words(caption(option, words), typed)) if option else safe(choice)


def chosen_lines(option: Option | None, typed: str, width: int, words: Words) -> list[Line]:
    """The mark between pages: what was chosen, and what was typed for it. Ends with a blank line."""
    if option is None:
        return [BLANK]
    taken = runs(with_words(caption(option, words), typed), "chosen", ITALIC, links=False)
    return [*indent(wrap(taken, width - 2), (Run("› ", "mark"),)), BLANK]


def option_lines(options: Sequence[Option], width: int, words: Words) -> list[Line]:
    """The choices: open ones numbered in order, locked ones with a word and their reason."""
    count = sum(option.open for option in options)
    gutter = len(str(count)) + 4
    lines: list[Line] = []
    number = 0
    for option in options:
        number += option.open
        lines += _open(option, number, gutter, width, words) if option.open else _locked(option, gutter, width, words)
    return lines


def _open(option: Option, number: int, gutter: int, width: int, words: Words) -> list[Line]:
    target = CHOICE + option.id
    room = width - gutter - 1
    first = (
        Run("  ", "pointer", 0, target),
        Run(f"{number:>{gutter - 4}}", "number", BOLD, target),
        Run("  ", "option", 0, target),
    )
    text = [run._replace(target=target) for run in runs(caption(option, words), "option", links=False)]
    lines = indent(wrap(text, room), first, (Run(" " * gutter, "option", 0, target),))
    if option.cost:
        cost = [run._replace(target=target) for run in runs(option.cost, "cost", ITALIC, links=False)]
        lines += indent(wrap(cost, room), (Run(" " * gutter, "option", 0, target),))
    return [filled(line, width, target) for line in lines]


def _locked(option: Option, gutter: int, width: int, words: Words) -> list[Line]:
    room = width - gutter - 1
    first = (Run(f"{'–':>{gutter - 2}}  ", "locked"),)
    lines = indent(wrap(runs(caption(option, words), "locked", links=False), room), first)
    reason = [Run(words("closed"), "reason")]
    if option.reason:
        before, _, after = words("closed: {why}").partition("{why}")
        reason = [Run(before, "reason"), *runs(option.reason, "reason", ITALIC, links=False), Run(after, "reason")]
    return lines + indent(wrap(reason, room), (Run(" " * gutter),))
