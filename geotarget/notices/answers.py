"""What residents answer to an SMS: STOP opts out of information. Nothing else is read or kept."""

from __future__ import annotations

from geotarget.channels.link_answers import Answer
from geotarget.domain.contact_policy import SMS
from geotarget.domain.phone import normalised
from geotarget.domain.stop_words import is_stop
from geotarget.organisations.models import Organisation

from . import opt_out


def take(answer: Answer) -> int:
    """Opt the phone out at every organisation that sends from the number that was written to: it
    may be shared. Returns at how many."""
    phone = normalised(answer.source)
    if phone is None or not is_stop(answer.text):
        return 0
    organisations = Organisation.objects.filter(sms_sender=answer.to)
    for organisation in organisations:
        opt_out.opt_out(organisation, opt_out.hashed(organisation, SMS, phone))
    return len(organisations)
