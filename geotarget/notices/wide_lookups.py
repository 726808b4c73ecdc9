"""Addresses whose residents are found only by looking up everybody in their postcode.

Told to whoever approves, before anybody is looked up (docs/decisions/who-lives-here.md). Known from
the cadastre alone, so that it tells nothing of any person.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geotarget.domain.lookup_limit import (
    about_persons,
    most_per_person_sought,
    per_person_sought,
)
from geotarget.domain.message_class import MessageClass
from geotarget.registers.folkeregisteret import SEARCHABLE
from geotarget.targeting.messages import grouped


@dataclass(frozen=True)
class WideLookup:
    """The addresses of one postcode."""

    municipality_number: str
    postcode: str
    """Empty: they have none, and the whole municipality is looked up."""
    post_town: str
    addresses: int
    dwellings: int
    dwellings_there: int

    @property
    def per_sought(self) -> int:
        """Persons looked up for each person sought."""
        return per_person_sought(self.dwellings_there, self.dwellings)

    def is_too_wide(self, message_class: MessageClass) -> bool:
        return self.per_sought > most_per_person_sought(message_class)

    def in_words(self, message_class: MessageClass) -> str:
        """What the approver reads."""
        text = ngettext(
            "%(count)s address in %(place)s has no street that can be searched for.",
            "%(count)s addresses in %(place)s have no street that can be searched for.",
            self.addresses,
        )
        if self.is_too_wide(message_class):
            then = _(
                "For each resident of them %(per)s persons would be looked up, more than the limit "
                "of %(limit)s. Nobody is looked up there: use the paper list."
            )
        else:
            then = _(
                "To find about %(sought)s residents, about %(all)s persons are looked up, "
                "%(per)s for each. The limit is %(limit)s."
            )
        return f"{text} {then}" % {
            "count": grouped(self.addresses),
            "place": f"{self.postcode} {self.post_town}".strip() or self.municipality_number,
            "sought": grouped(about_persons(self.dwellings)),
            "all": grouped(about_persons(self.dwellings_there)),
            "per": grouped(self.per_sought),
            "limit": grouped(most_per_person_sought(message_class)),
        }


def wide_lookups(address_list_id: int) -> list[WideLookup]:
    """By postcode; empty where every address has a street that can be searched for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wide_lookups(%s, %s)", [address_list_id, SEARCHABLE])
        return [WideLookup(*row) for row in cursor.fetchall()]


def lookups_in_words(address_list_id: int, message_class: MessageClass) -> list[str]:
    return [wide.in_words(message_class) for wide in wide_lookups(address_list_id)]
