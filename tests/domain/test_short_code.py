from __future__ import annotations

import pytest

from geotarget.domain.short_code import ALPHABET, EXAMPLE, LENGTH, new_code, read_code, shown

CONFUSED = ("0O", "1IL", "2Z", "5S", "8B", "6G", "VU", "QO")
"""Signs that people take for each other."""


def test_no_two_signs_look_alike_and_none_makes_words() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 19
    for pair in CONFUSED:
        assert len(set(pair) & set(ALPHABET)) <= 1, pair
    assert not set("AEIOUÆØÅ") & set(ALPHABET)


def test_codes_follow_no_order() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert {len(code) for code in codes} == {LENGTH}
    assert {code[0] for code in codes} == {code[-1] for code in codes} == set(ALPHABET)


@pytest.mark.parametrize("typed", ["3K7M-PXRT", "3k7m pxrt", " 3K7MPXRT\n", "3K7M–PXRT"])
def test_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == "3K7MPXRT"
    assert shown("3K7MPXRT") == "3K7M-PXRT"


@pytest.mark.parametrize("typed", ["", "3K7M-PXR", "3K7M-PXRTT", "0K7M-PXRT", "../../", "٣K7MPXRT"])
def test_what_cannot_be_one(typed: str) -> None:
    assert read_code(typed) == ""


def test_the_example_is_one() -> None:
    assert read_code(EXAMPLE)
