"""How long what says something of people is kept. Data; the acts ask it."""

from __future__ import annotations

import datetime

OUTCOME_PER_ADDRESS = datetime.timedelta(days=14)
"""From the start of a dispatch: so long it is known at which addresses a message was accepted, and
the paper list can be made. Long enough to go round with paper, short for what says who got it."""
