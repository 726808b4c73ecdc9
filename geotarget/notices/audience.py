"""The chosen residents of a notice: found when it is sent, told in words, never as persons."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from geotarget.domain.audience import Ages, Audience, Born, is_between, is_of
from geotarget.domain.contact_policy import LIVING_STATUSES, NEVER_TOLD
from geotarget.registers.resident import Resident

from .lookup import Found


def chosen(
    people: Sequence[Resident], found: Found, audience: Audience, today: datetime.date
) -> list[Resident]:
    """Those of the people whom the notice is for; children count though they are not told."""
    homes = _homes_with_children(found, audience, today)
    return [
        person
        for person in people
        if is_of(
            audience,
            _born(person),
            lives_with_child=not homes.isdisjoint(found.households[person.national_id]),
            today=today,
        )
    ]


def _homes_with_children(found: Found, audience: Audience, today: datetime.date) -> set[object]:
    ages = audience.children
    if ages is None:
        return set()
    children = (each for each in found.residents if _counts(each, ages, today))
    return {home for child in children for home in found.households[child.national_id]}


def _counts(person: Resident, ages: Ages, today: datetime.date) -> bool:
    lives = person.status in LIVING_STATUSES and person.protection not in NEVER_TOLD
    return lives and is_between(_born(person), ages, today)


def _born(person: Resident) -> Born:
    return Born(person.birth_date, person.birth_year)


def in_words(audience: Audience, minimum_age: int) -> str:
    """As "residents from 67 years", for the pages of a notice and of its dispatch."""
    said = [
        _("residents %(ages)s") % {"ages": _ages_in_words(audience.ages)} if audience.ages else "",
        _("adults who live with children %(ages)s") % {"ages": _ages_in_words(audience.children)}
        if audience.children
        else "",
        _("first-time voters in the election of %(day)s")
        % {"day": date_format(audience.election_on, "DATE_FORMAT")}
        if audience.election_on
        else "",
    ]
    chosen_ones = [each for each in said if each]
    if not chosen_ones:
        return _("All residents from %(age)s years") % {"age": minimum_age}
    return _("Only %(chosen)s") % {"chosen": _(", and of them only ").join(chosen_ones)}


def _ages_in_words(ages: Ages | None) -> str:
    low, high = ages or (None, None)
    if high is None:
        return _("from %(low)s years") % {"low": low or 0}
    return _("from %(low)s to %(high)s years") % {"low": low or 0, "high": high}


def fields_of(audience: Audience) -> dict[str, Any]:
    """The values of the form's fields."""
    low, high = audience.ages or (None, None)
    child_low, child_high = audience.children or (None, None)
    return {
        "age_from": low,
        "age_to": high,
        "child_from": child_low,
        "child_to": child_high,
        "election_on": audience.election_on,
    }
