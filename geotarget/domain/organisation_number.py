"""Organisation numbers: nine digits, of which the last checks the others (modulus 11)."""

from __future__ import annotations

import re

from .check_digit import remainder_11

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_organisation_number(text: str) -> bool:
    """Whether it may be one of Enhetsregisteret."""
    return re.fullmatch(r"[0-9]{9}", text) is not None and remainder_11(text, _WEIGHTS) == 0
