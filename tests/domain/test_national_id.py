from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.domain.national_id import is_d_number, is_synthetic, is_valid

# Published by Skatteetaten: number, invented or real, valid or not, what it is.
VECTORS = [
    ("30108299939", False, True, "of 2032"),
    ("30908299902", True, True, "of 2032"),
    ("20036914700", False, True, "of 1964"),
    ("03851598730", True, True, "of 1964"),
    ("20036914712", False, False, "of 1964, wrong check digit"),
    ("29020073150", False, True, "leap day in a leap year"),
    ("29020105729", False, False, "leap day in another year"),
    ("55102499947", False, True, "D-number of 2032"),
    ("41819077906", True, True, "D-number of 2032"),
    ("41819077302", True, True, "D-number of 1964"),
]


@pytest.mark.parametrize(("number", "synthetic", "valid", "what"), VECTORS)
def test_published_vectors(number: str, synthetic: bool, valid: bool, what: str) -> None:
    assert is_synthetic(number) is synthetic
    assert is_valid(number, synthetic=synthetic) is valid


@pytest.mark.parametrize(("number", "synthetic", "valid", "what"), VECTORS)
def test_the_other_population_is_never_valid(
    number: str, synthetic: bool, valid: bool, what: str
) -> None:
    assert not is_valid(number, synthetic=not synthetic)


@pytest.mark.parametrize("number", ["", "2003691470", "200369147000", "2003691470a", "٢0036914700"])
def test_anything_but_eleven_digits_is_not_valid(number: str) -> None:
    assert not is_valid(number)


def test_a_d_number_is_told_by_its_day() -> None:
    assert is_d_number("55102499947")
    assert not is_d_number("20036914700")


@given(st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_found(place: int, change: int) -> None:
    number = "20036914700"
    wrong = str((int(number[place]) + change) % 10)
    changed = number[:place] + wrong + number[place + 1 :]
    # Only the first control digit may be another one by the rules of 2032, and then the second is.
    assert not is_valid(changed)
