"""Two forms of a story played side by side, through every state: each difference is a sentence.

“Continue” (a choice of kind `on`) is not counted as a choice: it is taken at once, in both. What is left must agree at
every state: what is offered, with its id, its words and whether it is open; where the story ends; what is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.engine import Machine, Phase, State, open_choices, page, phase, start
from game.engine.markup import plain, unlinked
from game.proof.system.outcomes import outcomes

MOST_STATES = 20_000


class Here(NamedTuple):
    """Where a form has come to after a choice, and all paragraphs that were read on the way there."""

    state: State
    read: frozenset[str]


def differences(old: Machine, new: Machine, *, words: bool = True) -> Iterator[str]:
    """What the new form does otherwise than the old one; without `words`, only what can be chosen and where it ends.

    Both must be without chance. Raises AssertionError for one that is not, or that has too many states. Beyond a
    difference nobody looks.
    """
    waiting: list[tuple[Here, Here, tuple[str, ...]]] = [(_begun(old), _begun(new), ())]
    seen = set[object]()
    while waiting:
        before, after, way = waiting.pop(0)
        told = [*_offered(old, before.state, new, after.state), *(_read(old, before, after) if words else ())]
        yield from (f"after {' '.join(way) or 'nothing'}: {one}" for one in told)
        key = before.state[:3], after.state[:3]
        if told or key in seen:
            continue
        seen.add(key)
        assert len(seen) <= MOST_STATES
        for choice in open_choices(new, after.state):
            waiting.append((_taken(old, before.state, choice), _taken(new, after.state, choice), (*way, choice)))


def soonest(machine: Machine) -> dict[str, int]:
    """After how many choices, each “Continue” left out, each ending comes at the soonest."""
    first, found = _begun(machine).state, dict[str, int]()
    waiting, seen = [(first, 0)], {first[:3]}
    while waiting:
        state, length = waiting.pop(0)
        if ending := page(machine, state).ending:
            found.setdefault(ending, length)
        for choice in open_choices(machine, state):
            after = _taken(machine, state, choice).state
            if after[:3] not in seen:
                seen.add(after[:3])
                waiting.append((after, length + 1))
    return found


def _offered(old: Machine, before: State, new: Machine, after: State) -> Iterator[str]:
    """What differs in what can be done."""
    was, now = page(old, before), page(new, after)
    if was.ending != now.ending:
        yield f"the ending was {was.ending or 'none'}, and is {now.ending or 'none'}"
    offered = [[option._replace(inline=False) for option in one.options] for one in (was, now)]
    if offered[0] != offered[1]:
        yield f"what is offered was {offered[0]}, and is {offered[1]}"


def _read(old: Machine, before: Here, after: Here) -> Iterator[str]:
    """What differs in what was read; the old form may show again where it has come to."""
    if added := after.read - before.read:
        yield f"these words are new: {sorted(added)}"
    if lost := before.read - after.read - _paragraphs(old, before.state):
        yield f"these words are gone: {sorted(lost)}"


def _begun(machine: Machine) -> Here:
    return _settled(machine, start(machine))


def _taken(machine: Machine, state: State, choice: str) -> Here:
    """Where a choice leads."""
    (one,) = outcomes(machine, state, choice)  # more than one: by chance
    return _settled(machine, one.state)


def _settled(machine: Machine, state: State) -> Here:
    """Where one has come to with every “Continue” taken."""
    read = _paragraphs(machine, state)
    while phase(machine, state) is Phase.CHOOSING:
        (first, *others) = page(machine, state).open_options
        if others or first.kind != "on":
            break
        (one,) = outcomes(machine, state)
        state = one.state
        read |= _paragraphs(machine, state)
    return Here(state, read)


def _paragraphs(machine: Machine, state: State) -> frozenset[str]:
    """What stands on a page."""
    shown = page(machine, state)
    return frozenset(plain(unlinked(block.text, ())) for part in shown.parts for block in part.blocks if block.text)
