"""Places that must know (care homes, dialysis, dentists): kept by the organisation, shown where a
list has their address, and once more where no message was handed over at it.

Of places of business alone: the outcome of a home is for the paper list (`paper_list.py`).
See docs/decisions/vulnerable-places.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.personal_columns import personal_value
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.business_address import may_have_business
from geotarget.targeting.models import AddressList

from .control import is_open
from .front_desk import Place
from .models import Dispatch, VulnerablePlace
from .paper_list import may_be_made, without_message

MOST_PLACES = 2_000


class WrongAddress(InputError):
    """The address is at fault, not the name."""


@transaction.atomic
def add(organisation: Organisation, name: str, place: Place, *, user: User) -> VulnerablePlace:
    """Raises `InputError` for what may be a person, and where no business is known."""
    _check(organisation, name, place)
    try:
        with transaction.atomic():
            kept = VulnerablePlace.objects.create(
                organisation=organisation, name=name, source_id=place.key, label=place.label
            )
    except IntegrityError:
        raise WrongAddress(gettext_noop("This place is on the list already.")) from None
    _log(organisation, user, "vulnerable_add", kept.pk)
    return kept


@transaction.atomic
def remove(place: VulnerablePlace, *, user: User) -> None:
    _log(place.organisation, user, "vulnerable_remove", place.pk)
    place.delete()


def _log(organisation: Organisation, user: User, act: str, pk: int) -> None:
    record(organisation, user, act, f"organisation:{organisation.pk}", place=pk)


def _check(organisation: Organisation, name: str, place: Place) -> None:
    if personal_value(name):
        raise InputError(
            gettext_noop(
                "Write the name of the place, as Strandvik sykehjem: no person, phone or e-mail."
            )
        )
    if VulnerablePlace.objects.filter(organisation=organisation).count() >= MOST_PLACES:
        raise InputError(
            gettext_noop("The list has %(most)s places already. Take some away first."),
            most=MOST_PLACES,
        )
    if not may_have_business(place.key):
        raise WrongAddress(
            gettext_noop(
                "No place of business is registered at this address. Homes of persons do not "
                "belong on this list; look whether the address is right."
            )
        )


def places_of(organisation: Organisation) -> QuerySet[VulnerablePlace]:
    return VulnerablePlace.objects.filter(organisation=organisation).order_by("name", "label", "pk")


def on_list(frozen: AddressList) -> list[VulnerablePlace]:
    """Those whose address is included."""
    included = frozen.addresses.filter(included=True).values("source_id")
    return list(places_of(frozen.organisation).filter(source_id__in=included))


@dataclass(frozen=True)
class Reached:
    """Places of a dispatch, and at which of them no message was handed over."""

    places: list[VulnerablePlace]
    missed: list[VulnerablePlace]
    is_known: bool
    """False while it goes on, once the outcome per address is deleted, for a notice to some of the
    residents, and to whom it is not told."""


def reached(dispatch: Dispatch, *, may_know: bool) -> Reached:
    places = on_list(dispatch.address_list)
    known = may_know and bool(places) and may_be_made(dispatch) and not is_open(dispatch)
    keys: set[str] = set()
    if known:
        rows = without_message(dispatch).filter(source_id__in=[each.source_id for each in places])
        keys = set(rows.values_list("source_id", flat=True))
    return Reached(places, [each for each in places if each.source_id in keys], known)
