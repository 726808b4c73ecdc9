"""What waits for a member is the first card of the home page."""

from __future__ import annotations

from django.urls import reverse

from geotarget.domain.roles import Role
from geotarget.notices.approve import approve, send_back
from geotarget.notices.models import Notice, SendingLimit
from geotarget.organisations.home import cards_for
from geotarget.organisations.models import Membership, User
from tests.notices.web.conftest import SignIn, make_member
from tests.notices.world import World
from tests.organisations.members import make_organisation


def titles(user: User) -> list[str]:
    return [card.title for card in cards_for(Membership.objects.get(user=user))]


def test_an_approver_sees_first_what_to_approve(world: World, submitted: Notice) -> None:
    assert titles(world.approver)[0] == "Notices to approve"


def test_it_stands_before_what_else_the_member_does(world: World, submitted: Notice) -> None:
    everything = make_member(world.organisation, "alt", *Role)
    assert titles(everything) == [
        "Notices to approve",
        "Draw an area",
        "Address lists",
        "Cadastre data",
        "Write a notice",
        "Paper list",
        "Front desk",
        "Vulnerable places",
        "Hours and limits",
        "Users",
        "API keys",
    ]


def test_who_has_approved_waits_for_the_other_approver(
    world: World, submitted: Notice, sign_in: SignIn
) -> None:
    """Above the limit of one approver: the button would be refused, and so would the card lead."""
    SendingLimit.objects.create(organisation=world.organisation, one_approver_addresses=1)
    approve(submitted, content_hash=submitted.content_hash(), user=world.approver)
    assert "Notices to approve" not in titles(world.approver)
    url, act = (reverse(f"notices:{name}", args=(submitted.pk,)) for name in ("notice", "approve"))
    page = sign_in(world.approver).get(url).content.decode()
    assert act not in page
    assert f"Approved by {world.approver}. It is released when another approver" in page
    second = make_member(world.organisation, "nestleder", Role.APPROVER)
    assert titles(second)[0] == "Notices to approve"
    assert act in sign_in(second).get(url).content.decode()
    SendingLimit.objects.all().delete()
    assert act in sign_in(world.approver).get(url).content.decode()


def test_what_waits_in_another_organisation_is_one_button_away(
    world: World, submitted: Notice, sign_in: SignIn
) -> None:
    """The link that a colleague sends leads nowhere while another organisation is chosen."""
    other = make_organisation("310000027", "Vannverket IKS", "9901")
    Membership.objects.create(user=world.approver, organisation=other, roles=[Role.APPROVER])
    client = sign_in(world.approver)
    client.post(reverse("switch_organisation"), {"organisation": other.pk})
    home = client.get("/").content.decode()
    assert f'name="organisation" value="{world.organisation.pk}"' in home
    assert "Something waits for you in another organisation" in home
    client.post(reverse("switch_organisation"), {"organisation": world.organisation.pk})
    home = client.get("/").content.decode()
    assert "Notices to approve" in home
    assert "Something waits for you in another organisation" not in home


def test_an_author_sees_first_what_came_back(world: World, submitted: Notice) -> None:
    send_back(submitted, because="Telefonnummeret er feil", user=world.approver)
    assert titles(world.author)[0] == "Notices sent back to you"


def test_nothing_waits_where_nothing_is_submitted(world: World, draft: Notice) -> None:
    assert "Notices to approve" not in titles(world.approver)
