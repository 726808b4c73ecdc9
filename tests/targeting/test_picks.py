from __future__ import annotations

import pytest

from geotarget.domain.districts import DistrictKind
from geotarget.domain.house_numbers import Side
from geotarget.targeting.typed import (
    NumberRange,
    parse_district,
    parse_range,
    parse_within,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Storgata 12–40, partall", NumberRange("Storgata", "12", "40", Side.EVEN)),
        ("storgata 12-40", NumberRange("storgata", "12", "40", Side.ALL)),
        ("Storgata 40 - 12 oddetall", NumberRange("Storgata", "12", "40", Side.ODD)),
        ("Øvre Storgate, 1 – 9 like", NumberRange("Øvre Storgate", "1", "9", Side.EVEN)),
        ("Main street 2-8 even numbers", NumberRange("Main street", "2", "8", Side.EVEN)),
        ("7. juni plass 1-3", NumberRange("7. juni plass", "1", "3", Side.ALL)),
        ("Storgata 12A-14 b", NumberRange("Storgata", "12A", "14B", Side.ALL)),
        ("Storgata 12\u212a-14", None),
        ("Storgata 12", None),
        ("Storgata", None),
        ("12-40", None),
        ("Storgata 12-40, blå", None),
        ("", None),
    ],
)
def test_a_range_of_house_numbers(text: str, expected: NumberRange | None) -> None:
    assert parse_range(text) == expected


def test_a_circle_around_an_address() -> None:
    assert parse_within("innen 200 m fra Storgata 5") == (200, "Storgata 5")
    assert parse_within("50m rundt 12/3") == (50, "12/3")
    assert parse_within("Within 1000 metres of Storgata 5") == (1000, "Storgata 5")
    assert parse_within("Storgata 5") is None


def test_a_kind_of_district_stands_first() -> None:
    assert parse_district("Grunnkrets 99010101") == (DistrictKind.CENSUS_TRACT, "99010101")
    assert parse_district("postnr. 9910") == (DistrictKind.POSTCODE, "9910")
    assert parse_district("valgkrets") == (DistrictKind.POLLING_DISTRICT, "")
    assert parse_district("Kommunegata") is None
    assert parse_district("tettstad Strandvik") == (DistrictKind.URBAN_AREA, "Strandvik")
    assert parse_district("Tettstedvegen 4") is None
