"""The known name that a misspelt one was probably meant to be."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

LONGEST = 60
"""A longer name is looked up as it stands: nobody mistypes one letter of that."""
FEW = 24
"""Among so many names all are compared; among more, those that an index offers."""
LIKE = 0.6
"""How alike two names must be, by the ratio of `difflib`."""
_OFFERED = 30
"""So many names at most are compared of those that an index offers for each sort of likeness."""
_KEPT = 8
"""So many indices are kept: those of the collections of names asked about last."""


class Index:
    """Names by what a misspelling leaves of them, so that one look-up costs the same among ten names and ten thousand.

    Two sorts of likeness offer candidates. One is equality when a letter is left out of either (Symmetric Delete, as
    in Garbe's SymSpell): that is every single slip. The other is the rarest pairs of letters in common.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._plain: dict[str, str] = {}
        self._short: dict[str, list[str]] = {}
        self._pairs: dict[str, list[str]] = {}
        for name in names:
            self._plain.setdefault(_plain(name), name)
            if len(name) <= LONGEST:
                for less in _shortened(name):
                    self._short.setdefault(less, []).append(name)
                for pair in _pairs(name):
                    self._pairs.setdefault(pair, []).append(name)

    def nearest(self, name: str) -> str:
        """The name most like this one, or '' when none is like it."""
        exact = self._plain.get(_plain(name))
        if exact is not None or len(name) > LONGEST:
            return exact or ""
        return _best(name, self._slips(name)) or _best(name, self._relatives(name))

    def _slips(self, name: str) -> Iterable[str]:
        """Names that are one slip of a finger away, or two."""
        found = (each for less in _shortened(name) for each in self._short.get(less, ())[:_OFFERED])
        return dict.fromkeys(islice(found, _OFFERED))

    def _relatives(self, name: str) -> Iterable[str]:
        """Names that share the rarest pairs of letters with this one."""
        shared = heapq.nsmallest(6, filter(None, map(self._pairs.get, _pairs(name))), key=len)
        return dict.fromkeys(islice((each for names in shared for each in names), _OFFERED))


_indices: dict[int, tuple[Collection[str], int, Index]] = {}
"""Indices by the identity of their collection, which is kept beside them so that no other takes its identity."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, or '' when none is like it.

    Ask with the same collection again and again where there are many names (not with a fresh list each time): its index
    is made once.
    """
    lowered = name.lower().replace(" ", "-")
    names = known if isinstance(known, Collection) else list(known)
    if len(names) > FEW:
        return _index(names).nearest(lowered)
    exact = next((each for each in names if _plain(each) == _plain(lowered)), None)
    if exact is not None or len(lowered) > LONGEST:
        return exact or ""
    return _best(lowered, (each for each in names if len(each) <= LONGEST))


def _index(names: Collection[str]) -> Index:
    found = _indices.pop(id(names), None)
    if found is None or found[0] is not names or found[1] != len(names):
        found = (names, len(names), Index(names))
    _indices[id(names)] = found
    while len(_indices) > _KEPT:
        del _indices[next(iter(_indices))]
    return found[2]


def _best(name: str, names: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=LIKE)), "")


def _plain(name: str) -> str:
    """A name without what people mix up: capitals, and what parts words."""
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


def _shortened(name: str) -> Iterator[str]:
    """The name, and the name without each of its characters."""
    yield name
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]


def _pairs(name: str) -> set[str]:
    """The pairs of neighbouring characters; a name begins and ends with a blank."""
    padded = f" {name} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}
