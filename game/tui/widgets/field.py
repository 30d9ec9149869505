"""A line to type in that comes and goes: it opens empty, and what was typed before is not kept."""

from __future__ import annotations

from textual.widgets import Input

LONGEST = 200
"""Characters that are taken; nobody searches for more."""


class Field(Input):
    """Hidden until it is opened."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, compact=True, select_on_focus=False, max_length=LONGEST)
        self.display = False

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.display

    def open(self, placeholder: str) -> None:
        """Show it, empty, and give it the keys."""
        self.placeholder = placeholder
        self.value = ""
        self.display = True
        self.focus()

    def close(self) -> None:
        """Hide it, with what was typed."""
        self.value = ""
        self.display = False
