"""Who is told at some addresses, and by which ways: what sending and counting beforehand share.

Personal data, in memory for the length of one chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from geotarget.domain.audience import read_audience
from geotarget.domain.contact_policy import channel_order, may_be_told
from geotarget.domain.message_class import MessageClass
from geotarget.registers.krr import Krr
from geotarget.registers.resident import Resident
from geotarget.targeting.chosen_units import chooses_units

from . import outside
from .audience import chosen
from .lookup import Asked, Found, residents_of
from .models import Dispatch, Notice
from .reaching import Ways, contacts_of, made_ready, parts_needed, ways_of
from .territory import register_access


@dataclass(frozen=True, repr=False)
class ToldPeople:
    """The people who are told, among all who were found, and their ways."""

    found: Found
    people: list[Resident]
    ways: Ways
    contact_register: Krr
    """With the access of the municipality, for what is asked later."""


def who_is_told(
    words: Notice | Dispatch,
    asked: Sequence[Asked],
    *,
    minimum_age: int,
    check: Callable[[], None],
) -> ToldPeople:
    """Asked of the registers now, for addresses of one municipality; what could not be searched for
    is in `Found.failed`. `check` is called between two of them, and may raise to stop.

    Raises `RegisterError`.
    """
    access = register_access(words.organisation, asked[0].addresses[0].municipality_number)
    registers = outside.registers_for(access)
    message_class, audience = MessageClass(words.message_class), read_audience(words.audience)
    by_altinn = outside.uses_altinn(words.organisation)
    order = channel_order(message_class, by_altinn=by_altinn)
    with made_ready(order, registers.contacts):
        found = residents_of(
            asked,
            registers.population,
            parts_needed(order, message_class, audience),
            by_unit=chooses_units(words.address_list_id),
        )
    people = [person for person in found.residents if _may_be_told(person, minimum_age)]
    people = chosen(people, found, audience, timezone.localdate())
    check()
    contacts = contacts_of(people, order, registers.contacts)
    check()
    ways = ways_of(people, contacts, words, by_altinn=by_altinn)
    return ToldPeople(found, people, ways, registers.contacts)


def _may_be_told(person: Resident, minimum_age: int) -> bool:
    return may_be_told(
        status=person.status,
        protection=person.protection.value,
        birth_date=person.birth_date,
        birth_year=person.birth_year,
        minimum_age=minimum_age,
        today=timezone.localdate(),
    )
