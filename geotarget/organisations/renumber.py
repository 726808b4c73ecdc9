"""A municipality of a territory has got another number: an administrator's act, logged.

Never at import: a merger makes the territory larger and a split is for people to divide.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from geotarget.domain.errors import InputError

from .audit import record
from .models import Organisation, TerritoryMunicipality, in_territory
from .named import administrator_named, organisation_named


@dataclass(frozen=True)
class OldTerritory:
    """A municipality number of a territory that is another one today."""

    organisation: str
    """Organisation number."""
    number: str
    candidates: list[str]
    """What it may be; several after a split."""


def old_numbers() -> list[OldTerritory]:
    """Of all organisations, what is in a territory under an old number today."""
    rows = _current(TerritoryMunicipality.objects.select_related("organisation"))
    found = [
        OldTerritory(
            row.organisation.organisation_number,
            row.municipality_number,
            _candidates(row.municipality_number),
        )
        for row in rows.order_by("organisation__organisation_number", "municipality_number")
    ]
    return [old for old in found if old.candidates]


@transaction.atomic
def renumber(
    organisation: str,
    old: str,
    new: Sequence[str],
    *,
    administrator: str,
    register: str | None = None,
) -> None:
    """From today on the territory has `new` in the place of `old`. Raises `InputError`.

    `register`: organisation number whose access to the national registers is used for the new
    municipalities; that of the old one when not given.
    """
    tenant = organisation_named(organisation)
    actor = administrator_named(tenant, administrator)
    before = _current(tenant.territory.select_for_update()).filter(municipality_number=old).first()
    if before is None:
        raise InputError("%(old)s is not in the territory of %(name)s.", old=old, name=tenant.name)
    _refuse_others(old, new)
    today = timezone.localdate()
    access = register or before.register_organisation_number
    _add(tenant, new, access, today)
    before.valid_to = today
    before.save(update_fields=["valid_to"])
    record(
        tenant,
        actor,
        "renumber",
        f"organisation:{tenant.pk}",
        old=old,
        new=list(new),
        access=access,
    )


def _current(rows: QuerySet[TerritoryMunicipality]) -> QuerySet[TerritoryMunicipality]:
    return rows.filter(in_territory(timezone.localdate()))


def _add(tenant: Organisation, new: Sequence[str], access: str, today: datetime.date) -> None:
    """What is not in the territory already: a merger may bring one number twice."""
    there = tenant.municipality_numbers()
    for number in sorted(set(new) - set(there)):
        TerritoryMunicipality.objects.update_or_create(
            organisation=tenant,
            municipality_number=number,
            valid_from=today,
            defaults={"register_organisation_number": access, "valid_to": None},
        )


def _refuse_others(old: str, new: Sequence[str]) -> None:
    candidates = _candidates(old)
    if not candidates:
        raise InputError(
            "%(old)s is no old number that we know: see sql/functions/municipality_changes.sql.",
            old=old,
        )
    others = sorted(set(new) - set(candidates))
    if others:
        raise InputError(
            "%(old)s did not become %(others)s. It may be: %(candidates)s.",
            old=old,
            others=", ".join(others),
            candidates=", ".join(candidates),
        )


def _candidates(number: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT candidate FROM municipality_candidates(%s)", [number])
        return [candidate for (candidate,) in cursor.fetchall()]
