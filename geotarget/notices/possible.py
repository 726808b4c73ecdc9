"""What a member may do with a notice as it is now; the acts check the same once more."""

from __future__ import annotations

from dataclasses import dataclass

from geotarget.domain.message_class import MessageClass
from geotarget.domain.notice_state import TRANSITIONS, NoticeState
from geotarget.organisations.models import Membership

from .approve import waits_for_another
from .models import Notice


@dataclass(frozen=True)
class Possible:
    """One fact for each button of a notice's page."""

    edit: bool
    submit: bool
    approve: bool
    approve_but_author: bool
    """Could approve it, had the member not written it."""
    send_back: bool
    send: bool
    send_alone: bool
    try_out: bool
    count_reach: bool


def possible(notice: Notice, membership: Membership) -> Possible:
    may = {name: _allowed(name, notice, membership) for name in TRANSITIONS}
    is_author = notice.authors.filter(pk=membership.user_id).exists()
    return Possible(
        edit=may["edit"],
        submit=may["submit"],
        approve=may["approve"]
        and not is_author
        and not waits_for_another(notice, membership.user_id),
        approve_but_author=may["approve"] and is_author,
        send_back=may["return"],
        send=may["send"],
        send_alone=may["send_emergency"] and notice.message_class == MessageClass.EMERGENCY,
        count_reach=_may_try_out(may),
        try_out=notice.message_class != MessageClass.FORMAL and _may_try_out(may),
    )


def _may_try_out(may: dict[str, bool]) -> bool:
    return may["edit"] or may["approve"] or may["send"] or may["send_emergency"]


def _allowed(name: str, notice: Notice, membership: Membership) -> bool:
    transition = TRANSITIONS[name]
    in_state = NoticeState(notice.state) in transition.sources
    return in_state and any(membership.has_role(role) for role in transition.roles)
