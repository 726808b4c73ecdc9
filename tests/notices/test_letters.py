"""Formal notices: everybody gets one letter, whatever SvarUt or the network does."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from geotarget.channels import in_time
from geotarget.channels.contract import Handover, Message
from geotarget.channels.svarut import SvarUt
from geotarget.domain.delivery_state import ASK_AFTER_S, NOT_THERE_AFTER_S
from geotarget.notices import handover
from geotarget.notices.control import stop
from geotarget.notices.deliver import deliver_next
from geotarget.notices.held import held_up
from geotarget.notices.letter_document import letter_document
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.paper_list import count as on_the_paper_list
from geotarget.notices.progress import counts
from geotarget.notices.settle import follow, settle_unknown
from geotarget.simulators.faults import Fault, ReceiptRules
from geotarget.simulators.running import Simulators
from tests.notices.crashing import die_then_go_on, dying
from tests.notices.delivering import arrived, deliver_all, mend, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

HOUSES = 6
AT_ONCE = ReceiptRules(delay_ms=(0, 0))


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=HOUSES) for n in range(1, HOUSES + 1)]
    settle(world, rows)
    for person in world.people:
        person["name"] = f"Oppdiktet {person['national_id']}"
    return send_to(world, rows, message_class="formal", sms_text="")


def adults(world: World) -> Counter[str]:
    """Everybody gets a letter, with or without contact data; children get none."""
    return Counter(p["national_id"] for p in world.people if not p["birth_date"].startswith("2020"))


def long_ago(dispatch: Dispatch, seconds: int) -> None:
    """As if its messages had been begun so long ago."""
    then = timezone.now() - datetime.timedelta(seconds=seconds)
    dispatch.attempts.update(sending_at=then)


def test_everybody_gets_one_letter_to_name_and_home(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    assert arrived(simulators) == adults(world)
    letter = simulators.arrived.matching()[0]
    assert (letter.channel, letter.subject) == ("letter", "Vannet stenges i dag")
    assert letter.text.endswith(", 9990, VIKA")
    assert counts(dispatch).accepted == sum(adults(world).values())


def test_the_contact_register_is_not_asked_and_only_letters_ask_for_names(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    assert not [question for question in simulators.world.calls if question.startswith("krr")]


def test_what_became_of_the_letters_is_asked(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.receipts = AT_ONCE
    deliver_all()
    follow()
    assert counts(dispatch).delivered == sum(adults(world).values())
    assert on_the_paper_list(dispatch) == 0
    assert follow() == 0, "what is final is not asked for again"


def test_the_address_of_a_letter_that_did_not_arrive_is_on_the_paper_list(
    world: World, dispatch: Dispatch, simulators: Simulators, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulators.faults.receipts = AT_ONCE
    monkeypatch.setattr(
        "geotarget.simulators.svarut._ways", lambda *_, **__: ("MOTTATT", "IKKE_LEVERT")
    )
    deliver_all()
    follow()
    assert counts(dispatch).not_delivered == sum(adults(world).values())
    assert on_the_paper_list(dispatch) == HOUSES


@pytest.mark.parametrize(
    "fault", ["accept-then-reset", "500-after-acceptance", "garbled-after-acceptance"]
)
def test_a_letter_that_was_taken_is_found_by_asking(
    world: World, dispatch: Dispatch, simulators: Simulators, fault: str
) -> None:
    simulators.faults.set("svarut", Fault(fault, count=1))
    deliver_next()
    assert counts(dispatch).unknown == 1
    settle_unknown()
    assert counts(dispatch).unknown == 1, "its request may still be on the way"
    long_ago(dispatch, ASK_AFTER_S + 1)
    settle_unknown()
    assert counts(dispatch).unknown == 0
    deliver_all()
    assert arrived(simulators) == adults(world)


@pytest.mark.parametrize("fault", ["reset", "500", "html"])
def test_a_letter_that_was_not_taken_is_sent_again_long_after(
    world: World, dispatch: Dispatch, simulators: Simulators, fault: str
) -> None:
    simulators.faults.set("svarut", Fault(fault, count=1))
    deliver_all()
    deliver_all()
    assert Chunk.objects.get().state == "done"
    assert counts(dispatch).unknown == 1
    long_ago(dispatch, ASK_AFTER_S + 1)
    assert settle_unknown() == 0, "SvarUt may show it with a delay"
    long_ago(dispatch, NOT_THERE_AFTER_S + 1)
    assert settle_unknown() == 1
    assert settle_unknown() == 0
    deliver_all()
    assert arrived(simulators) == adults(world)
    assert counts(dispatch).accepted == sum(adults(world).values())


def test_while_nobody_answers_the_question_nothing_is_sent_again(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("svarut", Fault("500-after-acceptance"))
    deliver_all()
    long_ago(dispatch, NOT_THERE_AFTER_S + 1)
    assert settle_unknown() == 0
    assert counts(dispatch).unknown == 1
    assert max(arrived(simulators).values()) == 1


def test_after_the_deadline_what_was_not_taken_is_given_up(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("svarut", Fault("reset", count=1))
    deliver_all()
    deliver_all()
    long_ago(dispatch, NOT_THERE_AFTER_S + 1)
    Dispatch.objects.update(deadline_at=timezone.now())
    assert settle_unknown() == 0
    assert counts(dispatch).given_up == 1


@pytest.mark.parametrize(
    ("act", "after"), [("_begin", True), ("record_handovers", False), ("record_handovers", True)]
)
def test_a_worker_that_dies_loses_no_letter_and_sends_none_twice(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    dispatch: Dispatch,
    simulators: Simulators,
    act: str,
    after: bool,
) -> None:
    monkeypatch.setattr(handover, act, dying(getattr(handover, act), after=after))
    die_then_go_on()
    deliver_all()
    long_ago(dispatch, NOT_THERE_AFTER_S + 1)
    settle_unknown()
    deliver_all()
    assert arrived(simulators) == adults(world)
    assert counts(dispatch).accepted == sum(adults(world).values())


def test_a_worker_that_stood_still_sends_no_letter_that_another_has_sent(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    """After its first letter; the rest of its batch is unknown, asked for, and sent by another."""

    def stands_still() -> None:
        taken_over(dispatch)
        later = in_time.running_seconds() + NOT_THERE_AFTER_S
        monkeypatch.setattr(in_time, "running_seconds", lambda: later)

    after_the_first_letter(monkeypatch, stands_still)
    deliver_next()
    assert arrived(simulators) == adults(world)
    assert counts(dispatch).accepted == sum(adults(world).values())


def test_one_that_stood_still_before_its_first_letter_leaves_it(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    begin, now = handover._begin, [0]

    def begins_and_stands_still(*arguments: Any) -> set[str]:
        monkeypatch.setattr(handover, "_begin", begin)
        allowed = begin(*arguments)
        taken_over(dispatch)
        now[0] += NOT_THERE_AFTER_S
        return allowed

    monkeypatch.setattr(handover, "running_seconds", lambda: now[0])
    monkeypatch.setattr(handover, "_begin", begins_and_stands_still)
    deliver_next()
    assert arrived(simulators) == adults(world)


def test_a_stop_is_felt_by_the_batch_of_a_slow_provider(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    monkeypatch.setattr(in_time, "BEGIN_WITHIN_S", 0)
    after_the_first_letter(monkeypatch, lambda: stop(dispatch, user=world.author))
    deliver_next()
    assert sum(arrived(simulators).values()) == 1
    counted = counts(dispatch)
    assert (counted.accepted, counted.ready, counted.sending) == (1, 0, 0)
    assert counted.stopped == counted.residents - 1


def test_letters_that_go_one_by_one_all_go(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    monkeypatch.setattr(in_time, "BEGIN_WITHIN_S", 0)
    deliver_next()
    assert arrived(simulators) == adults(world)
    assert Chunk.objects.get().state == "done"


def taken_over(dispatch: Dispatch) -> None:
    """Another worker gets the chunk, asks for what is unknown, and sends all that was not there."""
    Chunk.objects.update(lease_until="2000-01-01T00:00:00Z")
    assert deliver_next() is not None
    long_ago(dispatch, NOT_THERE_AFTER_S + 1)
    assert settle_unknown() > 0
    deliver_all()


def after_the_first_letter(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """`act` happens while the first letter is in SvarUt's hands."""
    send_one, seen = SvarUt._send_one, []

    def sends_one(channel: SvarUt, message: Message) -> Handover:
        answer = send_one(channel, message)
        if not seen:
            seen.append(1)
            act()
        return answer

    monkeypatch.setattr(SvarUt, "_send_one", sends_one)


def test_an_organisation_without_account_waits_and_is_told(
    world: World, dispatch: Dispatch, simulators: Simulators, settings: Any
) -> None:
    settings.LETTERS = settings.LETTERS | {"is_simulated": False}
    deliver_all()
    waiting = held_up(dispatch)
    assert waiting is not None
    assert waiting.problem == "not_authorised"
    settings.LETTERS = settings.LETTERS | {
        "accounts": {"999999999": "1d8c0b2e-0000-4000-8000-000000000007"}
    }
    deliver_all()
    assert arrived(simulators) == adults(world)


def test_a_long_letter_takes_several_pages_and_names_nobody(
    world: World, dispatch: Dispatch
) -> None:
    dispatch.email_text = "Vedtak om čáhci på Ås.\n\n" * 200
    document = letter_document(dispatch)
    assert document.startswith(b"%PDF-")
    assert document.count(b"/Type /Page\n") > 3


@pytest.fixture
def announcing(world: World, dispatch: Dispatch) -> set[str]:
    """Everybody's contact data are new; the first resident is reserved. Returns who may be told."""
    world.organisation.announces_letters = True
    world.organisation.save()
    for person in world.people:
        person["krr"] |= {"mobile_updated": "2026-11-01T10:00:00+01"}
        person["krr"] |= {"email_updated": "2026-11-01T10:00:00+01"}
    world.people[0]["krr"]["reserved"] = True
    first = world.people[0]["national_id"]
    return {to for number, to in world.reached_by.items() if number != first}


def announced(simulators: Simulators) -> Counter[str]:
    return Counter(each.to for each in simulators.arrived.matching() if each.channel != "letter")


def test_a_letter_is_announced_once_without_what_stands_in_it(
    world: World, dispatch: Dispatch, announcing: set[str], simulators: Simulators
) -> None:
    deliver_all()
    assert announced(simulators) == Counter(dict.fromkeys(announcing, 1))
    letters = Counter(e.to for e in simulators.arrived.matching(channel="letter"))
    assert letters == adults(world)
    for each in simulators.arrived.matching():
        if each.channel != "letter":
            assert "har sendt deg et brev" in each.text
            assert "vann" not in (each.text + each.subject).lower().replace("vann og avløp", "")
    now = counts(dispatch)
    assert now.accepted == now.residents == sum(adults(world).values())
    assert now.adds_up


def test_no_letter_no_announcement(
    world: World, dispatch: Dispatch, announcing: set[str], simulators: Simulators
) -> None:
    simulators.faults.set("svarut", Fault("500"))
    deliver_all()
    assert not announced(simulators)
    assert not [question for question in simulators.world.calls if question.startswith("krr")]


@pytest.fixture
def nameless(world: World, announcing: set[str]) -> str:
    """One of whom no letter can be made, and whom nobody shares the number with."""
    number = "+4799999990"
    world.people[1]["name"] = ""
    world.people[1]["krr"] |= {"mobile": number}
    return number


def test_who_got_no_letter_is_told_of_none(
    world: World, dispatch: Dispatch, nameless: str, simulators: Simulators
) -> None:
    deliver_all()
    assert counts(dispatch).refused == 1
    assert announced(simulators)
    assert nameless not in announced(simulators)


def test_a_contact_register_that_is_down_hides_no_letter(
    world: World, dispatch: Dispatch, announcing: set[str], simulators: Simulators
) -> None:
    simulators.faults.set("krr", Fault("503"))
    deliver_all()
    assert counts(dispatch).is_finished
    assert not announced(simulators)
    mend(simulators)
    deliver_all()
    assert set(announced(simulators)) == announcing
    simulators.faults.set("krr", Fault("503"))
    Dispatch.objects.update(deadline_at=timezone.now() - datetime.timedelta(seconds=1))
    assert counts(dispatch).addresses_failed == 0


@pytest.mark.parametrize(
    ("act", "after", "all_told"),
    [("_begin", True, False), ("record_handovers", False, True), ("record_handovers", True, True)],
)
def test_a_worker_that_dies_while_announcing_tells_nobody_twice(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    dispatch: Dispatch,
    announcing: set[str],
    simulators: Simulators,
    act: str,
    after: bool,
    all_told: bool,
) -> None:
    kill = dying(getattr(handover, act), after=after)

    def announcing_only(*arguments: Any) -> Any:
        attempts = dispatch.attempts.exclude(channel="svarut")
        really = kill if attempts.exists() else original
        return really(*arguments)

    original = getattr(handover, act)
    monkeypatch.setattr(handover, act, announcing_only)
    die_then_go_on()
    deliver_all()
    told = announced(simulators)
    assert set(told.values()) <= {1}
    assert set(told) <= announcing
    assert (set(told) == announcing) is all_told
    letters = Counter(e.to for e in simulators.arrived.matching(channel="letter"))
    assert letters == adults(world)
    assert counts(dispatch).accepted == counts(dispatch).residents
