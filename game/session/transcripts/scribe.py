"""Two ways to set a transcript: Markdown, where nothing an author wrote can be taken for markup, and plain text."""

from __future__ import annotations

import re
import textwrap
from abc import ABC, abstractmethod

from game.engine.markup import Span, plain, spans
from game.printable import markdown_without_orders, without_orders

WIDTH = 72
_SPECIAL = re.compile(r"([\\`*_\[\]<>~]|&(?=#?\w+;))")
_LINE_START = re.compile(r"^([#+=-]|\d+(?=[.)]))", re.MULTILINE)
_NO_BREAK = "\u00a0"


class Scribe(ABC):
    """Collects blocks, parted by blank lines; texts are marked up (`game.engine.markup`), headings and notes plain."""

    def __init__(self) -> None:
        self._blocks: list[str] = []

    def text(self) -> str:
        """All that was written; none of its lines is an order to a CI runner, for it can stand in a log."""
        return self.harmless("\n\n".join(self._blocks) + "\n")

    def write(self, block: str) -> None:
        """Add a finished block; an empty one leaves no gap."""
        if block.strip():
            self._blocks.append(block)

    @staticmethod
    @abstractmethod
    def harmless(text: str) -> str:
        """The whole text without orders to whoever reads it in a log."""

    @abstractmethod
    def heading(self, level: int, words: str) -> None:
        """A heading: 1 the story, 2 a chapter or the ending, 3 inside a chapter."""

    @abstractmethod
    def setting(self, words: str) -> None:
        """Place and date."""

    @abstractmethod
    def paragraph(self, text: str) -> None:
        """A paragraph."""

    @abstractmethod
    def letter(self, text: str) -> None:
        """Written matter, set apart."""

    @abstractmethod
    def verse(self, text: str) -> None:
        """Lines that keep their breaks and inner spaces."""

    @abstractmethod
    def rule(self) -> None:
        """A pause."""

    @abstractmethod
    def note(self, words: str) -> None:
        """Words about the text: what a picture shows, what was passed over."""

    @abstractmethod
    def chosen(self, caption: str) -> None:
        """What the player chose."""


class Markdown(Scribe):
    """CommonMark."""

    harmless = staticmethod(markdown_without_orders)

    def heading(self, level: int, words: str) -> None:
        """See Scribe."""
        self.write(f"{'#' * level} {_escape(words)}")

    def setting(self, words: str) -> None:
        """See Scribe."""
        self.write(f"*{_escape(words)}*")

    def paragraph(self, text: str) -> None:
        """See Scribe."""
        self.write("\\\n".join(_markdown(text).splitlines()))

    def letter(self, text: str) -> None:
        """See Scribe."""
        lines = _markdown(text).splitlines()
        self.write("\n".join("> " + line + ("\\" if line and line is not lines[-1] else "") for line in lines))

    def verse(self, text: str) -> None:
        """A table (runs of spaces inside a line) is set as code, anything else as lines with hard breaks."""
        words = plain(text)
        if re.search(r"\S {2,}\S", words):
            fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", words))])
            self.write(f"{fence}\n{words}\n{fence}")
            return
        lines = [_indent_kept(line) for line in _markdown(text).splitlines()]
        self.write("\\\n".join(line or _NO_BREAK for line in lines))

    def rule(self) -> None:
        """See Scribe."""
        self.write("* * *")

    def note(self, words: str) -> None:
        """See Scribe."""
        self.write(f"*\\[{_escape(words)}\\]*" if words else "")

    def chosen(self, caption: str) -> None:
        """See Scribe."""
        self.write(f"**→ {_escape(plain(caption))}**")


class Plain(Scribe):
    """Text for any reader or printer, 72 columns wide."""

    harmless = staticmethod(without_orders)

    def heading(self, level: int, words: str) -> None:
        """See Scribe."""
        self.write(words if level > 2 else f"{words}\n{'=-'[level - 1] * min(len(words), WIDTH)}")

    def setting(self, words: str) -> None:
        """See Scribe."""
        self.write(_wrap(words))

    def paragraph(self, text: str) -> None:
        """See Scribe."""
        self.write("\n".join(_wrap(line) for line in _plain(text).splitlines()))

    def letter(self, text: str) -> None:
        """See Scribe."""
        self.write("\n".join(_wrap(line, "    ") for line in _plain(text).splitlines()))

    def verse(self, text: str) -> None:
        """See Scribe."""
        self.write(textwrap.indent(_plain(text), "  "))

    def rule(self) -> None:
        """See Scribe."""
        self.write("* * *".center(WIDTH).rstrip())

    def note(self, words: str) -> None:
        """See Scribe."""
        self.write(_wrap(f"[{words}]") if words else "")

    def chosen(self, caption: str) -> None:
        """See Scribe."""
        self.write(_wrap(plain(caption), "> ", "  "))


STYLES: dict[str, type[Scribe]] = {"md": Markdown, "txt": Plain}
"""The styles a transcript comes in, by the name they are asked for."""


def _escape(words: str) -> str:
    """Words that Markdown takes for words."""
    escaped = _SPECIAL.sub(r"\\\1", words)
    return _LINE_START.sub(lambda found: found[1] + "\\" if found[1].isdigit() else "\\" + found[1], escaped)


def _markdown(text: str) -> str:
    """Marked-up text as Markdown; codex links become their words."""
    words = "".join(_styled(span) for span in spans(text))
    return _LINE_START.sub(lambda found: found[1] + "\\" if found[1].isdigit() else "\\" + found[1], words)


def _styled(span: Span) -> str:
    marks = "~~" * span.struck + "**" * span.strong + "*" * span.emphasis
    escaped = _SPECIAL.sub(r"\\\1", span.text)
    core = escaped.strip()
    if not marks or not core:
        return escaped
    # Markdown reads a mark only when it touches a word.
    before, _, after = escaped.partition(core)
    return f"{before}{marks}{core}{marks[::-1]}{after}"


def _indent_kept(line: str) -> str:
    words = line.lstrip(" ")
    return _NO_BREAK * (len(line) - len(words)) + words


def _plain(text: str) -> str:
    """Marked-up text as plain; only what is struck out stays marked, for it is not said."""
    return "".join(f"~~{span.text}~~" if span.struck else span.text for span in spans(text))


def _wrap(words: str, first: str = "", rest: str | None = None) -> str:
    return textwrap.fill(
        words, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest, break_on_hyphens=False
    )
