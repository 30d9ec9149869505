"""Families of stories as people write them, in any size, with and without a trap: see README.md here."""

from tests.proof.families.catalogue import FAMILIES, SEEDS, Family, large, mutants, small
from tests.proof.families.draft import TRAPS, Draft, Story, Trap, TrapKind
from tests.proof.families.mutate import mutated
from tests.proof.families.states import combinations, guarded, program_of

__all__ = [
    "FAMILIES", "SEEDS", "TRAPS", "Draft", "Family", "Story", "Trap", "TrapKind", "combinations", "guarded", "large",
    "mutants", "mutated", "program_of", "small",
]  # fmt: skip
