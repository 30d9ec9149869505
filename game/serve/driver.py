"""Textual's web driver with what a page needs besides: its ground, a way to show all again, an end with its server."""

from __future__ import annotations

from typing import Any, BinaryIO, TextIO

from textual import messages
from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus, Resize
from textual.geometry import Size

from game.serve.messages import MOST_FILES, SHOW_AGAIN


class BrowserDriver(WebDriver):
    """The driver of a game that is played in a browser; the server names it in TEXTUAL_DRIVER."""

    _in_front = True

    def start_application_mode(self) -> None:
        """Begin, and keep the terminal's ground that of the theme.

        Textual's driver has an app begin as if its page were not in front; the page may have said otherwise by then.
        """
        super().start_application_mode()
        self._app.watch(self._app, "theme", self._paint_ground)
        self._app.call_later(self._look_again)

    def run_input_thread(self) -> None:
        """Read until the input ends; the server is then gone, and so is the game."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(messages.ExitApp())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Hear our server's own word besides those of Textual."""
        if packet_type in ("focus", "blur"):
            self._in_front = packet_type == "focus"
        if packet_type != SHOW_AGAIN:
            super().on_meta(packet_type, payload)
            return
        size = Size(int(str(payload["width"])), int(str(payload["height"])))
        self._size = (size.width, size.height)
        self._app.post_message(Resize(size, size))
        self._app.call_later(self._show_again)

    def deliver_binary(self, binary: BinaryIO | TextIO, **about: Any) -> None:
        """Have a file wait for the page; the oldest is given up where too many wait."""
        while len(self._deliveries) >= MOST_FILES:
            self._deliveries.pop(next(iter(self._deliveries))).close()
        super().deliver_binary(binary, **about)

    def _look_again(self) -> None:
        if self._in_front:
            self._app.post_message(AppFocus())

    def _show_again(self) -> None:
        """Bring a fresh terminal into the state of the one before; Textual draws nothing where no size has changed."""
        self.write("\x1b[?1049h\x1b[?25l")
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._paint_ground()
        self._app.refresh(layout=True)

    def _paint_ground(self) -> None:
        """Give the terminal's own ground, seen around the cells, the theme's colour (OSC 11), or its own (OSC 111)."""
        ground = self._app.current_theme.background or ""
        self.write(f"\x1b]11;{ground}\x1b\\" if ground.startswith("#") else "\x1b]111\x1b\\")
