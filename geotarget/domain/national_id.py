"""Norwegian national identity numbers (fødselsnummer) and D-numbers: form and check digits only.

Nothing about a person is derived from the number: from 2032 neither century nor sex can be read.

Source: Skatteetaten, "Nytt fødselsnummer fra 2032", and its published test vectors.
"""

from __future__ import annotations

import re
from calendar import monthrange

from .check_digit import remainder_11

_WEIGHTS_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_WEIGHTS_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_SYNTHETIC_MONTH = 80
_D_NUMBER_DAY = 40

# Numbers given out before 2032 leave 0; from 2032 the first control digit may leave up to 3.
_REMAINDERS_1 = range(4)


def is_synthetic(number: str) -> bool:
    """Whether the number is that of an invented person of the national test data (month + 80)."""
    return _has_form(number) and int(number[2:4]) > _SYNTHETIC_MONTH


def is_d_number(number: str) -> bool:
    """Whether the number is a D-number (day + 40): the person need not live in Norway."""
    return _has_form(number) and int(number[:2]) > _D_NUMBER_DAY


def is_valid(number: str, *, synthetic: bool = False) -> bool:
    """Whether form, date and both check digits hold.

    `synthetic` says which population is asked for: a real number is not valid in a test environment
    and an invented one not in production. Numbers of 1964 and of 2032 are accepted alike.
    """
    return (
        _has_form(number)
        and is_synthetic(number) is synthetic
        and _has_date(number)
        and remainder_11(number, _WEIGHTS_1) in _REMAINDERS_1
        and remainder_11(number, _WEIGHTS_2) == 0
    )


def _has_form(number: str) -> bool:
    return re.fullmatch(r"[0-9]{11}", number) is not None


def _has_date(number: str) -> bool:
    """Whether the day exists in any century: the century itself is not in the number from 2032."""
    day, month, year = (int(number[start : start + 2]) for start in (0, 2, 4))
    day -= _D_NUMBER_DAY if day > _D_NUMBER_DAY else 0
    month -= _SYNTHETIC_MONTH if month > _SYNTHETIC_MONTH else 0
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000 + year, month)[1]
