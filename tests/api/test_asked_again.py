"""A program that got no answer asks again, and wants no second list."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList, FrozenOnce

from .conftest import Program, key_for

BODY = {"name": "Storgata", "selection": {"streets": ["9901-1000"]}}
OTHER = BODY | {"name": "Storgata, vest"}


def named(program: Program, body: Any, key: str) -> Any:
    return program.post("address-lists", body, **{"idempotency-key": key})


def test_the_same_request_makes_one_list(program: Program) -> None:
    first, again = (named(program, BODY, "bestilling-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]
    assert named(program, BODY, "bestilling-2").json()["id"] != first.json()["id"]
    assert program.post("address-lists", BODY).json()["id"] != first.json()["id"]
    assert AddressList.objects.count() == 3
    assert "bestilling" not in str(FrozenOnce.objects.values_list())


def test_another_request_by_the_same_name_is_refused(program: Program) -> None:
    named(program, BODY, "bestilling-1")
    answer = named(program, OTHER, "bestilling-1")
    assert answer.status_code == 422
    assert "annen forespørsel" in answer.json()["detail"]
    assert AddressList.objects.count() == 1


def test_another_programs_names_are_its_own(program: Program, strandvik: Organisation) -> None:
    named(program, BODY, "bestilling-1")
    assert named(Program(key_for(strandvik)), OTHER, "bestilling-1").status_code == 201


def test_what_failed_may_be_asked_again(program: Program) -> None:
    assert named(program, BODY | {"name": ""}, "bestilling-1").status_code == 422
    assert named(program, BODY, "bestilling-1").status_code == 201


def test_after_a_day_a_name_is_free(program: Program) -> None:
    named(program, BODY, "bestilling-1")
    FrozenOnce.objects.update(made_at=timezone.now() - datetime.timedelta(hours=25))
    assert named(program, OTHER, "bestilling-1").status_code == 201
    assert FrozenOnce.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 101, "to ord", "æ"])
def test_a_name_that_is_none_is_refused(program: Program, key: str) -> None:
    answer = named(program, BODY, key)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]


@pytest.mark.django_db(transaction=True)
def test_two_that_ask_at_once_get_one_list(program: Program) -> None:
    def ask(_: int) -> Any:
        try:
            return named(program, BODY, "bestilling-1").json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
    assert AddressList.objects.count() == 1
