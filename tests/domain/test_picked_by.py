"""Which street or district that was picked by name brought an address."""

from __future__ import annotations

import pytest

from geotarget.domain.picked_by import Placed, picked_by

HOUSE = Placed("9901", "9901-1000", 14, "B", "99010101", "9910")
FARM = Placed("9901", "9901-", None, "", "", "", "9901-12/3")


@pytest.mark.parametrize(
    ("address", "picks", "told"),
    [
        (HOUSE, ["9901-1001", "9901-1000"], "9901-1000"),
        (HOUSE, ["9901-1000 2-12", "9901-1000 12-14 even"], "9901-1000 12-14 even"),
        (HOUSE, ["9901-1000 14C-40", "9901-1000 14A-14A", "9901-1000 odd"], ""),
        (HOUSE, ["postcode:9911", "postcode:9910"], "postcode:9910"),
        (HOUSE, ["county:99", "census_tract:99010101"], "county:99"),
        (HOUSE, ["municipality:9902", "polling_district:9901-1"], "polling_district:9901-1"),
        (HOUSE, ["polling_district:9901-1", "polling_district:9901-2"], ""),
        (HOUSE, ["census_tract:99010102"], ""),
        (FARM, ["census_tract:99010102"], "census_tract:99010102"),
        (FARM, ["9901-1000 2-", "postcode:9910"], "postcode:9910"),
        (FARM, ["postcode:9910", "property:9901-12/3"], "property:9901-12/3"),
        (FARM, ["property:9901-12", "property:9901-12/31"], ""),
        (HOUSE, ["property:9901-12/3"], ""),
    ],
)
def test_the_pick_is_told_where_it_can_be(address: Placed, picks: list[str], told: str) -> None:
    streets = [pick for pick in picks if ":" not in pick]
    assert picked_by(address, streets, [pick for pick in picks if ":" in pick]) == told
