"""What was sent to an address, when, with which text: for whoever answers the phone.

Whether anybody there was reached is never told, and not asked for here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from geotarget.organisations.models import Organisation
from geotarget.targeting.search import find

from .begun import begun
from .models import Dispatch


@dataclass(frozen=True)
class Place:
    """An address as the cadastre has it today."""

    key: str
    label: str
    about: str
    """Postcode and place, which tell two of the same name apart."""


def places(text: str, organisation: Organisation) -> list[Place]:
    """Addresses for what a person typed, the best first."""
    hits = find(text, organisation.municipality_numbers()).addresses
    return [
        Place(hit["source_id"], hit["label"], f"{hit['postcode']} {hit['post_town']}".strip())
        for hit in hits
    ]


def sent_to(key: str, organisation: Organisation) -> list[Dispatch]:
    """Dispatches whose list has the address, the newest first; not those of which nothing left."""
    listed = Q(address_list__addresses__source_id=key, address_list__addresses__included=True)
    rows = begun().filter(listed, organisation=organisation)
    rows = rows.select_related("organisation").distinct()
    return list(rows.defer("address_list__geom").order_by("-starts_at", "-pk"))
