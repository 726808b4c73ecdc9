"""What one municipality's access, or one question, is refused for holds nobody else up."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from geotarget.domain.delivery_state import Problem
from geotarget.notices.deliver import deliver_next
from geotarget.notices.held import held_up
from geotarget.notices.models import Chunk, Dispatch
from geotarget.registers.errors import QuestionRefused
from geotarget.registers.folkeregisteret import NAME, Folkeregisteret, Search
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

OTHER = "9997"
STREETS = 6


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    """A house of another municipality, and after it streets of the own one."""
    world.organisation.territory.create(
        municipality_number=OTHER, register_organisation_number="999999999"
    )
    other = street_address(99, 1, 1, size=1)
    other.municipality_number = OTHER
    rows = [street_address(100 * s + n, s, n, 3) for s in range(2, 2 + STREETS) for n in (1, 2, 3)]
    settle(world, rows)
    dispatch = send_to(world, [other, *rows])
    first = dispatch.chunks.order_by("position").first()
    assert first is not None
    assert first.municipality_number == OTHER
    return dispatch


def work(seconds: int) -> None:
    """One worker with one thread, for so long."""
    for _ in range(seconds):
        while deliver_next() is not None:
            pass
        Chunk.objects.update(not_before=F("not_before") - datetime.timedelta(seconds=1))


def everybody(world: World) -> Counter[str]:
    return Counter(dict.fromkeys(world.reached_by.values(), 1))


def left(dispatch: Dispatch) -> tuple[str, str]:
    chunk = dispatch.chunks.exclude(state="done").get()
    return chunk.municipality_number, chunk.problem


def test_one_municipality_that_lends_no_access_holds_no_other(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    world.organisation.territory.filter(municipality_number=OTHER).update(valid_to=yesterday)
    work(seconds=30)
    assert arrived(simulators) == everybody(world)
    assert left(dispatch) == (OTHER, Problem.NOT_AUTHORISED)
    held = held_up(dispatch)
    assert held is not None
    assert held.problem == Problem.NOT_AUTHORISED


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Streets that the register will not search for."""
    streets: set[str] = set()
    search = Folkeregisteret.search

    def asked(register: Folkeregisteret, question: Search) -> Iterator[str]:
        if question.street_name in streets:
            raise QuestionRefused(NAME, "will not answer this question")
        return search(register, question)

    monkeypatch.setattr(Folkeregisteret, "search", asked)
    return streets


def test_one_question_that_is_refused_holds_no_other_street(
    world: World, dispatch: Dispatch, simulators: Simulators, refused: set[str]
) -> None:
    second = dispatch.chunks.order_by("position")[1]
    (street,) = {listed.street_name for listed in _addresses(second)}
    refused.add(street)
    work(seconds=30)
    told = arrived(simulators)
    assert told < everybody(world)
    assert left(dispatch) == (second.municipality_number, Problem.REGISTER_REFUSES)
    refused.clear()
    work(seconds=60)
    assert arrived(simulators) == everybody(world)


def test_where_all_is_refused_it_is_asked_now_and_then(
    world: World, dispatch: Dispatch, simulators: Simulators, refused: set[str]
) -> None:
    refused |= {
        listed.street_name for chunk in dispatch.chunks.all() for listed in _addresses(chunk)
    }
    tried: list[int] = []
    for _ in range(60):
        while (found := deliver_next()) is not None:
            tried.append(found)
        Chunk.objects.update(not_before=F("not_before") - datetime.timedelta(seconds=1))
    assert 4 < len(tried) < 60
    refused.clear()
    work(seconds=60)
    assert arrived(simulators) == everybody(world)


def _addresses(chunk: Chunk) -> Any:
    return chunk.dispatch.address_list.addresses.filter(pk__in=chunk.listed_address_ids)
