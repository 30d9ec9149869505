"""Where somebody is reading, told by words and not by lines: it is found again when the lines are broken anew."""

from collections.abc import Sequence
from typing import NamedTuple

from game.tui.page.lines import Line


class Place(NamedTuple):
    """A spot in a text: `letters` into the paragraph that reads `words`, or `above` lines before it."""

    paragraph: int
    words: str
    letters: int
    above: int


class _Paragraph(NamedTuple):
    """Lines first..last without a blank one among them."""

    first: int
    last: int
    words: str


def place(lines: Sequence[Line], y: int) -> Place | None:
    """The place of line y, or None where there is nothing to hold on to."""
    paragraphs = _paragraphs(lines)
    for number, paragraph in enumerate(paragraphs):
        if y <= paragraph.last:
            letters = sum(len(_letters(line)) for line in lines[paragraph.first : max(y, paragraph.first)])
            return Place(number, paragraph.words, letters, max(0, paragraph.first - y))
    return None


def find(lines: Sequence[Line], sought: Place) -> int:
    """The line of a place in the same text with other line breaks; in another text, a line about as far on."""
    paragraphs = _paragraphs(lines)
    if not paragraphs:
        return 0
    same = [number for number, paragraph in enumerate(paragraphs) if paragraph.words == sought.words]
    nearest = min(same or range(len(paragraphs)), key=lambda number: abs(number - sought.paragraph))
    paragraph = paragraphs[nearest]
    letters = sought.letters if same else sought.letters * len(paragraph.words) // max(1, len(sought.words))
    y = paragraph.first
    while y < paragraph.last and letters >= (here := len(_letters(lines[y]))) > 0:
        letters -= here
        y += 1
    return max(0, y - sought.above)


def _letters(line: Line) -> str:
    """What of a line does not depend on where it was broken: no blanks, rules or signs."""
    return "".join(char for run in line for char in run.text if char.isalnum())


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    first = 0
    for y in range(len(lines) + 1):
        if y == len(lines) or not lines[y]:
            if y > first:
                found.append(_Paragraph(first, y - 1, "".join(_letters(line) for line in lines[first:y])))
            first = y + 1
    return found
