"""The tree of ways surveyed: its branches, and the states at their pages as far as the story still leads there."""

from __future__ import annotations

from typing import NamedTuple

from game.engine import Page, State, page
from game.session.fold import step
from game.session.session import Session
from game.session.tree import FIRST, Branch


class Sight(NamedTuple):
    """A branch as it is seen: the page where its first choice was made, with the words typed for it, and the page where
    it ends.

    `from_page` is None on the branch that begins the story; both are None where the story has changed before them.
    """

    branch: Branch
    choice: str
    said: str
    from_page: Page | None
    to_page: Page | None
    is_here: bool
    on_way: bool
    note: str | None
    """That of the page where it ends; None where that has no bookmark."""


class Survey:
    """The branches of a session at this moment, numbered from 0; each is looked at when somebody asks."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.branches = session.tree.branches(session.bookmarks)
        self._way = dict(zip(session.tree.way, range(session.turn + 1), strict=False))
        self._states: dict[int, State | None] = {}

    def sight(self, number: int, language: str) -> Sight:
        """A branch, with its pages in a language of the story."""
        tree, branch = self.session.tree, self.branches[number]
        before, chosen = tree.before(branch.first), tree.step_to(branch.first)
        return Sight(
            branch,
            chosen.choice,
            chosen.said,
            self._page(before, language) if branch.first != FIRST else None,
            self._page(branch.last, language),
            branch.last == tree.here,
            branch.last in self._way,
            self.session.bookmarks.get(branch.last),
        )

    def here(self) -> int:
        """The number of the branch that ends at the present page."""
        here = self.session.tree.here
        return next(number for number, branch in enumerate(self.branches) if branch.last == here)

    def _page(self, number: int, language: str) -> Page | None:
        state = self.state(number)
        return None if state is None else page(self.session.machine, state, language)

    def state(self, number: int) -> State | None:
        """The state at a page of the tree; None where the story does not lead there any more."""
        tree, missing = self.session.tree, list[int]()
        at = number
        while at not in self._states and at not in self._way:
            missing.append(at)
            at = tree.before(at)
        state = self._states[at] if at in self._states else self.session.steps[self._way[at]].state
        for page_number in reversed(missing):
            state = state and step(self.session.machine, state, tree.step_to(page_number))
        self._states[number] = state
        return state
