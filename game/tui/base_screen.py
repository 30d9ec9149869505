"""What all screens have in common: keys from the table of actions, a body that keys move in, calm when things fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal, Protocol, cast, runtime_checkable

from textual.binding import Binding, BindingsMap
from textual.message import Message
from textual.screen import Screen

from game.actions import AT_ANY_TIME, BY_ID, EVERYWHERE, keys_on, keys_shown
from game.tui.play_context import PlayContext
from game.tui.widgets.line_view import LineView
from game.tui.widgets.rows import Foot, Row

NOTICE_SECONDS = 6.0
LETTERS_A_SECOND = 12
"""How fast a notice is read, at least; a long one stays longer."""


def bindings(screen: str, keymap: Mapping[str, str]) -> Iterator[Binding]:
    """The key bindings of a screen under the player's keymap; those of EVERYWHERE belong to the application."""
    for name, keys in keys_on(screen, keymap).items():
        if (EVERYWHERE in BY_ID[name].screens) != (screen == EVERYWHERE):
            continue
        if name == "choose":
            yield from (Binding(key, f"choose({int(key)})") for key in keys)
        elif keys:
            yield Binding(",".join(keys), name, BY_ID[name].title, priority=name in AT_ANY_TIME)


@runtime_checkable
class Movable(Protocol):
    """A view that has something to mark."""

    def move(self, by: int) -> None:
        """Mark the next (1) or previous (-1) thing."""


Home = Literal["title", "play"]
"""The screens that everything leads back to."""


class Host(Protocol):
    """The application as its screens know it: what is not a screen's own to do."""

    def goto(self, home: Home) -> None:
        """Close every screen, and put the title, or the page being played, in their place."""

    def speak(self, language: str) -> None:
        """Tell everything in a language."""

    def dress(self, name: str) -> None:
        """Change the theme and remember it."""


class BaseScreen(Screen[bool], inherit_bindings=False):
    """A screen. `screen_name` is its name in the table of actions; `body` is the view that the keys move in."""

    screen_name: ClassVar[str]
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012

    def __init__(self, context: PlayContext) -> None:
        super().__init__()
        # The keys are the player's, so they are known only now; Textual's own keymap knows nothing of screens.
        self._bindings = BindingsMap(bindings(self.screen_name, context.keymap))
        self.context = context
        self.foot = Foot(self.screen_name, context)

    @property
    def body(self) -> LineView:
        """The view that keys move in."""
        raise NotImplementedError

    @property
    def host(self) -> Host:
        """The application."""
        return cast(Host, self.app)

    def retell(self) -> None:
        """The language changed: say everything anew."""
        raise NotImplementedError

    def speak(self) -> None:
        """The language changed: say everything anew, from head to foot."""
        self.foot.say("")
        self.retell()

    def key(self, action: str) -> str:
        """The first key of an action here, as people read it."""
        return keys_shown(keys_on(self.screen_name, self.context.keymap)[action], self.context.words, 1)

    def is_choosing(self, key: str) -> bool:
        """Whether a key takes a choice here, or whatever is marked: then one press of it must not count twice."""
        keys = keys_on(self.screen_name, self.context.keymap)
        return self.body.has_focus and key in (*keys.get("choose", ()), *keys.get("take", ()))

    def on_mount(self) -> None:
        """Keys go to the body; what depends on the size of the screen is so before it is first laid out."""
        self.body.focus()
        self.update_classes(_classes_of(self), animate=False)

    async def _dispatch_message(self, message: Message) -> None:
        """Textual ends a screen whose handler fails; here the fault is shown and the screen lives on."""
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            self.app._handle_exception(error)

    def notice(self, text: str, *, lasting: bool = False) -> None:
        """Show a line at the bottom, for a while or until the next one."""
        self.foot.say(text)
        if text and not lasting:
            shown = self.foot.notice
            seconds = max(NOTICE_SECONDS, len(shown) / LETTERS_A_SECOND)
            self.set_timer(seconds, lambda: self._hush(shown))

    def _hush(self, shown: str) -> None:
        if self.foot.notice == shown:
            self.foot.say("")

    async def on_row_asked(self, event: Row.Asked) -> None:
        """The words for an action were clicked."""
        if event.action == "choose":
            self.notice(self.context.words("Type the number of a choice, or click the choice."))
        else:
            self.call_next(self.do, event.action)

    async def do(self, action: str) -> None:
        """Do an action of this screen, or of the application."""
        ours = hasattr(self, f"action_{action}")
        await self.app.run_action(action, self if ours else self.app)

    # -- the actions that every view answers to

    def action_next(self) -> None:
        """Mark the next thing, or scroll."""
        self._move(1)

    def action_previous(self) -> None:
        """Mark the thing before, or scroll."""
        self._move(-1)

    def _move(self, by: int) -> None:
        body = self.body
        if isinstance(body, Movable):
            body.move(by)
        else:
            body.go(body.scroll_offset.y + by)

    def action_take(self) -> None:
        """Take what is marked."""
        self.body.take()

    def action_page_down(self) -> None:
        """One view down."""
        self.body.turn_down()

    def action_page_up(self) -> None:
        """One view up."""
        self.body.turn_up()

    def action_top(self) -> None:
        """To the first line, or the first thing to pick."""
        self.body.to_top()

    def action_bottom(self) -> None:
        """To the last line, or the last thing to pick."""
        self.body.to_end()

    def action_leave(self) -> None:
        """Take away a mark on a link, else close this screen."""
        if not self.body.let_go():
            self.dismiss()


def _classes_of(screen: Screen[bool]) -> dict[str, bool]:
    """The classes that Textual gives a screen for its size: under each dimension that of the highest bound reached."""
    size, classes = screen.app.size, dict[str, bool]()
    for cells, bounds in ((size.width, screen.HORIZONTAL_BREAKPOINTS), (size.height, screen.VERTICAL_BREAKPOINTS)):
        reached = max((bound for bound in bounds or () if bound[0] <= cells), default=None)
        classes |= {bound[1]: bound == reached for bound in bounds or ()}
    return classes


def our_screens(screens: list[Screen[object]]) -> Iterator[BaseScreen]:
    """Those of the open screens that are ours."""
    return (screen for screen in screens if isinstance(screen, BaseScreen))
