from __future__ import annotations

from geotarget.domain.notice_state import TRANSITIONS
from geotarget.domain.roles import Role
from geotarget.organisations.access import role_required
from geotarget.targeting.roles import LOOKING, looks

from .control import CONTROLLING_ROLES

writes = role_required(*TRANSITIONS["edit"].roles)
submits = role_required(*TRANSITIONS["submit"].roles)
approves = role_required(*TRANSITIONS["approve"].roles)
sends_back = role_required(*TRANSITIONS["return"].roles)
sends = role_required(*TRANSITIONS["send"].roles)
sends_alone = role_required(*TRANSITIONS["send_emergency"].roles)
counts_reach = role_required(Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER)
tries_out = role_required(Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER)
controls = role_required(*CONTROLLING_ROLES)
answers = role_required(*LOOKING, Role.FRONT_DESK)
makes_paper_lists = role_required(Role.PAPER_LIST)

__all__ = [
    "answers",
    "approves",
    "controls",
    "counts_reach",
    "looks",
    "makes_paper_lists",
    "sends",
    "sends_alone",
    "sends_back",
    "submits",
    "tries_out",
    "writes",
]
