"""Freeze a selection: the act that turns a drawing into an immutable address list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, connection, transaction

from geotarget.cadastre.state import cadastre_state
from geotarget.domain.area import Area
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.rules import Per
from geotarget.domain.selection import Selection, parse_selection
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User

from .adjustment_notes import keep_notes, with_notes, without_notes
from .models import AddressList
from .neighbours import frozen_properties
from .preview import chosen_parameters, of_selection

MAX_NAME = 200


def freeze(
    drawing: dict[str, Any],
    *,
    name: str,
    organisation: Organisation,
    user: User,
    replaces: AddressList | None = None,
    **logged: object,
) -> AddressList:
    """A new address list of what `preview` counts for the same drawing.

    `replaces`: the list of which this is the next version. `logged` stands in the audit log too,
    as the token by which a program asked.
    Addresses outside the territory, and picked ones in the excluded area, are listed as left out.
    Raises `InputError` when nothing is left to list, or the name is missing.
    """
    selection = parse_selection(drawing, organisation.pk)
    name = checked_name(name)
    territory = organisation.municipality_numbers()
    with transaction.atomic():
        list_id = next_list_id()
        _write_rows(list_id, selection, territory)
        frozen = AddressList.objects.create(
            pk=list_id,
            organisation=organisation,
            name=name,
            version=replaces.version + 1 if replaces else 1,
            replaces=replaces,
            drawing=without_notes(drawing, selection.adjustments),
            per=str(selection.per),
            neighbours=frozen_properties(selection.neighbours),
            geom=stored(selection.area),
            rule=str(selection.rule),
            created_by=user,
            **_totals(list_id, selection.per),
            **_cadastre(territory),
        )
        keep_notes(frozen, selection.adjustments)
        _log(frozen, user, logged)
    return frozen


def _log(frozen: AddressList, user: User, logged: dict[str, object]) -> None:
    record(
        frozen.organisation,
        user,
        "freeze",
        f"address_list:{frozen.pk}",
        addresses=frozen.address_count,
        outside_territory=frozen.outside_territory_count,
        taken_out=frozen.taken_out_count,
        added=frozen.added_count,
        removed=frozen.removed_count,
        **logged,
    )


def freeze_anew(old: AddressList, *, user: User) -> AddressList:
    """The next version of a list: the same drawing, from the cadastre and the territory of today.

    Raises `InputError` when there is one already, nothing is left to list, or it was made from
    other lists: those are the ones to renew.
    """
    if old.combined:
        raise InputError(
            gettext_noop(
                "“%(name)s” was made from other lists. Freeze new versions of those, and put them "
                "together again."
            ),
            name=old.name,
        )
    already = InputError(
        gettext_noop("“%(name)s” already has a newer version. Go on from that one."), name=old.name
    )
    if AddressList.objects.filter(replaces=old).exists():
        raise already
    try:
        return freeze(
            with_notes(old),
            name=old.name,
            organisation=old.organisation,
            user=user,
            replaces=old,
            replaced=old.pk,
        )
    except IntegrityError:  # somebody else was a moment before us
        raise already from None


def checked_name(
    name: str, words: str = gettext_noop("Give the list a name of at most %(limit)s characters.")
) -> str:
    """A name without what stands around it. Raises `InputError` in `words`."""
    name = name.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise InputError(words, limit=MAX_NAME)
    return name


def next_list_id() -> int:
    """The rows come before their list: a list row is written once, complete, and never updated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('address_list', 'id'))")
        return int(cursor.fetchone()[0])


def stored(area: Area | None) -> GEOSGeometry | None:
    """As the tables keep an area."""
    return GEOSGeometry(memoryview(area.wkb), srid=STORAGE_SRID) if area else None


def _write_rows(list_id: int, selection: Selection, territory: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            of_selection("SELECT freeze_selection(%s, :selection)"),
            [list_id, *chosen_parameters(selection, territory)],
        )


def totals(list_id: int, per: Per = Per.ADDRESS) -> dict[str, Any]:
    """What is counted over the rows of a list."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM address_list_totals(%s)", [list_id])
        included, units, outside, taken_out, added, removed, per_unit, checksum = cursor.fetchone()
    return {
        "address_count": included,
        "unit_count": units,
        "outside_territory_count": outside,
        "taken_out_count": taken_out,
        "added_count": added,
        "removed_count": removed,
        "copy_count": per_unit if per is Per.UNIT else included,
        "checksum": checksum,
    }


def _totals(list_id: int, per: Per) -> dict[str, Any]:
    counted = totals(list_id, per)
    if counted["address_count"] == 0:
        raise _nothing_to_list(counted)
    return counted


def _cadastre(territory: Sequence[str]) -> dict[str, Any]:
    state = cadastre_state(territory)
    return {"dataset_version": state.version, "data_extracted_at": state.extracted_at}


def _nothing_to_list(counted: dict[str, Any]) -> InputError:
    outside, taken_out = counted["outside_territory_count"], counted["taken_out_count"]
    if counted["removed_count"]:
        return InputError(
            gettext_noop(
                "Nothing is left to list: %(count)s addresses are taken out by hand. Take one of "
                "them back, or make the area larger."
            ),
            count=counted["removed_count"],
        )
    if taken_out:
        return InputError(
            gettext_noop(
                "Nothing is left to list: %(count)s picked addresses lie in the area that is "
                "taken away. Make it smaller."
            ),
            count=taken_out,
        )
    if outside:
        return InputError(
            gettext_noop("All %(count)s addresses lie outside your territory. Move the area."),
            count=outside,
        )
    return InputError(gettext_noop("There is no address in the area. Move or enlarge it."))
