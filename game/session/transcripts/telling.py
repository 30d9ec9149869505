"""Tell a session as a text to read: the pages of its way and what was chosen, in Markdown or in plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from game.engine import Head, Machine, PageBlock, PagePart, page, picture_view
from game.engine.markup import plain
from game.session.errors import Notice
from game.session.fold import Fold
from game.session.log import read_log
from game.session.opening import loaded_notice, opening_notices, own_log
from game.session.transcripts.scribe import STYLES, Scribe
from game.session.way import Step, with_words

Told = Callable[[Notice, str], str]
"""A notice in the words of a language."""


def _as_it_is(notice: Notice, _: str) -> str:
    return str(notice)


def transcript(machine: Machine, file: Path, style: str = "md", told: Told = _as_it_is) -> str:
    """What was read in a session, abandoned branches left out; `style` is 'md' or 'txt'. Raises SessionError.

    Each page is in the language it was left in. Where the dice were loaded, that is said below the title; when the
    record stops holding, the last line says why: each `told` in the language of the page it stands beside, whoever
    asks, so that a transcript is always the same.
    """
    log = own_log(machine, read_log(file), file)
    fold = Fold(machine, log.header)
    fold.apply(log.entries)
    note = told(opening_notices(machine, log, fold)[0], fold.way.language) if fold.broken else ""
    loaded = loaded_notice(log.header)
    return tell(machine, fold.way, style, note, told(loaded, fold.way[0].language) if loaded else "")


def tell(machine: Machine, steps: Sequence[Step], style: str = "md", note: str = "", about: str = "") -> str:
    """The same for a session in play (`session.steps`); `note` is added below, `about` below the title."""
    teller = _Teller(machine, STYLES[style]())
    teller.title(steps[0].language)
    teller.scribe.note(about)
    for step in steps:
        teller.step(step)
    if note:
        teller.scribe.note(note)
    return teller.scribe.text()


class _Teller:
    """Walks over the pages and remembers which headings were written last."""

    def __init__(self, machine: Machine, scribe: Scribe) -> None:
        self.machine = machine
        self.scribe = scribe
        self._chapter = self._setting = self._scene = ""
        self._stood = False  # an earlier edition waited where this one has run on: the next page is this one again

    def title(self, language: str) -> None:
        program = self.machine.program
        self.scribe.heading(1, plain(self.machine.words(program.title, language)) or program.id)

    def step(self, step: Step) -> None:
        shown = page(self.machine, step.state, step.language)
        taken = next((option for option in shown.options if option.id == step.choice_id), None)
        if self._stood:
            self._stood = taken is None
            return
        self._stood = taken is None and bool(step.choice_id)
        skipped = taken is not None and taken.kind == "skip"
        for part in shown.trail if skipped else shown.parts:
            self._part(step, part)
        if skipped:
            self._head(shown.head)
            self.scribe.note(plain(shown.heavy))
            return
        if taken and taken.caption:
            self.scribe.chosen(with_words(taken.caption, step.said))
        if shown.ending:
            self.scribe.heading(2, shown.ending_title or shown.ending)
            for block in shown.endnote:
                self._block(step, block)

    def _part(self, step: Step, part: PagePart) -> None:
        if part.head is not None:
            self._head(part.head)
            if part.head.picture:
                self._block(step, PageBlock("picture", part.head.picture))
        for block in part.blocks:
            self._block(step, block)

    def _head(self, shown: Head) -> None:
        """Headings for what has changed since the last page: chapter, place and date, the scene's own title."""
        chapter = shown.chapter or self._chapter
        if chapter != self._chapter and shown.chapter_title:
            self.scribe.heading(2, shown.chapter_title)
        setting = ", ".join(words for words in (shown.place, shown.date) if words)
        if setting and (setting != self._setting or chapter != self._chapter):
            self.scribe.setting(setting)
        if shown.title and shown.scene != self._scene:
            self.scribe.heading(3, shown.title)
        self._chapter, self._setting, self._scene = chapter, setting, shown.scene

    def _block(self, step: Step, block: PageBlock) -> None:
        match block.kind:
            case "picture":
                self.scribe.note(picture_view(self.machine, step.state, block.text, step.language).alt)
            case "heading":
                self.scribe.heading(3, plain(block.text))
            case "letter":
                self.scribe.letter(block.text)
            case "verse":
                self.scribe.verse(block.text)
            case "rule":
                self.scribe.rule()
            case _:
                self.scribe.paragraph(block.text)
