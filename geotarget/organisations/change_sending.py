"""How an organisation's messages are sent: decided by its administrator."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from .audit import record
from .models import Organisation, User

FIELDS = ("sends_through_altinn", "announces_letters", "sms_part_ore", "sms_accounts", "written_in")


@transaction.atomic
def change_sending(organisation: Organisation, administrator: User, **chosen: Any) -> None:
    """`chosen`: a value for each of FIELDS. Dispatches under way follow with their next chunk."""
    for name in FIELDS:
        setattr(organisation, name, chosen[name])
    organisation.save(update_fields=list(FIELDS))
    subject = f"organisation:{organisation.pk}"
    record(organisation, administrator, "change_sending", subject, **chosen)
