"""How the residents of a chunk are reached: by which channel, at which address, with which letter.

Personal data, in memory for the length of one chunk.
"""

from __future__ import annotations

import threading
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from geotarget.channels.contract import Letter
from geotarget.domain.audience import Audience
from geotarget.domain.contact_policy import (
    BY_CONTACT_REGISTER,
    LETTER,
    OPT_OUT_HONOURED,
    STAYS_TOLD,
    Reachable,
    ways_for,
)
from geotarget.domain.message_class import MessageClass
from geotarget.registers.folkeregisteret import (
    PART_OF_FAMILIES,
    PART_OF_LETTERS,
    PART_OF_STAYS,
    PARTS,
)
from geotarget.registers.krr import Contact, Krr
from geotarget.registers.resident import Resident
from geotarget.targeting.models import ListedAddress

from .letter_document import letter_document
from .lookup import Found
from .models import Dispatch, Notice
from .opt_out import without_opted_out

Way = tuple[str, str]
"""Channel and address."""
Ways = dict[str, list[Way]]
"""All that may be used, the first choice first, by national id."""
Reached = dict[str, Way | None]
"""The way that is used, by national id; None where nothing reaches the person."""


def parts_needed(
    order: Sequence[str], message_class: MessageClass, audience: Audience
) -> Sequence[str]:
    """What Folkeregisteret is asked for: names only for letters, children's second homes only where
    families are meant, temporary stays only in an emergency."""
    more = {
        PART_OF_LETTERS: LETTER in order,
        PART_OF_FAMILIES: audience.children is not None,
        PART_OF_STAYS: message_class in STAYS_TOLD,
    }
    return [*PARTS, *(part for part, is_needed in more.items() if is_needed)]


@contextmanager
def made_ready(order: Sequence[str], register: Krr) -> Iterator[None]:
    """Meanwhile the contact register's token is fetched, where it will be asked: the first message
    of a dispatch waits for nothing that could have been there before."""
    if BY_CONTACT_REGISTER.isdisjoint(order):
        yield
        return
    thread = threading.Thread(target=_make_ready, args=[register], name="ready", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _make_ready(register: Krr) -> None:
    try:
        register.make_ready()
    finally:
        connection.close()


def contacts_of(
    people: Sequence[Resident], order: Sequence[str], register: Krr
) -> dict[str, Contact]:
    """Entries of the contact register; it is asked only where a channel uses them."""
    if BY_CONTACT_REGISTER.isdisjoint(order):
        return {}
    return register.contacts(person.national_id for person in people)


def ways_of(
    people: Sequence[Resident],
    contacts: Mapping[str, Contact],
    words: Notice | Dispatch,
    *,
    by_altinn: bool,
) -> Ways:
    """The policy table asked for everybody, without the addresses of those who have opted out."""
    now, message_class = timezone.now(), MessageClass(words.message_class)
    known = {each.national_id: reachable(each.national_id, contacts) for each in people}
    if message_class in OPT_OUT_HONOURED:
        known = without_opted_out(words.organisation, known)
    return {
        number: list(ways_for(message_class, person, now, by_altinn=by_altinn))
        for number, person in known.items()
    }


def reached(ways: Ways, failed: Container[Way]) -> Reached:
    """The first way on which nothing has failed; where all have, the last: it stays failed."""
    return {
        number: next((way for way in found if way not in failed), found[-1] if found else None)
        for number, found in ways.items()
    }


def letters(
    dispatch: Dispatch,
    people: Sequence[Resident],
    found: Found,
    addresses: Sequence[ListedAddress],
    ways: Reached,
) -> dict[str, Letter]:
    """By identity number, for those who are reached by letter."""
    by_letter = [person for person in people if (ways[person.national_id] or ("",))[0] == LETTER]
    if not by_letter:
        return {}
    document, listed = letter_document(dispatch), {address.pk: address for address in addresses}
    return {
        person.national_id: _letter(person, listed[found.homes[person.national_id][0]], document)
        for person in by_letter
    }


def _letter(person: Resident, home: ListedAddress, document: bytes) -> Letter:
    return Letter(person.name, (home.label,), home.postcode, home.post_town, document)


def reachable(national_id: str, contacts: Mapping[str, Contact]) -> Reachable:
    """What the contact register says of a person, for the policy."""
    contact = contacts.get(national_id)
    if contact is None:
        return Reachable(national_id)
    return Reachable(
        national_id,
        status=contact.status,
        is_reserved=contact.reserved,
        mobile=contact.mobile,
        mobile_confirmed_at=contact.mobile_confirmed_at,
        email=contact.email,
        email_confirmed_at=contact.email_confirmed_at,
    )
