from __future__ import annotations

from geotarget.domain.roles import Role
from geotarget.organisations.access import role_required

LOOKING = (Role.PLANNER, Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER, Role.PAPER_LIST)

draws = role_required(Role.PLANNER)
looks = role_required(*LOOKING)
sees_data = role_required(*LOOKING, Role.ADMINISTRATOR)
