"""The story's state as lines: drawn down the side on a wide screen, folded into one line on a narrow one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len

from game.engine import PictureView, StatusLine
from game.tui.page.art import picture_lines
from game.tui.page.lines import BLANK, BOLD, Line, Run, width_of, wrap
from game.tui.page.prose import runs, safe, simple

FULL, EMPTY = "━", "─"
TONES = ("accent", "ink", "warm", "cool")


def side(lines: Iterable[StatusLine], width: int, pictures: Callable[[str], PictureView]) -> list[Line]:
    """The state drawn, one gauge under the other."""
    found: list[Line] = []
    for item in lines:
        if item.label:
            found += wrap([Run(safe(item.label), "quiet")], width)
        found += [*_drawn(item, width, pictures), BLANK]
    return found


def _drawn(item: StatusLine, width: int, pictures: Callable[[str], PictureView]) -> list[Line]:
    match item.kind:
        case "meter":
            return [_meter(item, width)]
        case "number":
            return [(Run(str(item.value), "strong", BOLD),)]
        case "row":
            return _row(item, width)
        case "picture":
            return picture_lines(pictures(item.picture), width, key=False)[:-1]
    return wrap(runs(item.text, links=False), width)


def _meter(item: StatusLine, width: int) -> Line:
    """A bar with its number: the number alone says all that the bar does."""
    said = f"{item.value}/{item.of}"
    room = max(1, min(width - len(said) - 2, 2 * item.of if item.of else width))
    full = round(room * min(max(item.value, 0), item.of) / item.of) if item.of else 0
    return (Run(FULL * full, "accent"), Run(EMPTY * (room - full), "rule"), Run("  " + said, "ink"))


def _tone(index: int, count: int) -> str:
    """The rest of a row is faint; the parts take tones in order."""
    return "quiet" if index == count - 1 else TONES[min(index, len(TONES) - 1)]


def _row(item: StatusLine, width: int) -> list[Line]:
    """Slots as glyphs, and under them what the glyphs mean, with numbers."""
    count = len(item.row)
    glyphs: list[Run] = []
    for index, (number, glyph, _) in enumerate(item.row):
        glyphs += [Run(safe(glyph) + " ", _tone(index, count))] * number
    names: list[list[Run]] = []
    for index, (number, glyph, name) in enumerate(item.row):
        said = f"{number} {safe(name)}"
        names.append([Run(safe(glyph) + " ", _tone(index, count)), Run(said, "quiet")])
    together = [run for index, name in enumerate(names) for run in ([Run("   "), *name] if index else name)]
    legend = [tuple(together)] if width_of(together) <= width else [tuple(name) for name in names]
    return [*wrap(glyphs or [Run("")], width), *legend]


def folded(lines: Sequence[StatusLine], width: int) -> Line:
    """The state in one line. Where it is too long, rows lose their label, then gauges at the end give way to a sign."""
    whole = _joined([_short(item) for item in lines], 3)
    if width_of(whole) <= width:
        return whole
    shorts = [_short(item, label=item.kind != "row") for item in lines]
    kept = next(
        (n for n in range(len(shorts), 0, -1) if width_of(_joined(shorts[:n], 2)) <= width - 2 * (n < len(shorts))), 0
    )
    line = _joined(shorts[:kept], 2)
    return line if kept == len(shorts) else (*line, Run(" …", "quiet"))


def _joined(parts: Iterable[list[Run]], gap: int) -> Line:
    line: list[Run] = []
    for part in parts:
        if part:
            line += [*([Run(" " * gap)] if line else []), *part]
    return tuple(line)


def _short(item: StatusLine, *, label: bool = True) -> list[Run]:
    """One gauge in few cells; a picture has no short form."""
    named = [Run(safe(item.label) + " ", "quiet")] if item.label and label else []
    match item.kind:
        case "meter":
            return [*named, Run(f"{item.value}/{item.of}")]
        case "number":
            return [*named, Run(str(item.value))]
        case "row":
            count = len(item.row)
            parts = [
                Run(f"{' ' if index else ''}{safe(glyph)}\u00a0{number}", _tone(index, count))
                for index, (number, glyph, _) in enumerate(item.row)
            ]
            return [*named, *parts]
        case "picture":
            return []
    return [*named, Run(simple(item.text))] if cell_len(simple(item.text)) else []
