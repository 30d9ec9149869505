"""A long book: hundreds of scenes one after another, and flags that are set early and read late."""

from __future__ import annotations

from typing import Any

from tests.proof.families.draft import Draft, Story, TrapKind, begin, both, either
from tests.proof.families.words import PEOPLE, aside, matters, opening


def novel(scenes: int, flags: int, seed: int, trap: TrapKind | None = None) -> Story:
    """So many scenes (9 or more) and flags (4 or more), read in order with leaps ahead.

    A ferry that only comes back for who holds one of two things (subtle), and a watch that one gets through only with
    more resolve than fear (relational), stand three fifths and four fifths through.
    """
    draft = begin(f"novel-{scenes}x{flags}", "The Long Way Round", "page-1", seed, trap)
    names = [draft.flag(f"{shade}_{thing}") for shade, thing in matters(draft.chance, flags)]
    draft.number("resolve", 10, 4)
    draft.number("fear", 10, 2)
    book = _Book(draft, scenes, names)
    for number in range(1, scenes + 1):
        book.page(number)
    book.ferry(scenes * 3 // 5)
    book.watch(scenes * 4 // 5)
    book.last()
    return draft.story()


class _Book:
    """What the pages of a novel have in common."""

    def __init__(self, draft: Draft, scenes: int, names: list[str]) -> None:
        self.draft, self.chance, self.scenes, self.names = draft, draft.chance, scenes, names

    def to(self, number: int) -> str:
        return f"page-{min(number, self.scenes)}"

    def known(self, number: int) -> list[str]:
        """The flags that can be set before a page: as many as have been given out by then."""
        return self.names[: max(1, len(self.names) * (number - 1) // (self.scenes - 1))]

    def page(self, number: int) -> None:
        """A page: what happens by itself, and what one can do; the first way on is always open."""
        draft, chance, at = self.draft, self.chance, self.to(number)
        who = chance.choice(PEOPLE).title()
        old = chance.choice(self.known(number))
        says = f"{{{old}: {who} has not forgotten.|{who} knows nothing of it.}}" if number > 2 else f"{who} nods."
        draft.scene(at, f"{opening(chance)} {says} {aside(chance)}")
        if number == self.scenes:
            return
        draft.choice(
            at, "on", "Go on.", self.to(number + 1), "", (f"resolve -= {number % 2}",) if number % 7 == 1 else ()
        )
        first, last = (len(self.names) * one // (self.scenes - 1) for one in (number - 1, number))
        for name in self.names[first:last]:
            draft.choice(
                at,
                f"take-{name.replace('_', '-')}",
                f"See about the {name.replace('_', ' ')}.",
                self.to(number + 1),
                self._guard(number),
                [f"{name} = true", f"resolve += {number % 3 // 2}"],
            )
        draft.choice(at, "leap", f"Go with {who}.", self._leap(number), self._read(number), self._cost())
        if number % 9 == 5:
            draft.choice(
                at,
                "lose",
                "Leave it behind.",
                self.to(number + 1),
                both(old, "resolve < 9"),
                [f"{old} = false", "fear -= 1"],
            )

    def _guard(self, number: int) -> str:
        return self.chance.choice(("", "", "fear < 8", "resolve >= 2")) if number > 3 else ""

    def _read(self, number: int) -> str:
        """A guard over what was set long before; every flag is read by one of them."""
        chance = self.chance
        if number <= 3:
            return "resolve >= 3"
        known = self.known(number)
        here = known[(number * 3) % len(known)]
        other = chance.choice(known)
        if other == here:
            return both(here, "fear <= 8")
        return chance.choice(
            (either(here, other), both(here, "fear < 9"), f"{here} or resolve > fear", f"{other} and {here}")
        )

    def _leap(self, number: int) -> Any:
        near, far = self.to(number + 1), self.to(number + self.chance.randint(2, 4))
        if number % 4 == 2 and number > 4:
            return [{"if": f"{self.chance.choice(self.known(number))} and fear < 7", "to": far}, {"to": near}]
        return far

    def _cost(self) -> list[str]:
        return self.chance.choice((["fear += 1"], ["fear += 2", "resolve += 1"], ["resolve -= 1"], ["fear -= 1"]))

    def ferry(self, number: int) -> None:
        """Over by anyone, and back only with one of two things."""
        draft, at, known = self.draft, self.to(number), self.known(number)
        back = either(known[0], known[-1])
        draft.choice(at, "ferry", "Call the ferry.", "island", draft.kept("subtle", f"{at}/ferry", back))
        draft.scene("island", f"{opening(self.chance)} The ferryman wants to see something for his trouble.")
        draft.choice("island", "show", "Show him what you have.", self.to(number + 1), back, "fear -= 1")
        draft.choice("island", "walk", "Walk round the island.", "shore")
        draft.scene("shore", f"Stones, and a chair. {aside(self.chance)}", to="island")

    def watch(self, number: int) -> None:
        """A night that passes only for who is more resolved than afraid."""
        draft, at = self.draft, self.to(number)
        brave = "resolve > fear"
        draft.choice(at, "watch", "Take the last watch.", "night", draft.kept("relational", f"{at}/watch", brave))
        draft.scene("night", f"{opening(self.chance)} There is nobody there. There is nobody there.")
        draft.choice(
            "night",
            "count",
            "Count to a hundred.",
            "night",
            "resolve >= 1 and fear >= 1",
            ["resolve -= 1", "fear -= 1"],
        )
        draft.choice("night", "dawn", "See the dawn.", self.to(number + 1), brave, "resolve += 1")
        draft.choice("night", "listen", "Listen.", "night")

    def last(self) -> None:
        """The last page reads what no other does."""
        draft, at, names = self.draft, self.to(self.scenes), self.names
        link = draft.entry("road", "The road", "It goes all the way round. {resolve > fear: You would walk it again.}")
        text = draft.scenes[at]["text"]
        draft.scenes[at]["text"] = [text, {"if": names[0], "text": f"This is where {link} began."}]
        for first in range(0, len(names), 3):
            name, *others = names[first : first + 3]
            guard = both(either(name, others[0]), f"not {others[1]}") if len(others) == 2 else both(name, *others)
            draft.choice(
                at, f"tell-{first + 1}", f"Tell of the {name.replace('_', ' ')}.", "told", both(guard, "fear <= 6")
            )
        draft.choice(at, "silent", "Say nothing.", "silent")
        draft.ending("told", "Told", "They listen to the end.")
        draft.ending("silent", "Silent", "You hang up your coat. {fear >= 3: The door stays bolted.}")
