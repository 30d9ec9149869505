"""Pages, options, status lines and codex entries as plain text; pure functions from what the engine shows."""

from __future__ import annotations

from collections.abc import Iterable

from game.engine import EntryPage, Head, Machine, Option, Page, PageBlock, State, StatusLine, picture_view
from game.plain.text import styled, verbatim
from game.printable import printable
from game.session.way import with_words
from game.wording import Words, phrase
from game.wrapping import wrap

KINDS = {
    "record": phrase("From the record."),
    "film": phrase("From the film, not from the record."),
    "ours": phrase("Invented for this story."),
}
"""What kind of thing a codex entry tells, by its kind."""


def setting(page: Head | Page, before: tuple[str, str] = ("", "")) -> tuple[str, str]:
    """A scene's chapter, and its place and date; without a chapter it goes on in that of the page before."""
    return page.chapter_title or before[0], ", ".join(part for part in (page.place, page.date) if part)


class Setter:
    """Sets text for one reader: a machine to look pictures up in, a translator, a width, the language of the story."""

    def __init__(self, machine: Machine, say: Words, width: int, language: str) -> None:
        self.machine, self.say, self.width, self.language = machine, say, width, language

    def blocks(self, blocks: Iterable[PageBlock], state: State) -> str:
        """Blocks of prose, parted by blank lines."""
        return "\n\n".join(self.block(block, state) for block in blocks if block.text or block.kind == "rule")

    def prose(self, text: str) -> str:
        """Marked-up text of several paragraphs (about, credits), parted by blank lines."""
        parts = (" ".join(part.split("\n")).strip() for part in text.split("\n\n"))
        return "\n\n".join(wrap(styled(part, self.say), self.width) for part in parts if part)

    def block(self, block: PageBlock, state: State) -> str:
        """One block: letters and verse are indented, a rule is three stars, a picture is said in words."""
        match block.kind:
            case "rule":
                return "* * *"
            case "picture":
                return self.picture(block.text, state)
            case "letter":
                return wrap(styled(block.text, self.say), self.width, "    ", "    ")
            case "verse":
                return verbatim(styled(block.text, self.say), "    ")
        return wrap(styled(block.text, self.say), self.width)

    def picture(self, picture: str, state: State) -> str:
        """What a picture shows, in words."""
        alt = picture_view(self.machine, state, picture, self.language).alt
        return wrap(self.say("[Picture: {alt}]", alt=" ".join(alt.split())), self.width)

    def page(self, page: Page, state: State, before: tuple[str, str] = ("", "")) -> str:
        """A whole page without its options; of the `setting` of the page `before`, what is the same is not said."""
        parts: list[str] = []
        for part in page.parts:
            if part.head is not None:
                parts += self._head(part.head, page, state, before)
                before = setting(part.head, before)
            parts.append(self.blocks(part.blocks, state))
        if page.ending:
            title = self.say("Ending: {title}", title=page.ending_title) if page.ending_title else ""
            parts += ["* * *", wrap(title, self.width), self.blocks(page.endnote, state)]
        return "\n\n".join(part for part in parts if part)

    def _head(self, head: Head, page: Page, state: State, before: tuple[str, str]) -> Iterable[str]:
        """What stands above a scene's text."""
        chapter, where = setting(head, before)
        heads = [chapter if chapter != before[0] else "", head.title, where if (chapter, where) != before else ""]
        yield from (wrap(words, self.width) for words in heads if words)
        if head.heavy:
            yield self._heavy(page)
        if head.picture:
            yield self.picture(head.picture, state)

    def _heavy(self, page: Page) -> str:
        """The content note of a heavy scene, with the number that skips it."""
        note = self.say("Content note: {note}.", note=page.heavy.rstrip("."))
        numbers = [number for number, option in enumerate(page.open_options, 1) if option.kind == "skip"]
        if numbers:
            note += " " + self.say("Choice {number} skips this scene.", number=numbers[0])
        return wrap(note, self.width)

    def options(self, options: Iterable[Option]) -> str:
        """The choices: open ones numbered, locked ones with their reason."""
        lines = []
        number = 0
        for option in options:
            caption = self.caption(option)
            if option.cost:
                caption = self.say("{caption} (cost: {cost})", caption=caption, cost=styled(option.cost, self.say))
            if option.open:
                number += 1
                lines.append(wrap(caption, self.width, f"{number:3}. "))
            else:
                lines.append(wrap(self._locked(caption, option), self.width, "  -  "))
        return "\n".join(lines)

    def _locked(self, caption: str, option: Option) -> str:
        reason = styled(option.reason, self.say)
        if reason:
            return self.say("{caption} [closed: {reason}]", caption=caption, reason=reason)
        return self.say("{caption} [closed]", caption=caption)

    def chosen(self, page: Page, choice: str, said: str) -> str:
        """A choice that was taken on a page, with the words typed for it; its id where the page has none of that id."""
        options = (self.caption(option) for option in page.options if option.id == choice)
        return with_words(next(options, printable(choice)), said)

    def caption(self, option: Option) -> str:
        """A choice's words; kinds without words of their own get the interface's."""
        if option.caption:
            return styled(option.caption, self.say)
        return self.say("Skip this scene") if option.kind == "skip" else self.say("Continue")

    def status(self, lines: Iterable[StatusLine], state: State) -> str:
        """The state of things, a line each."""
        return "\n".join(wrap(self._status(line, state), self.width, "", "  ") for line in lines)

    def _status(self, line: StatusLine, state: State) -> str:
        say = self.say
        match line.kind:
            case "picture":
                value = self.picture(line.picture, state)
            case "meter":
                value = say("{value} of {of}", value=line.value, of=line.of)
            case "number":
                value = str(line.value)
            case "row":
                value = ", ".join(f"{count} {name}" for count, _, name in line.row if count)
            case _:
                value = styled(line.text, say)
        return say("{label}: {value}", label=line.label, value=value) if line.label else value

    def entry(self, entry: EntryPage, see: Iterable[str], state: State) -> str:
        """A codex entry: title, kind, term, text; `see` are the titles of entries to look at next."""
        parts = [entry.title, self.say(KINDS.get(entry.kind, ""))]
        if entry.term:
            parts.append("\n".join(self._term(entry.term)))
        parts.append(self.blocks(entry.blocks, state))
        others = ", ".join(see)
        if others:
            parts.append(self.say("See also: {entries}.", entries=others))
        if entry.facts:
            parts.append(self.say("Facts: {facts}", facts=", ".join(entry.facts)))
        if entry.closed_stages:
            parts.append(self.say("There is more to learn here."))
        return "\n\n".join(wrap(part, self.width) if part and "\n" not in part else part for part in parts if part)

    def _term(self, term: dict[str, str]) -> Iterable[str]:
        labels = {
            "kanji": self.say("In Japanese"),
            "reading": self.say("Reading"),
            "also": self.say("Also"),
        }
        for key, value in term.items():
            yield wrap(self.say("{label}: {value}", label=labels.get(key, key), value=value), self.width)
