"""The four themes: ash, paper, high contrast, the terminal's own sixteen colours; one accent each, AA contrast."""

from __future__ import annotations

from functools import cache

from rich.style import Style
from textual.theme import Theme

from game.tui.page.lines import BOLD, ITALIC, STRUCK, UNDERLINE
from game.tui.tones import TONES as TONES
from game.tui.tones import Tones as Tones
from game.wording import phrase

TITLES = {
    "ash": phrase("Ash"),
    "paper": phrase("Paper"),
    "contrast": phrase("High contrast"),
    "ansi": phrase("Terminal colours"),
}

_ROLES: dict[str, tuple[str, str]] = {
    "ink": ("ink", ""), "letter": ("ink", ""), "verse": ("ink", ""), "art": ("ink", ""), "option": ("ink", ""),
    "link": ("ink", ""), "label": ("ink", ""), "strong": ("ink", "bold"), "heading": ("ink", "bold"),
    "title": ("ink", "bold"), "chapter": ("accent", ""), "number": ("accent", ""), "accent": ("accent", ""),
    "pointer": ("accent", ""), "mark": ("accent", ""), "fresh": ("accent", ""),
    "chosen": ("quiet", ""), "cost": ("quiet", ""),
    "quiet": ("quiet", ""), "locked": ("quiet", ""), "reason": ("quiet", ""), "dim": ("quiet", ""),
    "past": ("past", ""), "past-quiet": ("past", ""), "rule": ("faint", ""),
    "warm": ("warm", ""), "cool": ("cool", ""), "good": ("good", ""), "bad": ("bad", ""),
}  # fmt: skip
_SOFT = frozenset(("quiet", "past"))
"""Tones that the terminal's own palette has no colour for: drawn with its dim attribute."""


class Looks:
    """The styles of one theme, by role."""

    def __init__(self, name: str) -> None:
        self.tones = TONES.get(name, TONES["ash"])
        self._plain = self.tones.ground == "default"
        self._found: dict[tuple[str, int, str], Style] = {}

    def look(self, role: str, marks: int = 0, state: str = "") -> Style:
        """The style of a role with marks; `state` is '', 'cursor' or 'hover'."""
        found = self._found.get((role, marks, state))
        if found is None:
            found = self._found[(role, marks, state)] = self._make(role, state) + _attributes(marks)
        return found

    def _make(self, role: str, state: str) -> Style:
        tones = self.tones
        tone, attribute = _ROLES.get(role, ("ink", ""))
        dim = self._plain and tone in _SOFT
        style = Style(
            color=getattr(tones, tone), bgcolor=tones.ground, bold=attribute == "bold" or None, dim=dim or None
        )
        if state == "cursor":
            keeps = tone == "accent" and tones.band != tones.ink
            ink = tones.accent if keeps else tones.band_ink
            return Style(color=ink, bgcolor=tones.band, bold=self._plain or style.bold or None)
        if state == "hover":
            return style + Style(underline=True, dim=False if dim else None)
        return style


def _attributes(marks: int) -> Style:
    return Style(
        italic=bool(marks & ITALIC) or None,
        bold=bool(marks & BOLD) or None,
        strike=bool(marks & STRUCK) or None,
        underline=bool(marks & UNDERLINE) or None,
    )


@cache
def looks(name: str) -> Looks:
    """The styles of a theme."""
    return Looks(name)


def theme(name: str) -> Theme:
    """A theme as Textual wants it, for what it draws itself: grounds, scroll bars, the text field, the palette."""
    tones = TONES[name]
    plain = tones.ground == "default"

    def colour(tone: str) -> str:
        return f"ansi_{tone}" if plain else tone

    ground, ink, accent, faint = (colour(tone) for tone in (tones.ground, tones.ink, tones.accent, tones.faint))
    band, band_ink = colour(tones.band), colour(tones.band_ink)
    swap = "underline" if plain else "none"
    return Theme(
        name=name, primary=accent, secondary=accent, accent=accent, foreground=ink, background=ground, surface=ground,
        panel=ground, boost=ground, warning=colour(tones.warm), error=colour(tones.bad), success=colour(tones.good),
        dark=tones.dark, ansi=plain,
        variables={
            "faint": faint, "quiet": colour(tones.quiet), "band": band, "band-ink": band_ink,
            "scrollbar": faint, "scrollbar-hover": accent, "scrollbar-active": accent, "scrollbar-background": ground,
            "scrollbar-background-hover": ground, "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
            "border": faint, "border-blurred": faint, "input-cursor-background": ink, "input-cursor-foreground": ground,
            "ansi-background": ground, "ansi-foreground": ink, "input-cursor-text-style": "reverse",
            "input-selection-background": accent, "input-selection-foreground": ground,
            "screen-selection-background": accent, "screen-selection-foreground": ground,
            "block-cursor-background": band, "block-cursor-foreground": band_ink, "block-cursor-text-style": swap,
        },
    )  # fmt: skip


def fitting(wanted: str, *, few_colours: bool) -> str:
    """The theme to start with: the wanted one, or the terminal's own colours where it has no others to give."""
    if few_colours:
        return "ansi"
    return wanted if wanted in TONES else "ash"
