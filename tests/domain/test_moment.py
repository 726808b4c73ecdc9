from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geotarget.domain.moment import read_moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-06-10T21:00:01+02", datetime(2023, 6, 10, 19, 0, 1, tzinfo=UTC)),
        ("2023-08-05T12:45:15+02:00", datetime(2023, 8, 5, 10, 45, 15, tzinfo=UTC)),
        ("2023-08-05T10:45:15.768Z", datetime(2023, 8, 5, 10, 45, 15, 768000, tzinfo=UTC)),
        ("2023-08-05T10:45:15", datetime(2023, 8, 5, 10, 45, 15, tzinfo=UTC)),
        ("2023-08-05", datetime(2023, 8, 5, tzinfo=UTC)),
        ("0001-01-01T00:00:00+02:00", None),
        ("i går", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_times_are_read_tolerantly(text: object, expected: datetime | None) -> None:
    assert read_moment(text) == expected
