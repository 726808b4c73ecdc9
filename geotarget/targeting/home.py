from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from geotarget.domain.roles import Role
from geotarget.organisations.home import Card, on_home
from geotarget.organisations.models import Membership

from .models import AddressList
from .roles import LOOKING


@on_home
def cards(membership: Membership) -> Iterator[Card]:
    """Draw an area, for planners; the address lists, for all who work with them; the age of the
    cadastre, for administrators."""
    if membership.has_role(Role.PLANNER):
        yield Card(
            title=_("Draw an area"),
            text=_("See which addresses lie in it while you draw, and freeze them as a list."),
            url=reverse("targeting:map"),
            action=_("Open the map"),
        )
    if any(membership.has_role(role) for role in LOOKING):
        yield Card(
            title=_("Address lists"),
            text=_("Frozen lists of your organisation, ready for a notice or for export."),
            url=reverse("targeting:lists"),
            action=_("See the lists"),
            count=AddressList.objects.filter(organisation=membership.organisation).count(),
        )
    if membership.has_role(Role.ADMINISTRATOR):
        yield Card(
            title=_("Cadastre data"),
            text=_("Which data are in use, how old they are, and what each renewal changed."),
            url=reverse("targeting:cadastre"),
            action=_("See the data"),
        )
