"""The families by name, with the sizes to prove and the small ones that brute force can walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.proof.families.chance import combat, storylets
from tests.proof.families.courting import dating
from tests.proof.families.dialogue import detective, topics
from tests.proof.families.draft import TRAPS, Story, TrapKind
from tests.proof.families.months import choicescript, raising
from tests.proof.families.mutate import mutated
from tests.proof.families.novel import novel
from tests.proof.families.places import hub, quest
from tests.proof.families.wealth import resources

SEEDS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Family:
    """Stories of one shape. `make` takes a size, a seed and a kind of trap."""

    name: str
    make: Callable[..., Story]
    large: tuple[tuple[int, ...], ...]
    small: tuple[int, ...]

    def story(self, size: tuple[int, ...], seed: int, trap: TrapKind | None = None) -> Story:
        return self.make(*size, seed, trap)


FAMILIES = (
    Family("topics", topics, ((30,), (64,), (100,), (250,)), (7,)),
    Family("detective", detective, ((36,), (120,)), (3,)),
    Family("hub", hub, ((12, 25, 3, 20, 0), (24, 60, 6, 100, 0)), (3, 3, 2, 3, 0)),
    Family("hub with a clock", hub, ((12, 25, 3, 20, 48), (24, 60, 6, 100, 96)), (3, 3, 2, 3, 8)),
    Family("quest", quest, ((16, 8), (30, 16)), (3, 2)),
    Family("choicescript", choicescript, ((6, 30, 100), (12, 30, 100), (20, 30, 100)), (3, 5, 6)),
    Family("raising", raising, ((12, 60, 100),), (4, 3, 4)),
    Family("dating", dating, ((8, 28),), (2, 3)),
    Family("storylets", storylets, ((6, 40, 10, 0),), (3, 4, 2, 0)),
    Family("storylets with actions", storylets, ((6, 40, 10, 20),), (3, 4, 2, 2)),
    Family("combat", combat, ((100, 100),), (2, 2)),
    Family("resources", resources, ((6, 100),), (2, 2)),
    Family("novel", novel, ((200, 100),), (9, 4)),
)


def large(seeds: tuple[int, ...] = SEEDS) -> Iterator[tuple[Family, Story]]:
    """All stories to prove: every family and size, without a trap and with each kind of it."""
    for family in FAMILIES:
        for size in family.large:
            for seed in seeds:
                for trap in TRAPS:
                    yield family, family.story(size, seed, trap)


def small(seeds: tuple[int, ...] = SEEDS) -> Iterator[tuple[Family, Story]]:
    """The same of the small size of each family."""
    for family in FAMILIES:
        for seed in seeds:
            for trap in TRAPS:
                yield family, family.story(family.small, seed, trap)


def mutants(count: int, first: int = 0) -> Iterator[tuple[Family, Story]]:
    """So many small stories, changed at random; `first` is the number of the first, each number gives one story."""
    for number in range(first, first + count):
        round_, place = divmod(number, len(FAMILIES))
        family = FAMILIES[place]
        story = family.story(family.small, SEEDS[round_ % len(SEEDS)], TRAPS[round_ // len(SEEDS) % len(TRAPS)])
        yield family, mutated(story, number)
