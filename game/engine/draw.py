"""Chance without a generator: a draw is a pure function of seed, place and turn."""

from __future__ import annotations

_MASK = (1 << 64) - 1


def draw(seed: int, place: int, turn: int, total: int) -> int:
    """A number in 0 .. total - 1, the same for the same arguments, on every machine.

    The three inputs are spread by odd multipliers and mixed by the finaliser of SplitMix64 (Steele, Lea and Flood,
    2014).
    """
    z = (
        seed * 0x9E3779B97F4A7C15 + place * 0xC2B2AE3D27D4EB4F + turn * 0x165667B19E3779F9 + 0x27D4EB2F165667C5
    ) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return ((z ^ (z >> 31)) & _MASK) % total


def place_number(name: str) -> int:
    """A stable 32-bit number for a place of the story, from the author's id (FNV-1a)."""
    number = 0x811C9DC5
    for byte in name.encode():
        number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
    return number
