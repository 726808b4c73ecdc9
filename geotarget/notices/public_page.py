"""What everybody may read of a notice: text, area, when, whether it is over. Never who was told.

Found by its code, for a year; see docs/decisions/public-page.md.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from geotarget.domain.retention import PUBLIC_PAGE
from geotarget.domain.short_code import read_code
from geotarget.targeting.timed import rows

from .begun import begun
from .models import Dispatch, Notice
from .pace import time_of_day

MOST_FOLLOWING = 20
MOST_PARCELS = 3_000
"""More would make a map that a phone loads slowly."""
MOST_STREETS = 8
KEPT_S = 3_600
"""A frozen list never changes; the parcels around it may."""
LETTER_UNITS, LINE_UNITS = 19, 36
"""What a letter of a street's name takes on the map."""
_BARS = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


@dataclass(frozen=True)
class Related:
    """A notice that corrects, follows or ends another, or that it is about."""

    kind: str
    dispatch: Dispatch
    at: str
    is_found: bool
    """Whether it has a page of its own; of one that has none nothing but the time is told."""


def public_dispatch(typed: str) -> Dispatch | None:
    """The dispatch with this code; None where there is none, or none that everybody may read."""
    code = read_code(typed)
    if not code:
        return None
    found = begun().filter(code=code, is_public=True, starts_at__gt=timezone.now() - PUBLIC_PAGE)
    whole = found.select_related("organisation", "notice__follows", "address_list")
    return whole.defer("address_list__geom", "address_list__drawing").distinct().first()


def has_page(dispatch: Dispatch) -> bool:
    """Whether it has one, and still."""
    return dispatch.is_public and dispatch.starts_at > timezone.now() - PUBLIC_PAGE


def last_day(dispatch: Dispatch) -> datetime.date:
    return timezone.localdate(dispatch.starts_at + PUBLIC_PAGE)


def following(dispatch: Dispatch) -> list[Related]:
    """What came after, the newest first; a correction of a correction too."""
    found: list[Dispatch] = []
    asked = {dispatch.pk}
    while asked and len(found) < MOST_FOLLOWING:
        next_ones = list(begun().filter(notice__follows__in=asked).select_related("notice"))
        found += next_ones
        asked = {each.pk for each in next_ones}
    found.sort(key=lambda each: each.starts_at, reverse=True)
    return [_related(each.notice.follow_up, each) for each in found]


def before(dispatch: Dispatch) -> Related | None:
    """The one that it corrects, follows or ends."""
    earlier = dispatch.notice.follows
    return _related(dispatch.notice.follow_up, earlier) if earlier else None


def is_over(related: list[Related]) -> bool:
    return any(each.kind == Notice.FollowUp.ALL_CLEAR for each in related)


def _related(kind: str, dispatch: Dispatch) -> Related:
    return Related(kind, dispatch, dated(dispatch.starts_at), has_page(dispatch))


def dated(at: datetime.datetime) -> str:
    """Day with year, and the time by the clock in Norway."""
    day = date_format(timezone.localtime(at), "DATE_FORMAT")
    return _("%(day)s at %(time)s") % {"day": day, "time": time_of_day(at)}


@dataclass(frozen=True)
class Label:
    """The name of a street where it can be read; x and y in units of the map."""

    text: str
    x: int
    y: int

    @property
    def half_width(self) -> int:
        return len(self.text) * LETTER_UNITS // 2

    def meets(self, other: Label) -> bool:
        across = abs(self.x - other.x) < self.half_width + other.half_width
        return across and abs(self.y - other.y) < LINE_UNITS


@dataclass(frozen=True)
class AreaMap:
    """Paths of an SVG that is 1000 units wide."""

    height: int
    area: str
    parcels: str
    street_names: str
    has_more_streets: bool
    labels: list[Label]
    bar_units: int
    bar: str
    """How long the bar of the scale is, in words."""


def area_map(dispatch: Dispatch) -> AreaMap | None:
    """None where it took too long to make."""
    key = f"public-area:{dispatch.address_list_id}"
    found = cache.get(key)
    if found is None:
        try:
            found = rows(
                "SELECT * FROM public_area(%s, %s)", [dispatch.address_list_id, MOST_PARCELS]
            )
        except OperationalError:
            return None
        cache.set(key, found, KEPT_S)
    return _drawn(found)


def _drawn(found: list[dict[str, Any]]) -> AreaMap:
    paths = {row["kind"]: row["path"] or "" for row in found if row["kind"] != "street"}
    width_m = next(float(row["label"]) for row in found if row["kind"] == "frame")
    metres = max((bar for bar in _BARS if bar <= width_m / 4), default=_BARS[0])
    streets = [row for row in found if row["kind"] == "street"]
    length = _("%(count)s km") if metres >= 1_000 else _("%(count)s m")
    return AreaMap(
        height=int(paths["frame"]),
        area=paths.get("area", ""),
        parcels=paths.get("parcels", ""),
        street_names=", ".join(row["label"] for row in streets[:MOST_STREETS]),
        has_more_streets=len(streets) > MOST_STREETS,
        labels=_labels(streets),
        bar_units=round(metres * 1_000 / width_m),
        bar=length % {"count": metres // 1_000 if metres >= 1_000 else metres},
    )


def _labels(streets: list[dict[str, Any]]) -> list[Label]:
    """Those that do not cover one with more addresses, moved in from the sides of the map."""
    placed: list[Label] = []
    for row in streets:
        half = len(row["label"]) * LETTER_UNITS // 2
        x = min(max(round(row["x"]), half), 1_000 - half)
        label = Label(row["label"], x, round(row["y"]))
        if not any(label.meets(each) for each in placed):
            placed.append(label)
    return placed
