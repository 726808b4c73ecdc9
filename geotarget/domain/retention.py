"""How long what says something of people is kept. Data; the acts ask it."""

from __future__ import annotations

import datetime

OUTCOME_PER_ADDRESS = datetime.timedelta(days=14)
"""From the beginning of a dispatch: so long it is known at which addresses a message was accepted,
and the paper list can be made. Long enough to go round with paper, short
for what says who got it."""

PUBLIC_PAGE = datetime.timedelta(days=365)
"""From the beginning of a dispatch: so long its public page and its code are found. It says nothing
of persons; a page that stands for ever is taken for news."""

OPT_OUT = datetime.timedelta(days=5 * 365)
"""From the day somebody opted out of information (again): so long the keyed hash of the address is
kept. Numbers and mailboxes get new owners, who should not stay out for ever."""

ADJUSTMENT_NOTE = datetime.timedelta(days=90)
"""From the day it was first written: so long the free text of a reason to add an address or to take
one out is kept. It is searched for numbers of persons, but may still tell of one."""

SAVED_AREA = datetime.timedelta(days=730)
"""A saved area is deleted so long after its last change, unless its people choose another day. It
says nothing of persons, but a map of areas that nobody knows any more misleads."""
LONGEST_SAVED_AREA = datetime.timedelta(days=3653)
"""No later day can be chosen; it can be chosen again."""
