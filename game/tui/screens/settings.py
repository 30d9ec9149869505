"""The settings: theme, language, text width, changed at once and kept; and the keys as they are."""

from __future__ import annotations

from game.actions import ACTIONS, keys_of
from game.paths import config_file
from game.settings import MAX_WIDTH, MIN_WIDTH
from game.tui.page.lines import BLANK, BOLD, Line, Run, width_of, wrap
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.screens.help import action_lines
from game.tui.themes import TITLES, TONES
from game.tui.view_screens import ListScreen
from game.tui.widgets.line_view import LineView
from game.wording import LANGUAGES

WIDTH_STEP = 4


class Preferences(ListScreen):
    """Settings, one a line; left and right change the marked one."""

    screen_name = "settings"
    widest = 96

    def __init__(self, context: PlayContext) -> None:
        super().__init__(context)

    def retell(self) -> None:
        """Everything in the present language."""
        self.head.say(self.context.words("Settings"))
        self.menu.reflow()

    def make_lines(self, width: int) -> list[Line]:
        """The lines for a column of that many cells."""
        context, words = self.context, self.context.words
        values = [
            ("theme", words("Theme"), words(TITLES.get(self.app.theme, self.app.theme))),
            ("language", words("Language"), LANGUAGES.get(context.story, safe(context.story))),
            ("width", words("Text width"), words.n("{n} column", "{n} columns", context.settings.text_width)),
        ]
        wide = max(width_of([Run(label)]) for _, label, _ in values) + 4
        lines: list[Line] = []
        for name, label, value in values:
            target = "set:" + name
            parts = [Run("  ", "pointer", 0, target), Run(f"{label:<{wide}}", "option", 0, target)]
            parts.append(Run(f"‹ {value} ›", "accent", 0, target))
            lines.append((*parts, Run(" " * max(0, min(width, 48) - width_of(parts)), "option", 0, target)))
        lines += [BLANK, *wrap([Run(words("Kept in {file}", file=safe(str(config_file()))), "quiet")], width), BLANK]
        lines += [(Run(words("Keys"), "heading", BOLD),), BLANK]
        lines += action_lines({action.id: keys_of(action, context.keymap) for action in ACTIONS}, context, width)
        said = words("To change keys, write them under “keys:” in that file, as in “rewind: b”. The names are these:")
        lines += [BLANK, *wrap([Run(said, "quiet")], width), BLANK]
        return lines + wrap([Run(", ".join(action.id for action in ACTIONS if action.id != "choose"), "quiet")], width)

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """Enter and click change to the next value."""
        self._change(1)

    def action_more(self) -> None:
        """The next value."""
        self._change(1)

    def action_less(self) -> None:
        """The value before."""
        self._change(-1)

    def _change(self, by: int) -> None:
        name = self.menu.cursor.removeprefix("set:")
        if name == "theme":
            names = list(TONES)
            self.host.dress(names[(names.index(self.app.theme) + by) % len(names)])
        elif name == "language":
            languages = self.context.machine.languages
            self.host.speak(languages[(languages.index(self.context.story) + by) % len(languages)])
        elif name == "width":
            width = min(MAX_WIDTH, max(MIN_WIDTH, self.context.settings.text_width + by * WIDTH_STEP))
            self.notice(self.context.settle(text_width=width))
        self.menu.reflow()
