"""Start the dispatch of a notice: approved by somebody else, or in an emergency without."""

from __future__ import annotations

import datetime

from django.db import transaction

from geotarget.domain.delivery_state import DEADLINE_HOURS
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.message_class import MessageClass
from geotarget.domain.notice_state import MIN_REASON
from geotarget.domain.sending_time import first_allowed, wave_starts
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User

from . import keyring, transition
from .database_clock import database_now
from .guards import GuardKind, guards
from .holiday_homes import check_ticked
from .hours import hours_for, hours_of
from .models import Approval, Dispatch, Notice
from .plan import plan_chunks, save_chunks
from .territory import check_territory
from .wake import wake_after_commit

CLOCKS_DIFFER = datetime.timedelta(minutes=10)
"""Between machines of ours, at most; looking a little further back costs a question."""


@transaction.atomic
def send(
    notice: Notice, *, user: User, countdown_seconds: int = 0, knows_holiday_homes: bool = False
) -> Dispatch:
    """Dispatch an approved notice. Pressed twice, it starts one dispatch. Nothing is handed over
    until its scheduled time, outside the allowed hours, nor before the countdown has ended.

    Raises `InputError` when the content is not the one that was approved, where the list has many
    holiday homes and `knows_holiday_homes` was not ticked, for addresses of others, and when the
    same text has gone there since the approval.
    """
    notice = transition.locked(notice)
    # One after the other within an organisation: each must see what the other has sent.
    Organisation.objects.select_for_update(no_key=True).get(pk=notice.organisation_id)
    already = Dispatch.objects.filter(notice=notice).first()
    if already:
        return already
    transition.apply("send", notice, user)
    approval = notice.approvals.order_by("-at", "-pk").first()
    if approval is None or approval.content_hash != notice.content_hash():
        raise InputError(
            gettext_noop("This is not what was approved. Submit the notice for approval again.")
        )
    _check_same_text(notice, approval)
    earliest = database_now() + datetime.timedelta(seconds=countdown_seconds)
    starts_at = max(earliest, notice.send_at or earliest)
    check_territory(notice, starts_at)
    ticked = check_ticked(notice, knows_holiday_homes)
    notice.save()
    return _start(notice, approval, user, "send", starts_at, ticked)


@transaction.atomic
def send_emergency(
    notice: Notice,
    *,
    reason: str,
    typed_address_count: int,
    user: User,
    knows_holiday_homes: bool = False,
) -> Dispatch:
    """Dispatch without approval: class emergency, own right, a reason and the typed count.

    It is logged and waits for review afterwards.
    """
    notice = transition.locked(notice)
    already = Dispatch.objects.filter(notice=notice).first()
    if already:
        return already
    _check_emergency(notice, reason, typed_address_count)
    transition.apply("send_emergency", notice, user)
    starts_at = database_now()
    check_territory(notice, starts_at)
    ticked = check_ticked(notice, knows_holiday_homes)
    notice.save()
    approval = Approval.objects.create(
        notice=notice,
        kind=Approval.Kind.EMERGENCY,
        approver=user,
        content_hash=notice.content_hash(),
        reason=reason.strip(),
        typed_address_count=typed_address_count,
    )
    return _start(notice, approval, user, "send_emergency", starts_at, ticked)


def _check_same_text(notice: Notice, approval: Approval) -> None:
    """What the approver could not see: the same notice, written twice, went out in between."""
    since = approval.at - CLOCKS_DIFFER
    others = Dispatch.objects.filter(organisation=notice.organisation_id, started_at__gt=since)
    for guard in guards(notice) if others.exists() else ():
        if guard.kind is GuardKind.SAME_TODAY and guard.kind.value not in approval.overruled:
            raise InputError(
                gettext_noop(
                    "Since it was approved, the same text has been sent to addresses of the list. "
                    "Send it back; submitted once more, the approver decides with that in view."
                )
            )


def _check_emergency(notice: Notice, reason: str, typed_address_count: int) -> None:
    if notice.message_class != MessageClass.EMERGENCY:
        raise InputError(
            gettext_noop("Only a notice of class emergency may be sent without approval.")
        )
    if len(reason.strip()) < MIN_REASON:
        raise InputError(
            gettext_noop("Write why it cannot wait for approval (at least %(limit)s characters)."),
            limit=MIN_REASON,
        )
    if typed_address_count != notice.address_list.address_count:
        raise InputError(
            gettext_noop("The number of addresses is %(count)s, not %(typed)s. Check the list."),
            count=notice.address_list.address_count,
            typed=typed_address_count,
        )


def _start(
    notice: Notice,
    approval: Approval,
    user: User,
    act: str,
    starts_at: datetime.datetime,
    holiday_homes: int,
) -> Dispatch:
    """`holiday_homes`: how many whoever sends has ticked; 0 where no tick was needed."""
    dispatch = _copy(notice, approval, user, starts_at)
    chunks = plan_chunks(dispatch)
    _set_pace(dispatch, max((chunk.wave for chunk in chunks), default=1))
    dispatch.save()
    dispatch.wrapped_key = keyring.new_key(dispatch.pk)
    dispatch.save(update_fields=["wrapped_key"])
    save_chunks(dispatch, chunks)
    record(
        notice.organisation,
        user,
        act,
        f"notice:{notice.pk}",
        dispatch=dispatch.pk,
        addresses=notice.address_list.address_count,
        content_hash=approval.content_hash,
        holiday_homes=holiday_homes,
    )
    wake_after_commit(len(chunks), dispatch.starts_at)
    return dispatch


def _set_pace(dispatch: Dispatch, waves: int) -> None:
    """Waves, and how long it is tried: a day after the last of them may begin."""
    hours, minutes = hours_of(dispatch), dispatch.wave_minutes or 0
    *_, last = wave_starts(dispatch.starts_at, waves, minutes, hours)
    dispatch.wave_count = waves
    dispatch.waves_opened = 0 if waves > 1 else 1
    dispatch.deadline_at = last + datetime.timedelta(hours=DEADLINE_HOURS)


def _copy(notice: Notice, approval: Approval, user: User, starts_at: datetime.datetime) -> Dispatch:
    """What is sent is a copy, not saved here: later changes of notice or organisation do not touch
    it."""
    organisation = notice.organisation
    hours = hours_for(organisation, notice.message_class)
    # What is told of its beginning, at the front desk too, is when something may leave.
    starts_at = first_allowed(starts_at, hours)
    return Dispatch(
        organisation=organisation,
        notice=notice,
        address_list=notice.address_list,
        approval=approval,
        sms_sender=organisation.sms_sender,
        email_sender=organisation.email_sender,
        email_reply_to=organisation.email_reply_to,
        minimum_age=organisation.minimum_age,
        written_in=organisation.written_in,
        started_by=user,
        starts_at=starts_at,
        opens_minute=hours and hours.opens,
        closes_minute=hours and hours.closes,
        wave_addresses=notice.wave_addresses,
        wave_minutes=notice.wave_minutes,
        code=notice.code,
        **{name: getattr(notice, name) for name in Notice.CONTENT_FIELDS},
    )
