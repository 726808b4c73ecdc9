"""Export a frozen list: complete, row by row, codes as text."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from geotarget.domain.adjustments import AdjustmentReason
from geotarget.domain.coordinates import to_degrees
from geotarget.domain.rules import Reason

from .models import ListedAddress

COLUMNS = (
    "adresseId",
    "adresse",
    "kommunenummer",
    "postnummer",
    "poststed",
    "gardsnummer",
    "bruksnummer",
    "festenummer",
    "bruksenheter",
    "antall_bruksenheter",
    "med",
    "grunn",
    "begrunnelse",
    "ost_25833",
    "nord_25833",
)
REASONS = {
    Reason.INSIDE: "i området",
    Reason.PICKED: "valgt",
    Reason.ADJOINING: "grenser til",
    Reason.ACROSS_ROAD: "over veien",
    Reason.WITHIN: "i nærheten",
    Reason.TAKEN_OUT: "trukket fra",
    Reason.ADDED: "lagt til",
    Reason.REMOVED: "tatt ut",
    Reason.REMOVED_UNSELECTED: "tatt ut, men ikke i utvalget",
    Reason.OUTSIDE_TERRITORY: "utenfor ditt område",
}
ADJUSTMENTS = {
    AdjustmentReason.AFFECTED: "berørt, men utenfor området",
    AdjustmentReason.SAME_PROPERTY: "samme eiendom",
    AdjustmentReason.SAME_SUPPLY: "samme ledning",
    AdjustmentReason.WAY_IN: "atkomsten er berørt",
    AdjustmentReason.NOT_AFFECTED: "ikke berørt",
    AdjustmentReason.OWN_SUPPLY: "har egen forsyning",
    AdjustmentReason.TOLD_OTHERWISE: "varsles på annen måte",
    AdjustmentReason.NOT_IN_USE: "bygningen er borte eller ikke i bruk",
    AdjustmentReason.WRONG_PLACE: "ligger feil i kartet",
    AdjustmentReason.OTHER: "annen grunn",
}
"""Without the free text of "other": it is deleted after a time, and a file cannot be."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


class _Line:
    """A file for `csv.writer` that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def as_csv(
    addresses: Iterable[ListedAddress], without: Collection[str] = frozenset()
) -> Iterator[str]:
    """Lines of a CSV file: byte order mark, `;`, CRLF, one line per address, those left out too.
    `without` names columns that it does not have.

    Spreadsheets open it with the right letters; a cell that looks like a formula gets a quote
    before it. Coordinates are metres in EPSG:25833.
    """
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    kept = [place for place, name in enumerate(COLUMNS) if name not in without]
    yield "\ufeff" + writer.writerow([COLUMNS[place] for place in kept])
    for address in addresses:
        row = as_row(address)
        yield writer.writerow([neutralised(row[place]) for place in kept])


def neutralised(value: object) -> str:
    """Text that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def as_geojson(addresses: Iterable[ListedAddress], about: dict[str, Any]) -> Iterator[str]:
    """Pieces of a GeoJSON FeatureCollection (EPSG:4326, longitude first), one feature an address.

    `about` (name, checksum, rule, ...) becomes the `properties` of the collection.
    """
    yield '{"type": "FeatureCollection", "properties": ' + json.dumps(about) + ', "features": ['
    comma = "\n"
    for address in addresses:
        yield comma + json.dumps(as_feature(address), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def as_row(address: ListedAddress) -> list[object]:
    """What stands in `COLUMNS` for an address; coordinates are metres in EPSG:25833, as text."""
    units = address.units
    return [
        address.source_id,
        address.label,
        address.municipality_number,
        address.postcode,
        address.post_town,
        address.gnr,
        address.bnr,
        address.fnr,
        None if units is None else " ".join(unit for unit in units if unit),
        None if units is None else len(units),
        "ja" if address.included else "nei",
        REASONS[Reason(address.reason)],
        ADJUSTMENTS[AdjustmentReason(address.adjustment)] if address.adjustment else None,
        f"{address.point.x:.2f}",
        f"{address.point.y:.2f}",
    ]


def as_feature(address: ListedAddress) -> dict[str, Any]:
    degrees = to_degrees(address.point.x, address.point.y)
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(value, 8) for value in degrees],
        },
        "properties": {
            "source_id": address.source_id,
            "label": address.label,
            "municipality_number": address.municipality_number,
            "postcode": address.postcode,
            "post_town": address.post_town,
            "gnr": address.gnr,
            "bnr": address.bnr,
            "fnr": address.fnr,
            "units": address.units,
            "included": address.included,
            "reason": address.reason,
            "adjustment": address.adjustment,
        },
    }
