from __future__ import annotations

import pytest

from geotarget.domain.phone import can_receive_sms, normalised


@pytest.mark.parametrize(
    "raw", ["+4799999999", "99999999", "99 99 99 99", "004799999999", " +47 999 99 999 "]
)
def test_all_spellings_are_one_number(raw: str) -> None:
    assert normalised(raw) == "+4799999999"


@pytest.mark.parametrize("raw", [None, "", "nei", "123", "+", "+999123", "999999999999999999"])
def test_what_is_no_number_is_none(raw: str | None) -> None:
    assert normalised(raw) is None


def test_a_foreign_number_keeps_its_country() -> None:
    assert normalised("+46 70 123 45 67") == "+46701234567"


@pytest.mark.parametrize(
    ("number", "can"), [("+4799999999", True), ("+4741234567", True), ("+4722225555", False)]
)
def test_a_landline_gets_no_sms(number: str, can: bool) -> None:
    assert can_receive_sms(number) is can


def test_what_is_no_number_gets_no_sms() -> None:
    assert not can_receive_sms("nei")
