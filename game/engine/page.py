"""What a player sees at a state: words and options, built as a pure function."""

from __future__ import annotations

from typing import NamedTuple

from game.engine.code import ChoiceText, Head, Option
from game.engine.machine import Machine
from game.engine.markup import links, plain
from game.engine.prose import PageBlock, Say, Values, add_parts
from game.engine.state import State


class Page(NamedTuple):
    """A page: its head, its blocks, the options shown, and the codex entries linked in what is shown.

    `endnote` holds the blocks under an ending's last page.
    """

    head: Head
    blocks: tuple[PageBlock, ...]
    options: tuple[Option, ...]
    unlocks: tuple[str, ...] = ()
    endnote: tuple[PageBlock, ...] = ()

    @property
    def scene(self) -> str:
        """The scene's id."""
        return self.head.scene

    @property
    def chapter(self) -> str:
        """The chapter's id."""
        return self.head.chapter

    @property
    def chapter_title(self) -> str:
        """The chapter's title, plain."""
        return self.head.chapter_title

    @property
    def title(self) -> str:
        """The scene's title, plain, or ''."""
        return self.head.title

    @property
    def place(self) -> str:
        """Where the scene plays, plain, or ''."""
        return self.head.place

    @property
    def date(self) -> str:
        """When the scene plays, plain, or ''."""
        return self.head.date

    @property
    def picture(self) -> str:
        """The id of the picture above the text, or ''."""
        return self.head.picture

    @property
    def heavy(self) -> str:
        """Why a reader may want to skip the scene, or ''."""
        return self.head.heavy

    @property
    def ending(self) -> str:
        """The ending reached here, or ''."""
        return self.head.ending

    @property
    def ending_title(self) -> str:
        """The title of the ending reached here, plain, or ''."""
        return self.head.ending_title

    @property
    def open_options(self) -> tuple[Option, ...]:
        """The options that can be taken, in order: option n of the page is number n of these."""
        return tuple([option for option in self.options if option.open])

    @property
    def text(self) -> str:
        """The words of the page, paragraphs parted by blank lines, without markup or pictures."""
        blocks = (*self.blocks, *self.endnote) if self.endnote else self.blocks
        words = "\n\n".join([block[1] for block in blocks if block[0] != "picture"])
        return words if words.isascii() else plain(words)


def page(machine: Machine, state: State, language: str | None = None) -> Page:
    """The page at a state, in a language of the story (default: the one it was written in).

    Raises UnknownScene for a language the story does not have.
    """
    scene = machine.scene_text(state.scene, language or machine.program.language)
    values = state.values
    if scene.varies or scene.endnote:
        blocks: list[PageBlock] = []
        add_parts(scene.parts, values, state, blocks)
        shown = tuple(blocks)
    else:
        shown = scene.parts  # type: ignore[assignment]
    options = scene.steady
    if options is None:
        options = _options(scene.choices, values, state)
    unlocks = scene.unlocks
    if unlocks is None:
        return _linked(scene.head, shown, options, scene.endnote, state)
    return Page(scene.head, shown, options, unlocks)


def _linked(head: Head, blocks: tuple[PageBlock, ...], options: tuple[Option, ...], endnote: tuple, state: State) -> Page:  # type: ignore[type-arg]
    note: list[PageBlock] = []
    add_parts(endnote, state.values, state, note)
    unlocks = dict.fromkeys(entry for block in (*blocks, *note) for entry in links(block.text))
    return Page(head, blocks, options, tuple(unlocks), tuple(note))


def _options(choices: tuple[ChoiceText, ...], values: Values, state: State) -> tuple[Option, ...]:
    """What is shown of the choices: open ones, locked ones with their reason; fallbacks only when nothing else is open."""
    shown: list[Option] = []
    for choice in choices:
        guard, option, say, reasons, secret, once, fallback = choice
        if fallback or (once >= 0 and values[once]):
            continue
        if guard is None or guard(values):
            shown.append(option if say is None else _said(option, say, values, state))
        elif not secret:
            shown.append(_locked(option, say, reasons, values, state))
    if not any(option.open for option in shown):
        shown += [
            c.option if c.say is None else _said(c.option, c.say, values, state)
            for c in choices
            if c.fallback and not (c.once >= 0 and values[c.once]) and (c.guard is None or c.guard(values))
        ]
    return tuple(shown)


def _say(text: str | Say, values: Values, state: State) -> str:
    return text if isinstance(text, str) else text(values, state)


def _said(option: Option, say: tuple[str | Say, str | Say], values: Values, state: State) -> Option:
    return option._replace(caption=_say(say[0], values, state), cost=_say(say[1], values, state))


def _locked(
    option: Option,
    say: tuple[str | Say, str | Say] | None,
    reasons: tuple,  # type: ignore[type-arg]
    values: Values,
    state: State,
) -> Option:
    option = option if say is None else _said(option, say, values, state)
    for holds, reason in reasons:
        if holds is None or not holds(values):
            return Option(option.id, option.caption, False, _say(reason, values, state), option.cost, option.kind)
    return Option(option.id, option.caption, False, "", option.cost, option.kind)
