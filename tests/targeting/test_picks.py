from __future__ import annotations

import pytest

from geotarget.targeting.picks import NumberRange, Side, parse_range


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Storgata 12–40, partall", NumberRange("Storgata", 12, 40, Side.EVEN)),
        ("storgata 12-40", NumberRange("storgata", 12, 40, Side.ALL)),
        ("Storgata 40 - 12 oddetall", NumberRange("Storgata", 12, 40, Side.ODD)),
        ("Øvre Storgate, 1 – 9 like", NumberRange("Øvre Storgate", 1, 9, Side.EVEN)),
        ("Main street 2-8 even numbers", NumberRange("Main street", 2, 8, Side.EVEN)),
        ("7. juni plass 1-3", NumberRange("7. juni plass", 1, 3, Side.ALL)),
        ("Storgata 12", None),
        ("Storgata", None),
        ("12-40", None),
        ("Storgata 12-40, blå", None),
        ("", None),
    ],
)
def test_a_range_of_house_numbers(text: str, expected: NumberRange | None) -> None:
    assert parse_range(text) == expected


def test_the_numbers_wanted() -> None:
    assert NumberRange("x", 12, 16, Side.EVEN).numbers() == [12, 14, 16]
    assert NumberRange("x", 12, 16, Side.ODD).numbers() == [13, 15]
    assert NumberRange("x", 3, 3, Side.ALL).numbers() == [3]
