"""How the width of a page is shared out: where the text stands, and how much the state beside it may take."""

from typing import NamedTuple

LEAST_SIDE, MOST_SIDE = 24, 34
"""The cells of the panel at the side, its rule included."""
SIDE_FROM = 100
"""No narrower screen has a panel, however narrow the text is."""
NEAREST, GAP = 1, 4
"""The blank cells between text and panel: at least, and where there is room."""


class Columns(NamedTuple):
    """Blank cells at the left, cells of text, cells of the panel (were it shown)."""

    left: int
    text: int
    side: int


def margin_for(width: int) -> int:
    """The blank cells at both ends of a row."""
    return 3 if width >= 50 else 1


def columns(width: int, wanted: int, *, beside: bool) -> Columns:
    """The columns of a screen of `width` cells for a text of at most `wanted`.

    `beside` says that the story has a state to show. Its panel's place is then kept whether or not the panel is there,
    so that the text stays where it is when the panel appears, and moves by a cell at most when the window does.
    """
    margin = margin_for(width)
    text = max(10, min(wanted, width - 2 * margin))
    centre = max(0, width - text) // 2
    left = min(centre, max(margin, 2 * (centre - margin)))  # in line with the heading until there is air around it
    side = min(MOST_SIDE, max(LEAST_SIDE, width - margin - text - NEAREST))
    if beside:
        left = min(left, max(margin, width - side - text - GAP))
    return Columns(left, text, side)


def side_from(wanted: int) -> int:
    """The narrowest screen that has room for a text of `wanted` cells and the panel."""
    return max(SIDE_FROM, wanted + margin_for(SIDE_FROM) + NEAREST + LEAST_SIDE)
