"""What every file tells of its list: name, version, rule, how old, and its checksum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..filter_words import in_words
from ..messages import copies, grouped, rule_name
from ..models import AddressList, ListedAddress
from ..picked_words import in_words as picked_words

SOURCE = "Matrikkelen, © Kartverket, CC BY 4.0"
"""Source and licence, as the deliverer wants them told."""


def expected_rows(chosen: AddressList) -> int:
    return chosen.address_count + chosen.left_out_count


def told(chosen: AddressList) -> list[tuple[str, str]]:
    """What it is about, in the reader's language, in the order in which it is told."""
    units = "–" if chosen.unit_count is None else grouped(chosen.unit_count)
    extracted = chosen.data_extracted_at
    return [
        (_("Name"), chosen.name),
        (_("Organisation"), chosen.organisation.name),
        (_("Version"), str(chosen.version)),
        (_("Addresses"), grouped(chosen.address_count)),
        (_("Left out"), grouped(chosen.left_out_count)),
        (_("Units"), units),
        (_("Added"), grouped(chosen.added_count)),
        (_("One per"), copies(chosen.per, chosen.copies)),
        (_("Rule"), str(rule_name(chosen.rule))),
        *((_("Picked by name"), words) for words in picked_words(chosen.drawing)),
        *((_("Filters"), words) for words in in_words(chosen.drawing)),
        (_("Frozen"), f"{timezone.localtime(chosen.created_at):%d.%m.%Y %H.%M}"),
        (_("Address data from"), f"{timezone.localtime(extracted):%d.%m.%Y}" if extracted else "–"),
        (_("Checksum (SHA-256)"), chosen.checksum),
        (_("Source"), SOURCE),
    ]


def included(rows: Iterable[ListedAddress]) -> Iterable[ListedAddress]:
    return (row for row in rows if row.included)


def as_properties(chosen: AddressList) -> dict[str, Any]:
    """The same for programs."""
    return {
        "name": chosen.name,
        "version": chosen.version,
        "rule": chosen.rule,
        "streets": chosen.drawing.get("streets") or [],
        "districts": chosen.drawing.get("districts") or [],
        "per": chosen.per,
        "copies": chosen.copies,
        "filters": chosen.drawing.get("filters"),
        "checksum": chosen.checksum,
        "dataset_version": chosen.dataset_version,
        "frozen_at": chosen.created_at.isoformat(),
    }
