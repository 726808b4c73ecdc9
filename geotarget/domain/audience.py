"""Which of the residents a notice is for. Data; applied at the moment of sending, told in words.

```
{"ages": [67, null], "children": [0, 5], "election_on": "2027-09-13"}
```

What is chosen narrows together. Nothing chosen: everybody who may be told.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from .contact_policy import age_on

OLDEST = 120
"""The highest age that can be chosen, in years."""
OF_AGE = 18
"""Of a family those are told who are of age; and so old one must be in the year of an election."""
YEARS_BETWEEN_ELECTIONS = 4
"""Of one kind: municipal, or parliamentary (valgloven, Grunnloven § 54)."""

Ages = tuple[int | None, int | None]
"""From and to, in whole years on the day of sending, both included; None: no limit there."""


@dataclass(frozen=True)
class Audience:
    ages: Ages | None = None
    children: Ages | None = None
    """Adults of homes in which a child of this age lives, for half of the time too."""
    election_on: datetime.date | None = None
    """Those who can vote for the first time in an election of that kind on that day: who come of
    age in its year or the three before. Who else has the right to vote is not looked up."""

    def as_json(self) -> dict[str, Any]:
        told = {
            "ages": list(self.ages) if self.ages else None,
            "children": list(self.children) if self.children else None,
            "election_on": self.election_on.isoformat() if self.election_on else None,
        }
        return {name: value for name, value in told.items() if value}

    @property
    def is_everybody(self) -> bool:
        return not self.as_json()


def read_audience(stored: dict[str, Any]) -> Audience:
    """Out of the form of `as_json`."""
    day = stored.get("election_on")
    return Audience(
        ages=_ages(stored.get("ages")),
        children=_ages(stored.get("children")),
        election_on=datetime.date.fromisoformat(day) if day else None,
    )


def _ages(stored: list[int | None] | None) -> Ages | None:
    return (stored[0], stored[1]) if stored else None


@dataclass(frozen=True, repr=False)
class Born:
    """What is known of a person's age. `repr` hides it."""

    on: datetime.date | None
    year: int | None


def is_of(audience: Audience, born: Born, *, lives_with_child: bool, today: datetime.date) -> bool:
    """Whether a person is meant. Whose age is unknown is in no age group."""
    if audience.ages and not is_between(born, audience.ages, today):
        return False
    if audience.children and not (lives_with_child and is_between(born, (OF_AGE, None), today)):
        return False
    return audience.election_on is None or votes_first(born, audience.election_on)


def is_between(born: Born, ages: Ages, today: datetime.date) -> bool:
    age = age_on(today, born.on, born.year)
    low, high = ages
    return age is not None and (low or 0) <= age and (high is None or age <= high)


def votes_first(born: Born, election_on: datetime.date) -> bool:
    year = born.on.year if born.on else born.year
    if year is None:
        return False
    return OF_AGE <= election_on.year - year < OF_AGE + YEARS_BETWEEN_ELECTIONS
