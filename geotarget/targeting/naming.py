from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MAX_LENGTH = 80
MOST_PICKED = 3


def suggested_name(groups: Sequence[dict[str, Any]], picked: Sequence[str] = ()) -> str:
    """A name for a selection: what is picked, where that is all of it and not long, else its
    largest streets; empty where it has none in the territory.
    """
    if 0 < len(picked) <= MOST_PICKED and len(", ".join(picked)) <= MAX_LENGTH:
        return ", ".join(picked)
    streets = [row for row in groups if row["street_name"] and not row["left_out"]]
    streets.sort(key=lambda row: -row["address_count"])
    names = list(dict.fromkeys(row["street_name"] for row in streets))
    return _joined(names)[:MAX_LENGTH] if names else _municipality_of(groups)


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}
    more = len(names) - 2
    text = ngettext(
        "%(first)s, %(second)s and %(more)s more street",
        "%(first)s, %(second)s and %(more)s more streets",
        more,
    )
    return text % {"first": names[0], "second": names[1], "more": more}


def _municipality_of(groups: Sequence[dict[str, Any]]) -> str:
    own = [row for row in groups if not row["left_out"]]
    if not own:
        return ""
    return _("Area in %(municipality)s") % {"municipality": own[0]["municipality_name"]}
