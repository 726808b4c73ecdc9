"""What may happen to a notice, from which state, by which role. Data; the acts ask it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .roles import Role

MIN_REASON = 10
"""Characters of a reason to send without approval, or in spite of what warns of it."""


class NoticeState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DISPATCHED = "dispatched"


@dataclass(frozen=True)
class Transition:
    sources: frozenset[NoticeState]
    target: NoticeState
    roles: frozenset[Role]


def _transition(sources: list[NoticeState], target: NoticeState, roles: list[Role]) -> Transition:
    return Transition(frozenset(sources), target, frozenset(roles))


_S = NoticeState

TRANSITIONS: dict[str, Transition] = {
    # Any edit makes a draft again: what was approved is what is sent.
    "edit": _transition([_S.DRAFT, _S.SUBMITTED, _S.APPROVED], _S.DRAFT, [Role.SENDER]),
    "submit": _transition([_S.DRAFT], _S.SUBMITTED, [Role.SENDER]),
    "return": _transition([_S.SUBMITTED, _S.APPROVED], _S.DRAFT, [Role.APPROVER, Role.SENDER]),
    "approve": _transition([_S.SUBMITTED], _S.APPROVED, [Role.APPROVER]),
    "send": _transition([_S.APPROVED], _S.DISPATCHED, [Role.SENDER, Role.APPROVER]),
    "send_emergency": _transition(
        [_S.DRAFT, _S.SUBMITTED, _S.APPROVED], _S.DISPATCHED, [Role.EMERGENCY_SENDER]
    ),
}
