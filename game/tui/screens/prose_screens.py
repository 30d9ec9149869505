"""Screens of prose to be read and closed: about the story, credits, the whole state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game import __version__
from game.engine import StatusLine
from game.tui.page.gauges import side
from game.tui.page.lines import BLANK, Line, Run, wrap
from game.tui.page.prose import flow, safe, simple
from game.tui.play_context import PlayContext
from game.tui.view_screens import ViewScreen
from game.tui.widgets.line_view import LineView
from game.tui.widgets.pages import Make, Reading
from game.tui.widgets.transcript import Source


class Prose(Reading):
    """Prose in the middle, with a way on under it."""

    def initial_target(self) -> str:
        """The way on is always marked."""
        return next(iter(self.targets()), "")

    def take(self) -> None:
        """Take the way on; as long as it is not in view, read on."""
        if self.cursor and not self.in_view(*self.rows(self.cursor)):
            self.turn_down()
        else:
            super().take()


class ProseScreen(ViewScreen):
    """Prose under a heading, whose lines `make` gives. Dismissed with True when it was read and its way on taken."""

    screen_name = "reading"

    def __init__(self, context: PlayContext, title: Callable[[], str], make: Make) -> None:
        super().__init__(context)
        self._title = title
        self.reading = Prose(make, widest=min(72, context.settings.text_width), id="paper")

    @property
    def body(self) -> LineView:
        """The prose."""
        return self.reading

    def retell(self) -> None:
        """Everything in the new language."""
        self.head.say(self._title(), simple(self.context.title))
        self.reading.reflow()

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """The way on was taken."""
        self.dismiss(True)


def paragraphs(text: str, width: int) -> list[Line]:
    """Marked-up text of several paragraphs, parted by blank lines."""
    lines: list[Line] = []
    for part in text.split("\n\n"):
        if part.strip():
            lines += [*flow(" ".join(part.split("\n")).strip(), width, links=False), BLANK]
    return lines


def about_screen(context: PlayContext) -> ProseScreen | None:
    """What the story says about itself before its first page, or None when it says nothing."""
    if not context.text(context.machine.program.about).strip():
        return None

    def make(width: int) -> list[Line]:
        lines = paragraphs(context.text(context.machine.program.about), width)
        return [*lines, (Run("  ", "pointer", 0, "do:on"), Run(context.words("Begin"), "option", 0, "do:on"))]

    return ProseScreen(context, lambda: context.words("Before you begin"), make)


def notices_screen(context: PlayContext, notices: Sequence[str]) -> ProseScreen:
    """What there was to be told at the start, where it is more than a foot can hold."""

    def make(width: int) -> list[Line]:
        lines: list[Line] = []
        for notice in notices:
            lines += [*wrap([Run(safe(notice))], width), BLANK]
        return [*lines, (Run("  ", "pointer", 0, "do:on"), Run(context.words("Continue"), "option", 0, "do:on"))]

    return ProseScreen(context, lambda: context.words("Settings"), make)


def credits_screen(context: PlayContext) -> ProseScreen:
    """The story's credits, its author and licence, and the engine's."""
    program = context.machine.program

    def make(width: int) -> list[Line]:
        lines = paragraphs(context.text(program.credits), width)
        facts = [
            (context.words("Story"), f"{simple(context.title)} {safe(program.version)}"),
            (context.words("Author"), safe(program.author)),
            (context.words("Licence"), safe(program.licence)),
            (
                context.words("Engine"),
                context.words("version {version}, MIT licence, made with Textual", version=__version__),
            ),
        ]
        for label, value in facts:
            if value.strip():
                lines += wrap([Run(f"{label:<12}", "quiet"), Run(value)], width)
        return lines

    return ProseScreen(context, lambda: context.words("Credits"), make)


def state_screen(context: PlayContext, status: Callable[[], Sequence[StatusLine]], source: Source) -> ProseScreen:
    """The whole state at the last page of a source, drawn; `status` gives it in the present language."""

    def make(width: int) -> list[Line]:
        at = source.count() - 1
        lines = side(status(), min(width, 48), lambda name: source.picture(at, name))
        return lines or [(Run(context.words("This story shows no state."), "quiet"),)]

    return ProseScreen(context, lambda: context.words("State"), make)
