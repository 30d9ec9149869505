"""Families of stories as people write them, in any size, with and without a trap."""

from tests.proof.families.draft import TRAPS, Draft, Story, Trap, TrapKind

__all__ = ["TRAPS", "Draft", "Story", "Trap", "TrapKind"]
