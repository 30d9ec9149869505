"""The pages of a session as one long column: heights indexed, lines made only for what is looked at.

A page that nobody has looked at yet stands with an estimated height; `settle` replaces estimates by measures for the
part in view and says where the view is now, so that what is read does not jump.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import accumulate

from game.tui.page.lines import BLANK, Line

GROUP = 64
KEPT = 96


class Book:
    """`make(i)` gives the lines of page i.

    Heights of unseen pages are estimated; at most `KEPT` pages are kept as lines.
    """

    def __init__(self, make: Callable[[int], list[Line]], count: int, estimate: int = 16) -> None:
        self._make = make
        self._guess = estimate
        self._heights = array("l", [estimate]) * count
        self._groups = [sum(self._heights[at : at + GROUP]) for at in range(0, count, GROUP)]
        self._known = bytearray(count)
        self._kept: dict[int, list[Line]] = {}
        self._sums: list[int] | None = None

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def height(self) -> int:
        """Lines of all pages together."""
        return self._group_sums()[-1]

    def page(self, index: int) -> list[Line]:
        """The lines of a page."""
        found = self._kept.get(index)
        if found is None:
            found = self._kept[index] = self._make(index)
            if len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
            self._measure(index, len(found))
        return found

    def append(self) -> None:
        """One more page at the end."""
        if len(self) % GROUP == 0:
            self._groups.append(0)
        self._heights.append(self._guess)
        self._groups[-1] += self._guess
        self._known.append(0)
        self._sums = None

    def cut(self, count: int) -> None:
        """Only the first `count` pages remain."""
        del self._heights[count:]
        del self._groups[-(-count // GROUP) :]
        if count % GROUP:
            self._groups[-1] = sum(self._heights[count // GROUP * GROUP :])
        del self._known[count:]
        self._kept = {index: lines for index, lines in self._kept.items() if index < count}
        self._sums = None

    def forget(self, index: int) -> None:
        """A page reads differently now: make it anew when it is next looked at."""
        self._kept.pop(index, None)
        self._known[index] = 0

    def top(self, index: int) -> int:
        """The first line of a page (or the end, for index = number of pages)."""
        group = index // GROUP
        return self._group_sums()[group] + sum(self._heights[group * GROUP : index])

    def find(self, y: int) -> tuple[int, int]:
        """The page that line y falls in, and the line within it; beyond the end, the last page."""
        sums = self._group_sums()
        low, high = 0, len(sums) - 2
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if sums[middle] <= y else (low, middle - 1)
        index, rest = low * GROUP, y - sums[low]
        while index < len(self) - 1 and rest >= self._heights[index]:
            rest -= self._heights[index]
            index += 1
        return index, rest

    def settle(self, y: int, rows: int) -> int:
        """Measure the pages in view from line y; return the line at which what was known still stands as it did."""
        while len(self):
            seen = self._in_view(y, rows)
            strange = [index for index in seen if not self._known[index]]
            if not strange:
                break
            anchor = next((index for index in seen if self._known[index]), None)
            before = self.top(anchor) if anchor is not None else 0
            for index in strange:
                self.page(index)
            if anchor is not None:
                y = max(0, y + self.top(anchor) - before)
        return y

    def _in_view(self, y: int, rows: int) -> range:
        return range(self.find(y)[0], self.find(y + rows - 1)[0] + 1)

    def line(self, y: int) -> Line:
        """The line at y, blank beyond the end."""
        index, rest = self.find(y)
        lines = self.page(index)
        return lines[rest] if 0 <= rest < len(lines) else BLANK

    def _measure(self, index: int, height: int) -> None:
        self._known[index] = 1
        if self._heights[index] != height:
            self._groups[index // GROUP] += height - self._heights[index]
            self._heights[index] = height
            self._sums = None

    def _group_sums(self) -> list[int]:
        if self._sums is None:
            self._sums = [0, *accumulate(self._groups or [0])]
        return self._sums
