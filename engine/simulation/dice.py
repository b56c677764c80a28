"""A small deterministic generator of choices (splitmix64): the same seed, the same choices, on every machine."""

from collections.abc import Sequence
from typing import TypeVar

MASK = (1 << 64) - 1
T = TypeVar("T")


class Dice:
    """seed: any whole number. Not for secrets."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = seed & MASK

    def next(self) -> int:
        """0 to 2**64 - 1"""
        self._state = mixed = (self._state + 0x9E3779B97F4A7C15) & MASK
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def below(self, count: int) -> int:
        """0 to count - 1"""
        return self.next() % count

    def between(self, low: int, high: int) -> int:
        """low to high, both included"""
        return low + self.next() % (high - low + 1)

    def chance(self, percent: int) -> bool:
        return self.next() % 100 < percent

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.next() % len(choices)]

    def weighted(self, choices: Sequence[tuple[int, T]]) -> T:
        """One of (weight, choice)."""
        left = self.next() % sum(weight for weight, _ in choices)
        for weight, choice in choices:
            if left < weight:
                return choice
            left -= weight
        raise AssertionError("weights add up")
