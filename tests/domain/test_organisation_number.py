from __future__ import annotations

import pytest

from geotarget.domain.organisation_number import is_organisation_number


@pytest.mark.parametrize("number", ["974760673", "991825827", "810000058"])
def test_numbers_that_may_be_given_out(number: str) -> None:
    assert is_organisation_number(number)


@pytest.mark.parametrize(
    "text", ["974760674", "97476067", "9747606731", "", "97476067x", "97476067٣", " 74760673"]
)
def test_what_is_none(text: str) -> None:
    assert not is_organisation_number(text)


def test_a_wrong_digit_is_always_noticed() -> None:
    good = "974760673"
    for place, digit in enumerate(good):
        for other in set("0123456789") - {digit}:
            assert not is_organisation_number(good[:place] + other + good[place + 1 :])
