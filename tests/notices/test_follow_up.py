"""Correction, follow-up and all-clear: the same frozen addresses, new ones offered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.notices.approve import approve, submit
from geotarget.notices.control import stop
from geotarget.notices.follow_up import (
    follow_up,
    goes_to_the_same,
    new_addresses,
    take_new_addresses,
    write_anew,
)
from geotarget.notices.models import Dispatch, Notice
from geotarget.notices.send import send
from geotarget.notices.write import change, write
from geotarget.targeting.freeze import freeze
from tests.notices.world import CONTENT
from tests.organisations.members import make_member, make_organisation
from tests.targeting import strandvik

pytestmark = pytest.mark.django_db


class Office:
    def __init__(self) -> None:
        strandvik.build()
        self.organisation = make_organisation("310000019", "Strandvik kommune", "9901")
        everything = (Role.PLANNER, Role.SENDER, Role.APPROVER)
        self.author = make_member(self.organisation, "vakt", *everything)
        self.approver = make_member(self.organisation, "leder", *everything)


@pytest.fixture
def office(db: None, tmp_path: Path, settings: Any) -> Office:
    settings.KEYS_DIR = str(tmp_path / "keys")
    return Office()


@pytest.fixture
def dispatch(office: Office) -> Dispatch:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT municipality_number || '-' || street_code FROM address"
            " WHERE street_code <> '' AND municipality_number = '9901'"
            " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        )
        street = cursor.fetchone()[0]
    drawing = {"streets": [street], "rule": "address-inside"}
    listed = freeze(drawing, name="Gata", organisation=office.organisation, user=office.author)
    notice = write(
        CONTENT, address_list=listed, organisation=office.organisation, user=office.author
    )
    submit(notice, user=office.author)
    approve(notice, content_hash=notice.content_hash(), user=office.approver)
    return send(notice, user=office.author)


def build_one_more(dispatch: Dispatch) -> None:
    """A new house in the street: the cadastre has grown since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns"
            " WHERE table_name = 'address' AND table_schema = 'public'"
            " AND column_name NOT IN ('id', 'source_id', 'number', 'label')"
            " AND is_generated = 'NEVER'"
        )
        columns = cursor.fetchone()[0]
        first = dispatch.address_list.addresses.order_by("id").first()
        assert first is not None
        cursor.execute(
            f"INSERT INTO address (source_id, number, label, {columns})"
            f" SELECT '999999', 997, street_name || ' 997', {columns} FROM address"
            " WHERE source_id = %s",
            [first.source_id],
        )


def test_a_correction_goes_to_exactly_the_same(office: Office, dispatch: Dispatch) -> None:
    notice = follow_up(dispatch, "correction", user=office.author)
    assert notice.address_list == dispatch.address_list
    assert notice.sms_text == f"Rettelse: {dispatch.sms_text}"
    assert notice.state == "draft"
    assert goes_to_the_same(notice)
    assert new_addresses(notice) == 0
    submit(notice, user=office.author)
    approve(
        notice,
        content_hash=Notice.objects.get(pk=notice.pk).content_hash(),
        user=office.approver,
    )
    corrected = send(notice, user=office.author)
    of_both = [
        sorted(pk for chunk in each.chunks.all() for pk in chunk.listed_address_ids)
        for each in (dispatch, corrected)
    ]
    assert of_both[0] == of_both[1]


def test_what_was_undone_is_written_anew_as_what_it_was(office: Office, dispatch: Dispatch) -> None:
    anew = write_anew(dispatch, user=office.author)
    assert (anew.state, anew.follows, anew.follow_up) == ("draft", None, "")
    assert anew.address_list == dispatch.address_list
    assert anew.sms_text == dispatch.sms_text
    notice = follow_up(dispatch, "correction", user=office.author)
    submit(notice, user=office.author)
    approve(notice, content_hash=notice.content_hash(), user=office.approver)
    undone = stop(send(notice, user=office.author), user=office.author)
    again = write_anew(undone, user=office.author)
    assert (again.follows, again.follow_up) == (dispatch, "correction")
    assert again.sms_text == notice.sms_text


def test_new_addresses_are_offered_and_taken_along(office: Office, dispatch: Dispatch) -> None:
    notice = follow_up(dispatch, "all_clear", user=office.author)
    build_one_more(dispatch)
    assert new_addresses(notice) == 1
    taken = take_new_addresses(notice, user=office.author)
    assert taken.address_list.address_count == dispatch.address_list.address_count + 1
    assert taken.follows == dispatch
    assert not goes_to_the_same(taken)
    kept = set(dispatch.address_list.addresses.values_list("source_id", flat=True))
    now = set(
        taken.address_list.addresses.filter(included=True).values_list("source_id", flat=True)
    )
    assert now - kept == {"999999"}
    assert kept <= now
    with pytest.raises(InputError, match="another list by now"):
        take_new_addresses(taken, user=office.author)


def test_a_text_that_would_get_too_long_stays_as_it_is(office: Office, dispatch: Dispatch) -> None:
    Dispatch.objects.update(headline="x" * 155)
    dispatch.refresh_from_db()
    notice = follow_up(dispatch, "correction", user=office.author)
    assert notice.headline == "x" * 155
    change(notice, CONTENT, address_list=notice.address_list, user=office.author)
    assert Notice.objects.get(pk=notice.pk).follows == dispatch
