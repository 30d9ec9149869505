"""The application: which screen comes first, what works everywhere, and what happens when something fails."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingsMap
from textual.message import Message
from textual.screen import Screen

from game.actions import EVERYWHERE, key_name
from game.session import Session
from game.story.collector import collector_resumed
from game.terminal import screen
from game.tui.base_screen import BaseScreen, Home, bindings, our_screens
from game.tui.held import Held
from game.tui.leaving import ended_by_the_system
from game.tui.page.charset import readable
from game.tui.pausing import can_stop, redraw, redraw_when_back, stop
from game.tui.play_context import PlayContext
from game.tui.themes import TITLES, TONES, fitting, theme

if TYPE_CHECKING:
    from game.tui.author.proven import Proven

MOST_NOTICES = 2
"""So many things are told at the foot of the first screen; more of them come before it."""
BEYOND_HELP = 70
"""The exit code when faults could not even be shown."""


def _happened(event: events.Event) -> float:
    return event.time


class Face(App[int], inherit_bindings=False):
    """The full face. `watch` is a session to be played back instead of played, `proven` a proof to be looked at.

    `clock` says at which second an event happened.
    """

    CSS_PATH = "face.tcss"
    ENABLE_COMMAND_PALETTE = False
    MOST_FAULTS: ClassVar[int] = 8

    def __init__(
        self,
        context: PlayContext,
        *,
        begin: bool = False,
        watch: Session | None = None,
        proven: Proven | None = None,
        notices: tuple[str, ...] = (),
        clock: Callable[[events.Event], float] = _happened,
    ) -> None:
        # Textual picks its filter for NO_COLOR here, by whether it may leave colours to the terminal.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.context = context
        self.animation_level = "none"
        self._begin = begin
        self._watch = watch
        self._proven = proven
        self._notices = notices
        self._clock = clock
        self._held = Held()
        self.faults: list[Exception] = []
        self._shown = False
        for name in TONES:
            self.register_theme(theme(name))
        few = self.no_color or self.console.color_system not in ("256", "truecolor")
        self.theme = fitting(context.settings.theme, few_colours=few)
        self._bindings = BindingsMap(bindings(EVERYWHERE, context.keymap))

    def play(self) -> int:
        """Run until the player leaves; returns the exit code. A fault that could not be shown is raised afterwards."""
        try:
            with readable(screen()), ended_by_the_system(self):
                code = self.run()
        finally:
            self.context.leave()
        if code == BEYOND_HELP:
            raise self.faults[-1]
        return code or 0

    def leave_soon(self, code: int) -> bool:
        """Leave with an exit code, called from a signal handler or another thread; False when it does not run."""
        if self._loop is None:
            return False
        self._loop.call_soon_threadsafe(self.exit, code)
        return True

    def get_default_screen(self) -> Screen[bool]:
        """What is shown first stands where Textual has a bare screen, which would be made and laid out for nothing."""
        try:
            first = self._first_screen()
        except Exception as error:
            self.call_next(self._handle_exception, error)  # it takes a screen to leave from
            return super().get_default_screen()
        # Textual does this for every screen but its own, and wants it undone when another takes its place.
        first._push_result_callback(first, None)
        return first

    def _first_screen(self) -> Screen[bool]:
        """What is shown first: a proof, a session watched, a page, or the title."""
        if self._proven is not None:
            from game.tui.author.proof import Proof

            return Proof(self.context, self._proven)
        if self._watch is not None:
            from game.tui.screens.replay import Replay

            return Replay(self.context, self._watch)
        return self._home("title" if self.context.session is None else "play", begin=self._begin)

    def _home(self, home: Home, *, begin: bool = False) -> Screen[bool]:
        if home == "play":
            from game.tui.screens.play import Play

            return Play(self.context)
        from game.tui.screens.title import Title

        return Title(self.context, begin=begin)

    def goto(self, home: Home) -> None:
        """Close every screen, and put the title, or the page being played, in their place."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(self._home(home))

    def on_mount(self) -> None:
        """Show the first screen, and what there is to be told."""
        redraw_when_back(self)
        first = self.screen
        self.call_after_refresh(self._is_shown)
        if len(self._notices) > MOST_NOTICES:
            from game.tui.screens.prose_screens import notices_screen

            self.push_screen(notices_screen(self.context, self._notices))
        elif self._notices and isinstance(first, BaseScreen):
            self.call_after_refresh(first.notice, " ".join(self._notices))

    def _is_shown(self) -> None:
        self._shown = True
        collector_resumed()

    async def _dispatch_message(self, message: Message) -> None:
        """Textual ends an application whose handler fails; here the fault is shown and play goes on."""
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """Show any fault as a calm screen; only when even that keeps failing, leave."""
        self.faults.append(error)
        if len(self.faults) > self.MOST_FAULTS or not self._shown:
            self.exit(BEYOND_HELP)
            return
        from game.tui.screens.fault import Fault

        if not any(isinstance(screen, Fault) for screen in self.screen_stack):
            self.push_screen(Fault(self.context, error))

    async def on_event(self, event: events.Event) -> None:
        """A choosing key that is held down counts once; all else goes on to Textual."""
        if isinstance(event, events.Key) and not event.is_forwarded and self._is_held(event):
            return
        await super().on_event(event)

    def _is_held(self, event: events.Key) -> bool:
        """Whether a key would choose, and is only still held down."""
        repeated = self._held.is_repeat(event.key, self._clock(event))
        return repeated and any(shown.is_choosing(event.key) for shown in our_screens([self.screen]))

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme; none of the one that Textual begins with, in which nothing is ever drawn."""
        return super().get_css_variables() if self.theme in TONES else {}

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything in the theme; before there is anything, take its colours up, and read the sheets once."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    # -- what works everywhere

    def action_language(self) -> None:
        """Tell everything in the next language."""
        self.speak(self.context.next_language())

    def speak(self, language: str) -> None:
        """Tell everything in a language."""
        if language == self.context.story:
            return
        self.context.speak(language)
        for shown in our_screens(list(self.screen_stack)):
            shown.speak()

    def action_theme(self) -> None:
        """The next theme."""
        names = list(TONES)
        self.dress(names[(names.index(self.theme) + 1) % len(names)])

    def dress(self, name: str) -> None:
        """Change the theme and remember it."""
        self.theme = name
        trouble = self.context.settle(theme=name)
        for shown in our_screens([self.screen]):
            shown.notice(trouble or self.context.words("Theme: {name}", name=self.context.words(TITLES[name])))

    def action_help(self) -> None:
        """What can be done here."""
        from game.tui.screens.help import Help

        for shown in our_screens([self.screen]):
            if shown.screen_name != "help":
                self.push_screen(Help(self.context, shown.screen_name))

    def action_palette(self) -> None:
        """Find a command or a codex entry by name."""
        from game.tui.screens.palette import palette

        if our_screens([self.screen]):
            self.push_screen(palette(self.context))

    def action_redraw(self) -> None:
        """Draw the whole screen anew."""
        redraw(self)

    def action_suspend(self) -> None:
        """Stop, until the shell brings us back."""
        if can_stop(self):
            stop(self)
            return
        for shown in our_screens([self.screen]):
            shown.notice(self.context.words("There is no shell here that could bring the game back; it goes on."))

    async def action_quit(self) -> None:
        """Leave the game; what is not saved is told first."""
        session = self.context.session
        if session is None or session.check_saved() is None:
            self.exit(0)
            return
        from game.tui.screens.confirm import Confirm

        words, trouble = self.context.words, session.check_saved
        self.push_screen(
            Confirm(
                self.context,
                lambda: words("{trouble} Leave all the same?", trouble=words.told(trouble() or "")),
                lambda: words("Yes, and lose what is not saved"),
                lambda: self.exit(0),
            )
        )

    def get_key_display(self, binding: object) -> str:
        """Keys as people read them."""
        return key_name(getattr(binding, "key", ""), self.context.words)
