"""How many others may be looked up for each person who is sought. Data and one decision.

An address without a street that can be searched for is found only by asking Folkeregisteret for
everybody in its postcode; each look-up is logged about the person looked up.
"""

from __future__ import annotations

from math import ceil

from .message_class import MessageClass

PERSONS_PER_DWELLING = 2.1
"""About so many live in a Norwegian dwelling (Statistisk sentralbyrå, "Familier og husholdninger").
Only for telling beforehand; the limit compares dwellings."""

MOST_PER_PERSON_SOUGHT = 100
MOST_IN_AN_EMERGENCY = 1000


def most_per_person_sought(message_class: MessageClass) -> int:
    """The limit; danger to life weighs more than others' look-ups."""
    is_emergency = message_class == MessageClass.EMERGENCY
    return MOST_IN_AN_EMERGENCY if is_emergency else MOST_PER_PERSON_SOUGHT


def per_person_sought(dwellings_there: int, dwellings_sought: int) -> int:
    """Persons looked up for each who is sought, rounded up: dwellings stand for persons."""
    return ceil(dwellings_there / max(1, dwellings_sought))


def about_persons(dwellings: int) -> int:
    """About how many live there, for words that begin with "about"."""
    return max(1, round(dwellings * PERSONS_PER_DWELLING))
