"""Writing, approving, sending and following a notice, as people do it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from geotarget.celery import app
from geotarget.domain.roles import Role
from geotarget.notices.approve import approve, submit
from geotarget.notices.models import Attempt, Chunk, Dispatch, Notice, Recipient
from geotarget.notices.send import send, send_emergency
from geotarget.notices.write import write
from geotarget.targeting.models import AddressList
from tests.notices.world import CONTENT, World, make_list, street_address
from tests.organisations.members import make_member, make_organisation

from .sight import Console, accessibility_faults, sign_in, speak_english

app.set_default()  # who presses "send" wakes workers through the tests' own broker

BOTH = pytest.mark.parametrize("speak", [lambda page: None, speak_english], ids=["nb", "en"])
REASON = "Hovedledningen er brutt"


@pytest.fixture
def world(live_server: Any, tmp_path: Path, settings: Any) -> World:
    return make_senders(tmp_path, settings)


def make_senders(tmp_path: Path, settings: Any) -> World:
    """Strandvik with somebody who writes and sends, and somebody who approves."""
    settings.KEYS_DIR = str(tmp_path / "keys")
    organisation = make_organisation("310000019", "Strandvik kommune", "9998")
    author = make_member(organisation, "vakt", Role.SENDER, Role.EMERGENCY_SENDER)
    return World(organisation, author, make_member(organisation, "leder", Role.APPROVER))


@pytest.fixture
def address_list(world: World) -> AddressList:
    return make_list(world, [street_address(100 + n, 1, n, size=60) for n in range(1, 31)])


@pytest.fixture
def draft(world: World, address_list: AddressList) -> Notice:
    return _write(world, address_list)


@pytest.fixture
def submitted(world: World, draft: Notice) -> Notice:
    return submit(draft, user=world.author)


@pytest.fixture
def approved(world: World, submitted: Notice) -> Notice:
    approve(submitted, content_hash=submitted.content_hash(), user=world.approver)
    return submitted


@pytest.fixture
def dispatch(world: World, approved: Notice) -> Dispatch:
    return send(approved, user=world.author)


@pytest.fixture
def emergency(world: World, address_list: AddressList) -> Notice:
    return _write(world, address_list, message_class="emergency")


def _write(world: World, address_list: AddressList, **content: str) -> Notice:
    return write(
        CONTENT | content,
        address_list=address_list,
        organisation=world.organisation,
        user=world.author,
    )


def fill(page: Page, **changed: str) -> None:
    for name, text in (CONTENT | changed).items():
        if name != "message_class":
            page.fill(f"#id_{name}", text)


def hand_over(dispatch: Dispatch, state: str, count: int) -> None:
    """As a worker does it: so many residents, each with a message in the state."""
    chunk = dispatch.chunks.first()
    for _ in range(count):
        name = f"{state}-{Attempt.objects.count()}"
        attempt = Attempt.objects.create(
            dispatch=dispatch,
            chunk=chunk,
            channel="link-sms",
            address_token=name.encode(),
            reference=name,
            state=state,
        )
        Recipient.objects.create(
            dispatch=dispatch, chunk=chunk, person_token=name.encode(), attempt=attempt
        )


class TestWriting:
    @pytest.fixture
    def form(self, page: Page, world: World, address_list: AddressList) -> Page:
        sign_in(page, "vakt", "/notices/")
        page.goto(f"/notices/new/?list={address_list.pk}")
        return page

    def test_the_counter_follows(self, form: Page) -> None:
        size = form.locator("[data-size-text]")
        fill(form, sms_text="Vannet er borte.")
        expect(size).not_to_have_text("48 tegn · 1 SMS · 112 igjen")
        form.select_option("#id_public_page", "no")
        expect(size).to_have_text("48 tegn · 1 SMS · 112 igjen")
        form.fill("#id_sms_text", "“" + "a" * 100 + "”")
        expect(size).to_contain_text("2 SMS-er til hver")
        expect(form.locator("[data-warning-text]")).to_contain_text("blir det 1: “ ”")
        form.get_by_role("button", name="Bruk vanlige tegn").click()
        expect(form.locator("#id_sms_text")).to_have_value('"' + "a" * 100 + '"')
        expect(size).to_contain_text("1 SMS ·")
        expect(form.locator("[data-warning]")).to_be_hidden()

    def test_what_is_missing_is_shown_where_it_is(self, form: Page, console: Console) -> None:
        console.expect("status of 422")
        fill(form, purpose="")
        form.get_by_role("button", name="Lagre kladden").click()
        summary = form.locator(".ds-error-summary")
        expect(summary).to_be_focused()
        summary.get_by_role("link").click()
        expect(form.locator("#id_purpose")).to_be_focused()
        expect(form.locator("#id_email_text")).to_have_value(CONTENT["email_text"])

    def test_a_double_click_writes_one(self, form: Page) -> None:
        fill(form)
        form.get_by_role("button", name="Lagre kladden").dblclick()
        expect(form.locator("h1")).to_have_text(CONTENT["headline"])
        assert Notice.objects.count() == 1

    def test_signed_out_meanwhile(self, form: Page, console: Console) -> None:
        console.expect("status of 401")
        form.context.clear_cookies(name="geotarget_session")
        fill(form, sms_text="Skrevet i natt")
        expect(form.locator("[data-size-text]")).to_contain_text("Du er logget ut")
        form.get_by_role("button", name="Lagre kladden").click()
        form.fill("#id_username", "vakt")
        form.fill("#id_password", "fjorden-er-stille")
        form.press("#id_password", "Enter")
        expect(form.locator("#id_sms_text")).to_have_value("Skrevet i natt")
        expect(form.locator(".messages")).to_contain_text("Det er ikke lagret ennå")
        form.get_by_role("button", name="Lagre kladden").click()
        expect(form.locator(".bubble")).to_contain_text("Skrevet i natt")

    def test_signed_in_anew_in_another_window(self, form: Page, console: Console) -> None:
        console.expect("status of 4(01|22)")  # the SMS may be measured while nobody is signed in
        fill(form, sms_text="Skrevet i natt")
        other = form.context.new_page()
        other.goto("/")
        other.locator(".account summary").click()
        other.get_by_role("button", name="Logg ut").click()
        sign_in(other, "vakt")
        form.get_by_role("button", name="Lagre kladden").click()
        expect(form.locator(".ds-error-summary")).to_contain_text("logget inn på nytt")
        expect(form.locator("#id_sms_text")).to_have_value("Skrevet i natt")
        form.get_by_role("button", name="Lagre kladden").click()
        expect(form.locator(".bubble")).to_contain_text("Skrevet i natt")


class TestProgress:
    def test_numbers_renew_themselves_until_nothing_changes(
        self, page: Page, dispatch: Dispatch
    ) -> None:
        sign_in(page, "leder", "/notices/")
        page.goto(f"/notices/dispatches/{dispatch.pk}/")
        sentence, state = page.locator("[data-sentence]"), page.locator("[data-state]")
        expect(sentence).to_have_text("0 av 30 adresser ferdige.")
        expect(state).to_have_text("Sendes nå")
        expect(page.locator("[data-people]")).to_be_hidden()
        hand_over(dispatch, "accepted", 12)
        hand_over(dispatch, "refused", 2)
        expect(page.locator("[data-handed-over]")).to_have_text("12 overlevert")
        expect(page.locator("[data-line=refused] [data-count]")).to_have_text("færre enn 10")
        expect(page.locator("[data-total]")).to_have_text("minst 12")
        expect(page.locator("[data-messages-line]")).to_be_hidden()
        later = timezone.now() + datetime.timedelta(minutes=5)
        Chunk.objects.update(problem="population_register_down", not_before=later)
        expect(sentence).to_have_text(
            "Folkeregisteret svarer ikke. 0 av 30 adresser ferdige. "
            f"Nytt forsøk kl. {timezone.localtime(later):%H.%M}."
        )
        expect(state).to_have_text("Sendes nå")
        Attempt.objects.filter(state="accepted").update(state="delivered")
        Chunk.objects.update(state="done")
        expect(state).to_have_text("Sendt")
        expect(sentence).to_have_text("Alle 30 adresser er ferdige.")
        expect(page.locator("[data-line=delivered] [data-count]")).to_have_text("12")
        expect(page.locator("[data-reload]")).to_have_count(0)

    def test_a_server_that_is_away_is_said_and_asked_again(
        self, page: Page, dispatch: Dispatch, console: Console
    ) -> None:
        console.expect("Failed to load resource")
        sign_in(page, "leder", "/notices/")
        page.route("**/progress/", lambda route: route.abort())
        page.goto(f"/notices/dispatches/{dispatch.pk}/")
        expect(page.locator("[data-offline]")).to_be_visible()
        page.unroute("**/progress/")
        Chunk.objects.update(state="done")
        expect(page.locator("[data-state]")).to_have_text("Sendt")
        expect(page.locator("[data-offline]")).to_be_hidden()

    def test_without_scripts_the_page_can_be_loaded_again(
        self, page: Page, dispatch: Dispatch
    ) -> None:
        sign_in(page, "leder", "/notices/")
        page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.goto(f"/notices/dispatches/{dispatch.pk}/")
        Chunk.objects.update(state="done")
        page.get_by_role("link", name="Last siden på nytt").click()
        expect(page.locator("[data-state]")).to_have_text("Sendt")


def test_alone_at_night(page: Page, world: World, emergency: Notice, console: Console) -> None:
    console.expect("status of 422")
    sign_in(page, "vakt", "/notices/")
    page.goto(f"/notices/{emergency.pk}/")
    page.get_by_role("link", name="Send uten godkjenning").click()
    expect(page.locator(".ds-alert").first).to_contain_text("på 30 adresser")
    page.fill("#id_typed_address_count", "31")
    page.fill("#id_reason", REASON)
    page.get_by_role("button", name="Send nå uten godkjenning").click()
    expect(page.locator("#id_typed_address_count_error")).to_contain_text("er 30, ikke 31")
    expect(page.locator("#id_reason")).to_have_value(REASON)
    page.fill("#id_typed_address_count", "30")
    page.get_by_role("button", name="Send nå uten godkjenning").dblclick()
    expect(page.locator("[data-state]")).to_have_text("Sendes nå")
    assert Dispatch.objects.count() == 1
    page.context.clear_cookies()
    sign_in(page, "leder", "/")
    expect(page.locator(".cards")).to_contain_text("Etterkontroll")
    page.goto("/notices/")
    page.locator(".waiting").get_by_role("link").click()
    expect(page.locator("blockquote")).to_have_text(REASON)
    page.get_by_role("button", name="Jeg har etterkontrollert det").click()
    expect(page.locator("body")).to_contain_text("Etterkontrollert av leder")


Speak = Callable[[Page], None]


def look(page: Page, *urls: str) -> None:
    for url in urls:
        page.goto(url)
        assert accessibility_faults(page) == [], url


@BOTH
def test_no_serious_finding_on_what_the_author_sees(
    page: Page, world: World, draft: Notice, emergency: Notice, speak: Speak, console: Console
) -> None:
    console.expect("status of 422")
    sign_in(page, "vakt", "/notices/")
    speak(page)
    look(page, "/notices/", f"/notices/{draft.pk}/", f"/notices/{emergency.pk}/")
    look(page, "/notices/new/", f"/notices/{draft.pk}/edit/")
    page.fill("#id_sms_text", "“Sitat”")
    expect(page.locator("[data-warning]")).to_be_visible()
    assert accessibility_faults(page) == []
    for url in ("/notices/new/", f"/notices/{emergency.pk}/send-without-approval/"):
        look(page, url)
        page.locator("main form button[type=submit]").click()
        expect(page.locator(".ds-error-summary")).to_be_visible()
        assert accessibility_faults(page) == []


@BOTH
def test_no_serious_finding_on_what_the_approver_sees(
    page: Page, world: World, submitted: Notice, emergency: Notice, speak: Speak
) -> None:
    alone = send_emergency(emergency, reason=REASON, typed_address_count=30, user=world.author)
    sign_in(page, "leder", "/notices/")
    speak(page)
    look(page, "/", "/notices/", f"/notices/{submitted.pk}/")
    page.locator("details.explained summary").click()
    assert accessibility_faults(page) == []
    hand_over(alone, "accepted", 5)
    look(page, f"/notices/dispatches/{alone.pk}/")
    hand_over(alone, "delivered", 12)
    Chunk.objects.update(state="done")
    look(page, f"/notices/dispatches/{alone.pk}/", f"/notices/dispatches/{alone.pk}/areas/")


@BOTH
def test_no_serious_finding_on_results_and_paper_list(
    page: Page, world: World, dispatch: Dispatch, speak: Speak
) -> None:
    make_member(world.organisation, "papir", Role.PAPER_LIST)
    dispatch.address_list.addresses.filter(number__lte=12).update(census_tract="99980101")
    hand_over(dispatch, "delivered", 34)
    hand_over(dispatch, "unknown", 21)
    dispatch.recipients.update(small_area="postcode:9990")
    Chunk.objects.update(state="done")
    sign_in(page, "papir", "/notices/")
    speak(page)
    look(page, f"/notices/dispatches/{dispatch.pk}/", f"/notices/dispatches/{dispatch.pk}/areas/")
    look(page, f"/notices/dispatches/{dispatch.pk}/paper-list/")
    page.locator(".paper-list form").last.get_by_role("button").click()
    expect(page.locator(".paper-rows tbody tr")).to_have_count(30)
    assert accessibility_faults(page) == []


def test_the_paper_list_is_taken_home_as_a_file(
    page: Page, world: World, dispatch: Dispatch
) -> None:
    make_member(world.organisation, "papir", Role.PAPER_LIST)
    sign_in(page, "papir", "/notices/")
    page.goto(f"/notices/dispatches/{dispatch.pk}/")
    page.get_by_role("link", name="Papirliste").click()
    expect(page.locator(".count-main")).to_have_text("30 adresser uten overlevert melding")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Lag som CSV").click()
    lines = downloading.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == 31
    assert lines[0].startswith("adresseId;adresse;kommunenummer;postnummer")
    page.goto(f"/notices/dispatches/{dispatch.pk}/")
    expect(page.locator(".history")).to_contain_text("Papirliste laget")


def test_a_phone_needs_no_sideways_scrolling(
    page: Page, world: World, draft: Notice, dispatch: Dispatch
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    hand_over(dispatch, "delivered", 12)
    sign_in(page, "vakt", "/notices/")
    of_dispatch = f"/notices/dispatches/{dispatch.pk}/"
    urls = ("/notices/", "/notices/new/", of_dispatch, f"{of_dispatch}areas/")
    for url in urls:
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
