"""Places of business at the addresses of a notice: told through Altinn, by number, each once."""

from __future__ import annotations

import datetime
import logging
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from geotarget.cadastre.models import Business
from geotarget.notices import businesses, control, handover
from geotarget.notices.business_report import business_counts, businesses_on_list
from geotarget.notices.close import close_finished
from geotarget.notices.deliver import deliver_next
from geotarget.notices.follow_up import follow_up
from geotarget.notices.models import AddressMessage, Attempt, Chunk, Dispatch, Recipient
from geotarget.notices.paper_list import without_message
from geotarget.notices.progress import check_running, counts
from geotarget.notices.report import report
from geotarget.notices.settle import follow, settle_unknown
from geotarget.simulators.faults import Fault, ReceiptRules
from geotarget.simulators.running import Simulators
from tests.notices.business_world import numbers, phone, place_of_business
from tests.notices.crashing import Killed, die_then_go_on, dying
from tests.notices.delivering import deliver_all, held_after_the_first_batch, mend, release, send_to
from tests.notices.outside import open_gates
from tests.notices.world import World, make_list, make_notice, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

HOUSES = 6


REACHED = numbers(1, 12, "5")
UNREACHED = numbers(100, 2, "0")


def open_businesses() -> None:
    """A chain in three houses, two units of their own in each house, two that Altinn can not
    reach, one that is somewhere else, and one of which no address was found."""
    places = numbers(500, 5, "3")
    chain, own = REACHED[0], REACHED[1:9]
    rows = [place_of_business(str(101 + n), places[n], chain) for n in range(3)]
    rows += [place_of_business(str(101 + n % HOUSES), number) for n, number in enumerate(own)]
    rows += [
        place_of_business("101", UNREACHED[0]),
        place_of_business("102", places[3], UNREACHED[1]),
    ]
    rows += [place_of_business("999", REACHED[10]), place_of_business("", REACHED[11])]
    Business.objects.bulk_create(rows)


def houses() -> list[Any]:
    return [street_address(100 + n, 1, n, size=HOUSES) for n in range(1, HOUSES + 1)]


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    world.organisation.sends_through_altinn = True
    world.organisation.save()
    open_businesses()
    rows = houses()
    settle(world, rows)
    return send_to(world, rows, tells_businesses=True)


def told(simulators: Simulators) -> Counter[str]:
    """Messages to businesses."""
    arrived = Counter(each.to for each in simulators.arrived.matching())
    return Counter({to: n for to, n in arrived.items() if to.startswith("+4745")})


def assert_each_once(
    world: World, dispatch: Dispatch, simulators: Simulators, *, failed: int = 2
) -> None:
    assert told(simulators) == {phone(number): 1 for number in REACHED[:9]}
    residents = Counter(each.to for each in simulators.arrived.matching()) - told(simulators)
    assert set(residents) == set(world.reached_by.values())
    assert sum(residents.values()) == len(world.reached_by)
    now = business_counts(dispatch)
    assert (now.handed_over, now.failed, now.unknown) == (9, failed, 0)
    assert (now.is_open, now.underway, now.not_told, now.untold_addresses) == (False, 0, 0, 0)


def test_each_business_gets_one_message_however_many_places_it_has(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    assert_each_once(world, dispatch, simulators)
    text = next(e.text for e in simulators.arrived.matching() if e.to == phone(REACHED[0]))
    assert text.startswith("Vannet stenges i dag kl. 10-14.")


def test_residents_are_counted_as_if_no_business_were_told(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    alone = send_to(world, houses())
    deliver_all()
    assert counts(dispatch) == counts(alone)
    assert counts(dispatch).addresses == HOUSES
    assert business_counts(alone).handed_over == 0
    of_businesses = Attempt.objects.filter(chunk__lookup="businesses")
    assert of_businesses.count() == 11
    assert not Recipient.objects.filter(attempt__in=of_businesses).exists()
    assert not AddressMessage.objects.filter(attempt__in=of_businesses).exists()
    with connection.cursor() as cursor:
        for told_of in (dispatch, alone):
            cursor.execute("SELECT * FROM dispatch_areas(%s)", [told_of.pk])
            areas = cursor.fetchall()
            assert sum(addresses for _, _, _, addresses, *_ in areas) == HOUSES
    assert without_message(dispatch).count() == without_message(alone).count()


def test_the_report_tells_of_businesses_apart(
    world: World, dispatch: Dispatch, simulators: Simulators, caplog: Any
) -> None:
    before = report(dispatch)
    assert before.businesses == "Virksomheter: 0 overlevert · 0 ikke nådd · 0 uavklart."
    for chunk in Chunk.objects.exclude(lookup="businesses"):
        assert deliver_next() == dispatch.pk, chunk
    half = report(dispatch)
    assert half.addresses_done == HOUSES
    assert half.look_again_seconds == 2, "businesses are still to be told"
    assert half.controls == ("pause", "stop")
    assert deliver_next() == dispatch.pk
    after = report(dispatch)
    assert after.businesses == "Virksomheter: 9 overlevert · 2 ikke nådd · 0 uavklart."
    assert after.controls == ()
    check_running()
    assert not [r for r in caplog.records if "add up" in r.getMessage()]


def test_what_became_of_it_is_asked_and_the_key_destroyed(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.receipts = ReceiptRules(delay_ms=(0, 0))
    deliver_all()
    follow()
    states = Attempt.objects.filter(chunk__lookup="businesses").values_list("state", flat=True)
    assert Counter(states) == {"delivered": 9, "refused": 2}
    long_ago = timezone.now() - datetime.timedelta(hours=8)
    Attempt.objects.update(sending_at=long_ago)
    Dispatch.objects.update(started_at=long_ago)
    assert close_finished() == 1
    assert business_counts(dispatch).handed_over == 9


def test_waves_hold_for_businesses_too(world: World, dispatch: Dispatch) -> None:
    later = send_to(
        world, houses(), tells_businesses=True, wave_addresses=4, wave_minutes=30, headline="Bølger"
    )
    shown = {
        (chunk.wave, chunk.lookup == "businesses"): chunk.address_count
        for chunk in later.chunks.all()
    }
    assert shown == {(1, False): 4, (2, False): 2, (1, True): 0, (2, True): 0}
    told_at = [pk for c in later.chunks.all() for pk in c.business_address_ids]
    assert len(told_at) == len(set(told_at)) == HOUSES


@pytest.mark.parametrize(
    "fault", ["accept-then-reset", "500-after-acceptance", "garbled-after-acceptance", "reset"]
)
def test_what_is_unclear_is_repeated_and_taken_once(
    world: World, dispatch: Dispatch, simulators: Simulators, fault: str
) -> None:
    Business.objects.filter(source_id=UNREACHED[0]).delete()
    Business.objects.filter(parent_number=UNREACHED[1]).delete()
    residents_first(dispatch)
    simulators.faults.set("altinn", Fault(fault, count=1))
    deliver_all()
    assert business_counts(dispatch).unknown == 1
    open_gates()
    deliver_all()
    assert settle_unknown() == 1
    deliver_all()
    assert_each_once(world, dispatch, simulators, failed=0)


def residents_first(dispatch: Dispatch) -> None:
    for _chunk in dispatch.chunks.exclude(lookup="businesses"):
        assert deliver_next() == dispatch.pk


@pytest.mark.parametrize(
    ("module", "act", "after"),
    [
        (businesses, "_numbers", True),
        (businesses, "_write", False),
        (businesses, "_write", True),
        (handover, "_begin", False),
        (handover, "_begin", True),
        (handover, "record_handovers", False),
        (handover, "record_handovers", True),
    ],
)
def test_a_worker_that_dies_loses_no_business_and_tells_none_twice(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    dispatch: Dispatch,
    simulators: Simulators,
    module: Any,
    act: str,
    after: bool,
) -> None:
    residents_first(dispatch)
    monkeypatch.setattr(module, act, dying(getattr(module, act), after=after))
    die_then_go_on()
    deliver_all()
    settle_unknown()
    deliver_all()
    assert_each_once(world, dispatch, simulators)


def two_chunks(dispatch: Dispatch) -> tuple[Chunk, Chunk]:
    """The chain is in both."""
    first = dispatch.chunks.get(lookup="businesses")
    ids = first.business_address_ids
    second = Chunk.objects.create(
        dispatch=dispatch,
        position=first.position + 1,
        lookup="businesses",
        municipality_number=first.municipality_number,
        listed_address_ids=[],
        business_address_ids=ids[1:],
        address_count=0,
    )
    first.business_address_ids = ids[:1]
    first.save()
    return first, second


def test_a_business_whose_place_is_gone_is_told_by_the_chunk_of_its_other_place(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    first, _second = two_chunks(dispatch)
    residents_first(dispatch)
    monkeypatch.setattr(businesses, "_write", dying(businesses._write, after=True))
    with pytest.raises(Killed):
        deliver_next()
    assert first.attempt_set.count() > 0
    Business.objects.filter(address_source_id="101", parent_number=REACHED[0]).delete()
    assert deliver_next() == dispatch.pk, "the other chunk"
    assert told(simulators)[phone(REACHED[0])] == 1
    Chunk.objects.update(lease_until="2000-01-01T00:00:00Z")
    deliver_all()
    assert_each_once(world, dispatch, simulators)


def test_two_chunks_with_the_same_business_tell_it_once(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    two_chunks(dispatch)
    deliver_all()
    assert_each_once(world, dispatch, simulators)


def test_a_pause_holds_businesses_and_none_is_lost(
    world: World, dispatch: Dispatch, simulators: Simulators, monkeypatch: Any
) -> None:
    residents_first(dispatch)
    held_after_the_first_batch(monkeypatch, control.pause, dispatch, world.approver)
    deliver_next()
    assert 0 < sum(told(simulators).values()) < 9 + 1
    assert deliver_next() is None
    control.resume(Dispatch.objects.get(pk=dispatch.pk), user=world.author)
    deliver_all()
    assert_each_once(world, dispatch, simulators)


def test_after_a_stop_no_business_is_told_and_residents_counts_stay(
    world: World, dispatch: Dispatch, simulators: Simulators, monkeypatch: Any
) -> None:
    residents_first(dispatch)
    before = counts(dispatch)
    monkeypatch.setattr(handover, "FIRST_PER_REQUEST", 4)
    held_after_the_first_batch(monkeypatch, control.stop, dispatch, world.author)
    deliver_next()
    got = told(simulators)
    assert deliver_next() is None
    now = business_counts(dispatch)
    assert (now.handed_over, now.not_told, now.is_open) == (sum(got.values()), 11 - 4, False)
    assert counts(dispatch) == before
    assert report(Dispatch.objects.get(pk=dispatch.pk)).state == "Stanset"


def test_a_stop_before_the_businesses_leaves_their_addresses_untold(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    residents_first(dispatch)
    control.stop(dispatch, user=world.author)
    assert business_counts(dispatch).untold_addresses == HOUSES
    assert counts(dispatch).addresses == HOUSES
    said = report(Dispatch.objects.get(pk=dispatch.pk)).businesses
    assert "Virksomhetene ved 6 adresser" in said


def test_the_deadline_ends_what_altinn_never_took(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    residents_first(dispatch)
    simulators.faults.set("altinn", Fault("429"))
    deliver_all()
    assert business_counts(dispatch).underway == 11
    Dispatch.objects.update(deadline_at=timezone.now() - datetime.timedelta(seconds=1))
    for _twice in range(2):
        with connection.cursor() as cursor:
            cursor.execute("SELECT reconcile_delivery()")
    now = business_counts(dispatch)
    assert (now.not_told, now.has_failed, now.underway) == (11, True, 0)
    assert counts(dispatch).addresses_failed == 0
    mend(simulators)
    assert deliver_next() is None


def test_a_population_register_that_is_down_does_not_hold_up_businesses(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("folkeregisteret", Fault("500"))
    assert deliver_next() == dispatch.pk
    assert deliver_next() == dispatch.pk, "the businesses"
    assert sum(told(simulators).values()) == 9
    problems = set(dispatch.chunks.exclude(lookup="businesses").values_list("problem", flat=True))
    assert problems == {"population_register_down"}


def test_a_follow_up_tells_them_again_unless_altinn_is_left(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    draft = follow_up(dispatch, "correction", user=world.author)
    assert draft.tells_businesses
    again = release(draft, author=world.author, approver=world.approver)
    deliver_all()
    assert told(simulators) == {phone(number): 2 for number in REACHED[:9]}
    assert business_counts(again).handed_over == 9
    world.organisation.sends_through_altinn = False
    world.organisation.save()
    dispatch.refresh_from_db()
    dispatch.organisation.refresh_from_db()
    assert not follow_up(dispatch, "all_clear", user=world.author).tells_businesses


def test_before_approval_the_page_tells_how_many(world: World) -> None:
    open_businesses()
    frozen = make_list(world, houses())
    notice = make_notice(world, frozen, tells_businesses=True)
    assert businesses_on_list(notice) == "13 underenheter av 11 virksomheter"
    assert businesses_on_list(make_notice(world, frozen)) == ""
    Business.objects.all().delete()
    assert businesses_on_list(notice) == "Ingen virksomheter er kjent ved adressene."


def test_the_choice_is_covered_by_the_approval(world: World) -> None:
    notice = make_notice(world, make_list(world, houses()))
    before = notice.content_hash()
    notice.tells_businesses = True
    assert notice.content_hash() != before


def test_no_organisation_number_is_logged(
    world: World,
    dispatch: Dispatch,
    simulators: Simulators,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    simulators.faults.set("altinn", Fault("500", count=1))
    deliver_all()
    open_gates()
    deliver_all()
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert not [number for number in REACHED + UNREACHED if number in said]
