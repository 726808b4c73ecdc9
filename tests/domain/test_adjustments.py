"""Single addresses added and taken out: reasons, and a note that names nobody."""

from __future__ import annotations

from typing import Any

import pytest

from geotarget.domain.adjustments import (
    MOST_ADJUSTMENTS,
    REASONS_FOR,
    AdjustmentAct,
    AdjustmentReason,
    checked_note,
    parse_adjustments,
)
from geotarget.domain.errors import InputError
from geotarget.domain.selection import parse_selection

OUT = {"address": "123", "act": "take_out", "reason": "own_supply"}


def test_what_is_sent_is_what_is_kept_but_for_the_note() -> None:
    [one] = parse_adjustments([OUT | {"reason": "other", "note": "  Egen brønn fra 2019 "}])
    assert one.note == "Egen brønn fra 2019"
    assert one.without_note() == OUT | {"reason": "other"}


def test_every_reason_has_an_act_and_free_text_comes_last() -> None:
    assert set(AdjustmentReason) == {each for reasons in REASONS_FOR.values() for each in reasons}
    assert all(reasons[-1] is AdjustmentReason.OTHER for reasons in REASONS_FOR.values())
    assert set(REASONS_FOR) == set(AdjustmentAct)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({}, "at most 1000"),
        ([OUT] * (MOST_ADJUSTMENTS + 1), "at most 1000"),
        ([OUT, OUT | {"act": "add", "reason": "affected"}], "twice"),
        ([None], "has the members"),
        ([OUT | {"why": ""}], "has the members"),
        ([OUT | {"address": 123}], "not a street or address"),
        ([OUT | {"address": "1; DROP"}], "not a street or address"),
        ([OUT | {"act": []}], "“add” or “take_out”"),
        ([OUT | {"reason": "affected"}], "not a reason for “take_out”"),
        ([OUT | {"reason": {}}], "not a reason for “take_out”"),
        ([OUT | {"note": "Brønn"}], "“other” only"),
        ([OUT | {"reason": "other", "note": "a" * 201}], "at most 200"),
        ([OUT | {"reason": "other", "note": "a\nb"}], "on one line"),
        ([OUT | {"reason": "other", "note": 7}], "on one line"),
    ],
    ids=str,
)
def test_bad_input_is_told(raw: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_adjustments(raw)


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("ring 99 88 77 66", "phone number"),
        ("ring 99887766 først", "phone number"),
        ("tlf +47 998 87 766.", "phone number"),
        ("(0047) 99887766", "phone number"),
        ("svar til ola@example.com", "e-mail address"),
        ("gjelder 010190 12345", "identity number"),
        ("gjelder 01019012345", "identity number"),
        ("gjelder 010190-12345", "identity number"),
    ],
)
def test_numbers_of_persons_are_refused(note: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        checked_note(note, AdjustmentReason.OTHER)


@pytest.mark.parametrize(
    "note",
    ["Egen brønn siden 22.11.2026", "Målt 2026-11-22", "Gnr. 12/3, 40 m fra kum 1204"],
)
def test_days_and_numbers_of_things_are_not(note: str) -> None:
    assert checked_note(note, AdjustmentReason.OTHER) == note


def test_what_is_only_taken_out_selects_nothing() -> None:
    with pytest.raises(InputError, match="Nothing is selected"):
        parse_selection({"adjustments": [OUT]})
    added = {"address": "5", "act": "add", "reason": "affected"}
    assert parse_selection({"adjustments": [OUT, added]}).adjustments[1].address == "5"


@pytest.mark.parametrize("per", ["person", 1, []], ids=str)
def test_one_per_address_or_per_unit(per: Any) -> None:
    assert parse_selection({"addresses": ["1"]}).per == "address"
    assert parse_selection({"addresses": ["1"], "per": "unit"}).per == "unit"
    with pytest.raises(InputError, match="per “address” or per “unit”"):
        parse_selection({"addresses": ["1"], "per": per})
