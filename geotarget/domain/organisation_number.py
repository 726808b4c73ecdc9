"""Organisation numbers: nine digits, of which the last checks the others (modulus 11)."""

from __future__ import annotations

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def is_organisation_number(text: str) -> bool:
    """Whether it may be one of Enhetsregisteret."""
    return len(text) == 9 and text.isascii() and text.isdecimal() and text[8] == _check(text[:8])


def _check(digits: str) -> str:
    """The check digit; empty where such a number is never given out."""
    rest = -sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
    return "" if rest == 10 else str(rest)
