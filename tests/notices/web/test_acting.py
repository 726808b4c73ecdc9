"""Submit, approve, send back, send: who may, from which state, and only what was seen."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from geotarget.domain.roles import Role
from geotarget.notices.models import Approval, Dispatch, Notice
from geotarget.organisations.models import AuditEntry, Membership
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from tests.notices.outside import simulated_outside
from tests.notices.web.conftest import SignIn, make_member, typed
from tests.notices.world import World


def url(name: str, notice: Notice) -> str:
    return reverse(f"notices:{name}", args=(notice.pk,))


def page_of(client: Client, notice: Notice) -> str:
    return client.get(url("notice", notice), follow=True).content.decode()


def seen_hash(page: str) -> str:
    found = re.search(r'name="content_hash" value="(\w+)"', page)
    assert found
    return found[1]


def state_of(notice: Notice) -> str:
    return Notice.objects.get(pk=notice.pk).state


def test_from_draft_to_dispatch(author: Client, approver: Client, draft: Notice) -> None:
    assert author.post(url("submit", draft)).status_code == 302
    waiting = approver.get("/notices/").content.decode()
    assert "Waits for you" in waiting
    seen = seen_hash(page_of(approver, draft))
    assert approver.post(url("approve", draft), {"content_hash": seen}).status_code == 302
    assert "Send now to 7 addresses" in page_of(author, draft)
    answer = author.post(url("send", draft))
    dispatch = Dispatch.objects.get()
    assert answer["Location"] == reverse("notices:dispatch", args=(dispatch.pk,))
    assert page_of(author, draft).count("Being sent") == 1


def test_the_author_may_not_approve(world: World, author: Client, submitted: Notice) -> None:
    membership = Membership.objects.get(user=world.author)
    membership.roles = [*membership.roles, Role.APPROVER.value]
    membership.save()
    page = page_of(author, submitted)
    assert "somebody else must approve" in page
    assert url("approve", submitted) not in page
    answer = author.post(url("approve", submitted), {"content_hash": submitted.content_hash()})
    assert answer.status_code == 422
    assert "somebody else must approve" in answer.content.decode()
    assert state_of(submitted) == "submitted"
    assert not Approval.objects.exists()


@pytest.mark.parametrize("seen", ["", "0" * 64, "\x00", "x" * 10_000])
def test_only_what_was_seen_is_approved(approver: Client, submitted: Notice, seen: str) -> None:
    answer = approver.post(url("approve", submitted), {"content_hash": seen})
    assert answer.status_code == 422
    assert "Read it again" in answer.content.decode()
    assert state_of(submitted) == "submitted"


def test_a_change_after_approval_voids_it(author: Client, approved: Notice) -> None:
    Notice.objects.filter(pk=approved.pk).update(sms_text="Noe annet")
    answer = author.post(url("send", approved))
    assert answer.status_code == 422
    assert "not what was approved" in answer.content.decode()
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize("because", [" ", "\u200b"])
def test_sending_back_needs_a_reason(approver: Client, submitted: Notice, because: str) -> None:
    answer = approver.post(url("send_back", submitted), {"because": because})
    assert answer.status_code == 422
    assert "<details" in answer.content.decode()
    assert state_of(submitted) == "submitted"
    approver.post(url("send_back", submitted), {"because": "Skriv når\r\nvannet kommer"})
    assert state_of(submitted) == "draft"


def test_pressed_twice_it_is_sent_once(author: Client, approver: Client, approved: Notice) -> None:
    first, again = author.post(url("send", approved)), approver.post(url("send", approved))
    assert first["Location"] == again["Location"]
    assert Dispatch.objects.count() == 1


def test_a_step_that_is_over_is_refused_with_words(author: Client, submitted: Notice) -> None:
    answer = author.post(url("submit", submitted))
    assert answer.status_code == 422
    assert "Load the page again" in answer.content.decode()


def test_history_tells_who_and_when(author: Client, approved: Notice) -> None:
    page = page_of(author, approved)
    steps = ["Written", "Submitted for approval", "Approved"]
    places = [page.index(f"<span>{step}</span>") for step in steps]
    assert places == sorted(places)


class TestEmergency:
    def data(self, notice: Notice, **changed: str) -> dict[str, str]:
        usual = {
            "typed_address_count": "7",
            "reason": "Hovedledningen er brutt",
            "content_hash": notice.content_hash(),
        }
        return usual | changed

    def test_sent_alone_and_waits_for_review(
        self, author: Client, approver: Client, emergency: Notice
    ) -> None:
        page = author.get(url("send_without_approval", emergency)).content.decode()
        assert "leaves at once to the residents of 7 addresses" in page
        answer = author.post(url("send_without_approval", emergency), self.data(emergency))
        dispatch = Dispatch.objects.get()
        assert answer["Location"] == reverse("notices:dispatch", args=(dispatch.pk,))
        assert dispatch.approval.kind == Approval.Kind.EMERGENCY
        assert "Review afterwards" in approver.get("/notices/").content.decode()
        shown = approver.get(answer["Location"]).content.decode()
        assert "Hovedledningen er brutt" in shown
        approver.post(reverse("notices:review", args=(dispatch.pk,)))
        assert "Review afterwards" not in approver.get("/notices/").content.decode()
        assert (
            "Reviewed afterwards by godkjenner" in approver.get(answer["Location"]).content.decode()
        )

    @pytest.mark.parametrize("count", ["7", " 7 ", "7\u202f"])
    def test_the_number_may_be_written_with_spaces(
        self, author: Client, emergency: Notice, count: str
    ) -> None:
        data = self.data(emergency, typed_address_count=count)
        assert author.post(url("send_without_approval", emergency), data).status_code == 302

    @pytest.mark.parametrize(
        ("field", "text", "said"),
        [
            ("typed_address_count", "8", "is 7, not 8"),
            ("typed_address_count", "", "Fill in"),
            ("typed_address_count", "sju", "with digits"),
            ("typed_address_count", "-7", "with digits"),
            ("typed_address_count", "٧", "with digits"),
            ("typed_address_count", "9" * 12, "with digits"),
            ("reason", "haster", "at least 10"),
            ("reason", "haster" + " " * 20, "at least 10"),
            ("reason", "a\x00" * 10, "Null characters"),
            ("reason", "x" * 501, "500"),
            ("content_hash", "0" * 64, "Read it again"),
        ],
    )
    def test_at_fault_nothing_leaves(
        self, author: Client, emergency: Notice, field: str, text: str, said: str
    ) -> None:
        answer = author.post(
            url("send_without_approval", emergency), self.data(emergency, **{field: text})
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert not Dispatch.objects.exists()
        if field != "content_hash":
            assert said in page.split(f'id="id_{field}_error"')[1].split("</div>")[0]

    def test_only_an_emergency_may_be_sent_so(self, author: Client, draft: Notice) -> None:
        assert "Send without approval" not in page_of(author, draft)
        answer = author.post(url("send_without_approval", draft), self.data(draft), follow=True)
        assert "Only an emergency notice" in answer.content.decode()
        assert not Dispatch.objects.exists()

    def test_pressed_twice_it_is_sent_once(self, author: Client, emergency: Notice) -> None:
        for _ in range(2):
            answer = author.post(url("send_without_approval", emergency), self.data(emergency))
            assert answer.status_code == 302
        assert Dispatch.objects.count() == 1

    def test_whoever_sent_it_may_not_review_it(
        self, world: World, author: Client, emergency: Notice
    ) -> None:
        author.post(url("send_without_approval", emergency), self.data(emergency))
        membership = Membership.objects.get(user=world.author)
        membership.roles = [*membership.roles, Role.APPROVER.value]
        membership.save()
        dispatch = Dispatch.objects.get()
        answer = author.post(reverse("notices:review", args=(dispatch.pk,)))
        assert answer.status_code == 422
        assert "who did not send it" in answer.content.decode()
        assert Dispatch.objects.get().reviewed_at is None
        assert "Review afterwards" not in author.get("/notices/").content.decode()


class TestTryOut:
    @pytest.fixture
    def simulators(self, world: World, tmp_path: Path, settings: Any) -> Iterator[Simulators]:
        with simulated_outside(tmp_path, [], settings) as running:
            yield running

    def test_arrives_as_residents_get_it(
        self, world: World, author: Client, draft: Notice, simulators: Simulators
    ) -> None:
        world.author.phone = "+4790000010"
        world.author.save()
        page = author.post(url("try_out", draft), follow=True).content.decode()
        assert "SMS: handed over; E-mail: handed over" in page
        texts = {entry.to: entry.text for entry in simulators.arrived.matching()}
        assert texts["+4790000010"].endswith("Vann og avløp, tlf. +4790000000")
        assert "Formål: Varsle" in texts[world.author.email]

    def test_its_receipt_is_taken_without_a_warning(
        self,
        world: World,
        author: Client,
        draft: Notice,
        simulators: Simulators,
        settings: Any,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        world.author.phone = "+4790000010"
        world.author.save()
        author.post(url("try_out", draft))
        [sent] = simulators.arrived.matching(channel="sms")
        address = reverse("notices:link_receipt", args=(settings.LINK_RECEIPT_SECRET,))
        receipt = {"refId": sent.reference, "resultCode": 1001}
        answer = Client().post(address, receipt, content_type="application/json")
        assert answer.status_code == 200
        assert not [record for record in caplog.records if "not ours" in record.getMessage()]
        stranger = receipt | {"refId": str(uuid.uuid4())}
        Client().post(address, stranger, content_type="application/json")
        assert [record for record in caplog.records if "not ours" in record.getMessage()]

    def test_a_gateway_that_is_away_is_said_in_words(
        self, world: World, author: Client, draft: Notice, simulators: Simulators
    ) -> None:
        simulators.faults.set("smtp", Fault("450"))
        page = author.post(url("try_out", draft), follow=True).content.decode()
        assert "try again later" in page

    def test_without_phone_and_email_it_says_whom_to_ask(
        self, world: World, sign_in: SignIn, draft: Notice
    ) -> None:
        user = make_member(world.organisation, "uten", Role.SENDER)
        user.email = ""
        user.save()
        answer = sign_in(user).post(url("try_out", draft))
        assert answer.status_code == 422
        assert "Ask your administrator" in answer.content.decode()


def test_every_act_is_logged_without_texts(author: Client, approved: Notice) -> None:
    author.post(url("send", approved))
    entries = AuditEntry.objects.order_by("pk")
    assert [entry.act for entry in entries] == ["write", "submit", "approve", "send"]
    assert "Vannet stenges" not in str([entry.detail for entry in entries])


def test_the_list_asks_the_database_no_more_for_more_notices(
    world: World, author: Client, approved: Notice, django_assert_max_num_queries: Any
) -> None:
    author.post(url("send", approved))
    for _ in range(12):
        author.post("/notices/new/", typed(approved.address_list))
    with django_assert_max_num_queries(15):
        page = author.get("/notices/").content.decode()
    assert page.count("Service notice") == 13
