"""What an organisation knows of addresses itself, as its people choose among it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count

from geotarget.domain.errors import InputError, gettext_noop

from .models import OwnAttribute, OwnValue


@dataclass(frozen=True)
class Attribute:
    name: str
    title: str
    """Of the file it comes from."""
    values: list[tuple[str, int]]
    """Each value with the number of properties or addresses that have it, the most first."""


def attributes_of(organisation: int) -> list[Attribute]:
    """The attributes of an organisation by their names."""
    with transaction.atomic():
        see_own_rows(organisation)
        counted = (
            OwnValue.objects.filter(organisation=organisation)
            .values_list("attribute_id", "value")
            .annotate(count=Count("id"))
            .order_by("-count", "value")
        )
        values: dict[int, list[tuple[str, int]]] = {}
        for attribute_id, value, count in counted:
            values.setdefault(attribute_id, []).append((value, count))
        own = OwnAttribute.objects.filter(organisation=organisation).order_by("name")
        return [Attribute(row.name, row.title, values.get(row.pk, [])) for row in own]


def refuse_unknown(names: Collection[str], organisation: int | None) -> None:
    """Raises `InputError` for the first attribute that the organisation does not have."""
    if organisation is None:
        raise InputError("Say whose attributes are meant: --organisation NUMBER.")
    with transaction.atomic():
        see_own_rows(organisation)
        own = OwnAttribute.objects.filter(organisation=organisation)
        known = set(own.values_list("name", flat=True))
    for name in names:
        if name not in known:
            raise InputError(
                gettext_noop("“%(name)s” is no attribute of your organisation. Known: %(known)s."),
                name=name,
                known=", ".join(sorted(known)) or "–",
            )


def see_own_rows(organisation: int) -> None:
    """Until the end of the transaction the organisation's own rows are seen (`sql/grants`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('geotarget.organisation', %s, true)", [str(organisation)])
