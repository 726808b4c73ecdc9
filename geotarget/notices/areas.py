"""The result per small area: addresses counted out, persons as far as `small_counts` allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geotarget.domain.small_counts import FEWEST_SHOWN, told_by_area, told_sum
from geotarget.targeting.messages import grouped

from .models import Dispatch
from .people import in_words
from .progress import counts


@dataclass(frozen=True)
class Column:
    """Persons of one outcome: its name in `dispatch_areas`, and the rows of the report that it is
    made of (names in `progress.Counts`)."""

    name: str
    counts: tuple[str, ...]
    label: Any


COLUMNS = (
    Column("told", ("accepted", "delivered"), gettext_lazy("notified")),
    Column("failed", ("not_delivered", "refused", "given_up"), gettext_lazy("failed")),
    Column("unknown", ("unknown",), gettext_lazy("unknown")),
    Column("no_contact", ("no_contact",), gettext_lazy("not reached digitally")),
)


@dataclass(frozen=True)
class Row:
    label: str
    about: str
    """By which people know the area: its name, and its largest streets."""
    addresses: str
    done: str
    persons: list[str]


@dataclass(frozen=True)
class AreaResult:
    columns: list[str]
    """Empty where nothing is told of persons: too few in all, or one area only."""
    rows: list[Row]
    whole: Row


def area_result(dispatch: Dispatch) -> AreaResult:
    areas, whole = _areas(dispatch), counts(dispatch).as_dict()
    columns = COLUMNS if whole["residents"] >= FEWEST_SHOWN and len(areas) > 1 else ()
    told = [
        [in_words(one) for one in told_by_area(_numbers(areas, column), _parts(whole, column))]
        for column in columns
    ]
    rows = [_row(area, [column[place] for column in told]) for place, area in enumerate(areas)]
    return AreaResult([str(column.label) for column in columns], rows, _whole(whole, columns))


def _areas(dispatch: Dispatch) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dispatch_areas(%s)", [dispatch.pk])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _numbers(areas: list[dict[str, Any]], column: Column) -> list[int]:
    return [area[column.name] for area in areas]


def _parts(whole: dict[str, int], column: Column) -> list[int]:
    return [whole[name] for name in column.counts]


def _row(area: dict[str, Any], persons: list[str]) -> Row:
    streets = ", ".join(area["streets"])
    about = ": ".join(filter(None, (area["name"], streets)))
    addresses, done = grouped(area["addresses"]), grouped(area["done"])
    return Row(_label(area["area"]), about, addresses, done, persons)


def _label(area: str) -> str:
    kind, _colon, number = area.partition(":")
    texts = {
        "census_tract": _("Census tract %(number)s"),
        "postcode": _("Postcode %(number)s"),
        "municipality": _("Municipality %(number)s"),
    }
    return texts[kind] % {"number": number}


def _whole(whole: dict[str, int], columns: tuple[Column, ...]) -> Row:
    persons = [in_words(told_sum(_parts(whole, column))) for column in columns]
    addresses, done = grouped(whole["addresses"]), grouped(whole["addresses_done"])
    return Row(_("The whole dispatch"), "", addresses, done, persons)
