"""A correction, a follow-up or an all-clear: a draft to exactly the frozen addresses of a dispatch.

Residents are looked up anew when it is sent, and so are businesses. "The same persons" are not
known, and need not be.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from geotarget.domain.combination import Combination
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.message_words import WrittenIn
from geotarget.organisations.audit import record
from geotarget.organisations.models import User
from geotarget.targeting.against_today import Change, against_today
from geotarget.targeting.combine import combine
from geotarget.targeting.freeze import freeze_anew
from geotarget.targeting.models import AddressList

from . import transition
from .models import Dispatch, Notice
from .outside import uses_altinn
from .words import FIRST_WORDS
from .write import write

FollowUp = Notice.FollowUp


def follow_up(dispatch: Dispatch, kind: str, *, user: User) -> Notice:
    """A new draft of the kind, with the texts of the dispatch to begin from."""
    content = _content(dispatch)
    first_words = FIRST_WORDS[WrittenIn(dispatch.organisation.written_in)][FollowUp(kind)]
    for name in ("headline", "sms_text", "email_subject", "email_text"):
        content[name] = _begun(name, content[name], first_words)
    with transaction.atomic():
        notice = _draft(dispatch, content, user)
        notice.follows, notice.follow_up = dispatch, kind
        notice.save(update_fields=["follows", "follow_up"])
        subject = f"dispatch:{dispatch.pk}"
        record(dispatch.organisation, user, "follow_up", subject, notice=notice.pk, kind=kind)
    return notice


@transaction.atomic
def write_anew(dispatch: Dispatch, *, user: User) -> Notice:
    """What was undone, as a draft with the same words: a follow-up of the same kind where it was
    one, and else none, since nobody has got anything to correct."""
    undone = dispatch.notice
    notice = _draft(dispatch, _content(dispatch), user)
    notice.follows, notice.follow_up = undone.follows, undone.follow_up
    notice.save(update_fields=["follows", "follow_up"])
    subject = f"dispatch:{dispatch.pk}"
    record(dispatch.organisation, user, "write_anew", subject, notice=notice.pk)
    return notice


def _content(dispatch: Dispatch) -> dict[str, Any]:
    content = {name: getattr(dispatch, name) for name in Notice.CONTENT_FIELDS}
    # An organisation that has left Altinn meanwhile reaches none.
    content["tells_businesses"] = dispatch.tells_businesses and uses_altinn(dispatch.organisation)
    return content


def _draft(dispatch: Dispatch, content: dict[str, Any], user: User) -> Notice:
    return write(
        content,
        address_list=dispatch.address_list,
        organisation=dispatch.organisation,
        user=user,
    )


def goes_to_the_same(notice: Notice) -> bool:
    return notice.follows is not None and notice.address_list_id == notice.follows.address_list_id


def new_addresses(notice: Notice) -> int:
    """How many addresses the cadastre of today has in the area of the list, beyond the list.

    Raises `OperationalError` when the selection takes longer than a count may.
    """
    if not goes_to_the_same(notice) or notice.address_list.combined:
        return 0
    differences = against_today(notice.address_list)
    return sum(each.change is Change.NEW for each in differences)


@transaction.atomic
def take_new_addresses(notice: Notice, *, user: User) -> Notice:
    """Send to the same addresses and to those that are new in the area: a list made from both."""
    notice = transition.locked(notice)
    if not goes_to_the_same(notice):
        raise InputError(gettext_noop("The notice has another list by now. Load the page again."))
    transition.apply("edit", notice, user)
    old = notice.address_list
    newer = AddressList.objects.filter(replaces=old).first() or freeze_anew(old, user=user)
    notice.address_list = combine(
        Combination.ANY, [old, newer], name=old.name, organisation=old.organisation, user=user
    )
    notice.save()
    notice.authors.add(user)
    record(notice.organisation, user, "take_new_addresses", f"notice:{notice.pk}")
    return notice


def _begun(name: str, text: str, first_words: str) -> str:
    """The text with the words before it, as long as it then fits."""
    if not text or text.startswith(first_words):
        return text
    longest = Notice._meta.get_field(name).max_length or 0
    begun = f"{first_words}{text}"
    return begun if len(begun) <= longest else text
