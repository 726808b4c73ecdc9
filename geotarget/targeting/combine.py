"""Put frozen lists together: the act that makes a new frozen list out of others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from geotarget.domain.combination import MOST_LISTS, Combination
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User

from .freeze import checked_name, next_list_id, totals
from .models import AddressList
from .selected import rows

COMBINE_TIMEOUT_MS = 25_000
"""Rows are written too, so it is longer than that of a count."""


def combine(
    operation: Combination,
    lists: Sequence[AddressList],
    *,
    name: str,
    organisation: Organisation,
    user: User,
) -> AddressList:
    """A new frozen list with the addresses that `combined_count` counts.

    The first of `lists` is the one that `Combination.FIRST_ONLY` takes from. Raises `InputError`
    when the lists or the name are at fault, or no address is left, and `OperationalError` when
    it takes too long.
    """
    _check(lists)
    name = checked_name(name)
    territory = organisation.municipality_numbers()
    with transaction.atomic():
        list_id = next_list_id()
        _write_rows(list_id, operation, lists, territory)
        made = AddressList.objects.create(
            pk=list_id,
            organisation=organisation,
            name=name,
            drawing={},
            rule="",
            combined=_origin(operation, lists),
            created_by=user,
            **_totals(list_id),
            **_cadastre(lists),
        )
        sources = [each.pk for each in lists]
        count = made.address_count
        subject = f"address_list:{made.pk}"
        how = str(operation)
        record(
            organisation, user, "combine", subject, operation=how, lists=sources, addresses=count
        )
    return made


def combined_count(
    operation: Combination, lists: Sequence[AddressList], organisation: Organisation
) -> tuple[int, int]:
    """How many addresses `combine` would include, and how many lie outside the territory.

    Raises `OperationalError` when it takes longer than a count may.
    """
    _check(lists)
    [found] = rows(
        "SELECT count(*) FILTER (WHERE included) AS included, "
        "count(*) FILTER (WHERE NOT included) AS outside "
        "FROM combined_addresses(%s, %s, %s::text[])",
        [str(operation), [each.pk for each in lists], organisation.municipality_numbers()],
    )
    return found["included"], found["outside"]


def _check(lists: Sequence[AddressList]) -> None:
    if not 2 <= len({each.pk for each in lists}) <= MOST_LISTS:
        raise InputError(
            gettext_noop("Choose at least two lists, and at most %(limit)s."), limit=MOST_LISTS
        )


def _write_rows(
    list_id: int, operation: Combination, lists: Sequence[AddressList], territory: Sequence[str]
) -> None:
    [found] = rows(
        "SELECT combine_lists(%s, %s, %s, %s::text[]) AS written",
        [list_id, str(operation), [each.pk for each in lists], list(territory)],
        COMBINE_TIMEOUT_MS,
    )
    if found["written"] == 0:
        raise InputError(
            gettext_noop("No address is left. Choose other lists, or put them together otherwise.")
        )


def _totals(list_id: int) -> dict[str, Any]:
    counted = totals(list_id)
    if counted["address_count"] == 0:
        raise InputError(
            gettext_noop(
                "All %(count)s addresses lie outside your territory today. Choose other lists."
            ),
            count=counted["outside_territory_count"],
        )
    return counted


def _origin(operation: Combination, lists: Sequence[AddressList]) -> dict[str, Any]:
    """Where it came from; the checksums prove that the lists are still what they were."""
    return {
        "operation": str(operation),
        "lists": [
            {
                "id": each.pk,
                "name": each.name,
                "version": each.version,
                "checksum": each.checksum,
            }
            for each in lists
        ],
    }


def _cadastre(lists: Sequence[AddressList]) -> dict[str, Any]:
    """As new as the newest list says, and as old as the oldest."""
    ages = [each.data_extracted_at for each in lists]
    known = [age for age in ages if age is not None]
    return {
        "dataset_version": max(each.dataset_version for each in lists),
        "data_extracted_at": min(known) if len(known) == len(ages) else None,
    }
