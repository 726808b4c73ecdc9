from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from geotarget.domain.roles import Role
from geotarget.organisations.access import memberships_of
from geotarget.organisations.home import Card, on_home
from geotarget.organisations.models import Membership

from . import waiting


@on_home
def cards(membership: Membership) -> Iterator[Card]:
    """What waits for the member, here and in other organisations, and a new notice for senders."""
    yield from _waiting(membership)
    yield from _elsewhere(membership)
    if membership.has_role(Role.SENDER):
        yield Card(
            title=_("Write a notice"),
            text=_("To the addresses of a frozen list, by SMS and e-mail."),
            url=reverse("notices:new"),
            action=_("Write a notice"),
        )
    if membership.has_role(Role.PAPER_LIST):
        yield Card(
            title=_("Paper list"),
            text=_("On the page of a dispatch: addresses where no message was handed over."),
            url=reverse("notices:list"),
            action=_("See the notices"),
        )
    if membership.has_role(Role.FRONT_DESK):
        yield Card(
            title=_("Front desk"),
            text=_("What was sent to an address, for those who ask."),
            url=reverse("notices:front_desk"),
            action=_("Search for an address"),
        )
    if membership.has_role(Role.ADMINISTRATOR):
        yield Card(
            title=_("Vulnerable places"),
            text=_("Care homes, dialysis, dentists: shown when a notice does not reach them."),
            url=reverse("notices:vulnerable"),
            action=_("See vulnerable places"),
        )
        yield Card(
            title=_("Hours and limits"),
            text=_("When messages may leave, and how many addresses one approver may release."),
            url=reverse("notices:hours"),
            action=_("See hours and limits"),
        )


def _elsewhere(membership: Membership) -> Iterator[Card]:
    """Who approves for a municipality and its water company looks at one of them at a time."""
    for other in memberships_of(membership.user).exclude(pk=membership.pk):
        if count := sum(card.count or 0 for card in _waiting(other)):
            name = other.organisation.name
            yield Card(
                title=name,
                text=_("Something waits for you in another organisation that you work for."),
                url=reverse("home"),
                action=_("Work for %(name)s") % {"name": name},
                count=count,
                waits=True,
                switches_to=other.organisation_id,
            )


def _waiting(membership: Membership) -> Iterator[Card]:
    page = reverse("notices:list")
    if count := len(waiting.to_approve(membership)):
        text = _("Somebody has written them and asks you to read and approve.")
        yield Card(_("Notices to approve"), text, page, _("See what waits"), count, waits=True)
    if count := len(waiting.to_review(membership)):
        text = _("They were sent without approval, in an emergency.")
        yield Card(_("Review afterwards"), text, page, _("See what waits"), count, waits=True)
    if count := waiting.to_mend(membership).count():
        text = _("An approver has written what to mend.")
        yield Card(
            _("Notices sent back to you"), text, page, _("See what waits"), count, waits=True
        )
    if count := waiting.to_send(membership).count():
        text = _("They are approved and leave when you send them.")
        yield Card(_("Notices to send"), text, page, _("See what waits"), count, waits=True)
