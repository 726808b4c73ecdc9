from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from geotarget.domain.roles import Role
from geotarget.domain.scopes import Scope

ROLE_NAMES = {
    Role.PLANNER: _("Planner"),
    Role.SENDER: _("Sender"),
    Role.APPROVER: _("Approver"),
    Role.EMERGENCY_SENDER: _("Emergency sender"),
    Role.PAPER_LIST: _("Paper list"),
    Role.FRONT_DESK: _("Front desk"),
    Role.ADMINISTRATOR: _("Administrator"),
}
ROLE_EXPLANATIONS = {
    Role.PLANNER: _("Draws areas and freezes address lists."),
    Role.SENDER: _("Writes notices and submits them for approval."),
    Role.APPROVER: _("Approves notices that others wrote."),
    Role.EMERGENCY_SENDER: _("May send an emergency notice alone, with a reason."),
    Role.PAPER_LIST: _("Makes the list of addresses where no message was handed over."),
    Role.FRONT_DESK: _("Sees what was sent to an address, for those who ask."),
    Role.ADMINISTRATOR: _("Manages the users and roles of the organisation."),
}

SCOPE_NAMES = {
    Scope.READ: _("Read"),
    Scope.PREVIEW: _("Count"),
    Scope.FREEZE: _("Freeze"),
}
SCOPE_EXPLANATIONS = {
    Scope.READ: _("Read: address lists with their addresses, and the open cadastre"),
    Scope.PREVIEW: _("Count: which addresses lie in an area, without keeping it"),
    Scope.FREEZE: _("Freeze: make address lists"),
}


def role_name(role: str) -> str:
    return str(ROLE_NAMES[Role(role)])
