"""Numbers as they are written in the interface's language."""

from __future__ import annotations

from decimal import Decimal

from game.wording import Words

TOO_LONG = 10**15
"""Whole numbers from here on are told by their size."""


def number(value: float, words: Words, digits: int = 0) -> str:
    """A number with its thousands set apart: 12,345.6, and in French 12 345,6; a very great one as 1.36e+331."""
    if isinstance(value, int) and value >= TOO_LONG:
        said = f"{Decimal(value):.2e}"
        return said.replace(".", ",") if words.language == "fr" else said
    said = f"{value:,.{digits}f}"
    return said.translate({ord(","): "\u202f", ord("."): ","}) if words.language == "fr" else said


def percent(share: float, words: Words) -> str:
    """A share of one as per cent, with two digits."""
    return number(100 * share, words, 2) + ("\u202f%" if words.language == "fr" else "%")
