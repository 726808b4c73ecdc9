from __future__ import annotations

from typing import Any

import pytest

from geotarget.domain.errors import InputError
from geotarget.domain.filters import BuildingGroup, HolidayHomes, parse_filters


def test_nothing_is_no_filter() -> None:
    for nothing in (None, {}, {"floors": []}, {"holiday_homes": ""}, {"attributes": {"A": []}}):
        assert parse_filters(nothing) is None


def test_all_filters_are_read_and_told_again() -> None:
    told = {
        "building_types": ["dwelling", "holiday_home"],
        "holiday_homes": "only",
        "unit_uses": ["B", ""],
        "floors": ["H02", "st"],
        "attributes": {"Kommunalt vann": ["ja", ""]},
    }
    filters = parse_filters(told)
    assert filters is not None
    assert filters.building_types == (BuildingGroup.DWELLING, BuildingGroup.HOLIDAY_HOME)
    assert filters.holiday_homes is HolidayHomes.ONLY
    assert filters.as_json() == told


@pytest.mark.parametrize(
    "wrong",
    [
        [], "bolig", {"floor": ["H01"]}, {"floors": "H01"}, {"floors": [1]}, {"floors": ["H 01;"]},
        {"floors": ["x"]}, {"floors": ["H99999"]}, {"floors": ["H1"]}, {"floors": ["100"]},
        {"building_types": ["castle"]}, {"building_types": [["hut"]]}, {"unit_uses": ["x" * 101]},
        {"unit_uses": ["\0"]}, {"holiday_homes": "some"}, {"holiday_homes": ["only"]},
        {"attributes": []}, {"attributes": {"A": "ja"}}, {"attributes": {"A\n": ["ja"]}},
        {"floors": ["H01"] * 201}, {"attributes": {f"a{n}": ["1"] for n in range(21)}},
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused_in_words(wrong: Any) -> None:
    with pytest.raises(InputError):
        parse_filters(wrong)
