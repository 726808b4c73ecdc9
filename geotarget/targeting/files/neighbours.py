"""The neighbouring properties of a list as rows: in a file of their own, and as a sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from geotarget.domain.rules import Reason

from ..export import REASONS, neutralised

COLUMNS = ("matrikkelnummer", "nabo", "avstand_m", "teiger", "adresser", "bruksenheter", "merknad")
NOTE = "Ikke naboliste: eiere mangler"


def neighbour_rows(properties: list[dict[str, Any]]) -> Iterator[list[object]]:
    """What stands in `COLUMNS` for each property; distances in metres between the parcels."""
    for one in properties:
        remarks = (
            "omtvistet grense" if one["is_disputed"] else "",
            "trolig vei" if one["is_like_a_road"] else "",
            "" if one["addresses"] else "ubebygd eller uten adresse",
        )
        yield [
            one["number"],
            REASONS[Reason(one["how"])],
            f"{one['distance_m']:.1f}",
            one["parcels_there"],
            one["addresses"],
            one["units"],
            ", ".join(remark for remark in remarks if remark),
        ]


def neighbours_as_csv(properties: list[dict[str, Any]]) -> Iterator[str]:
    """Lines of a CSV file as `export.as_csv` makes them."""
    yield "\ufeff" + _line([*COLUMNS, NOTE])
    for row in neighbour_rows(properties):
        yield _line([neutralised(value) for value in row])


def _line(values: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(values)
    return out.getvalue()
