"""Check digits by modulus 11, of national identity numbers and of organisation numbers."""

from __future__ import annotations

from collections.abc import Sequence


def remainder_11(number: str, weights: Sequence[int]) -> int:
    """What the weighted sum of the first digits leaves, one weight a digit."""
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
