"""A protected person makes no difference that anybody could see: two populations that differ in one
such person alone give the same pages, files, figures and lines of log, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from geotarget.domain.roles import Role
from geotarget.notices.models import Dispatch
from geotarget.organisations.models import AuditEntry, Membership
from tests.notices.delivering import deliver_all, send_to
from tests.notices.outside import simulated_outside
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "et-merke-til-overvaakingen"
HOUSES = 12
KEPT_BACK = {"bulk_error": "Kan ikke vises"}
"""The register finds the person and shows nothing."""
PAGES = ("dispatch", "progress", "areas", "paper", "paper_csv", "paper_print")
MADE = ("paper_csv", "paper_print")
"""Only when somebody asks for them by a button."""
_DIFFER_ALWAYS = re.compile(
    r'(csrfmiddlewaretoken" value|nonce)="[^"]*"|oldest_waiting_seconds \d+|\b\d\d[.:]\d\d\b'
)


def everything_seen(client: Client, dispatch: Dispatch) -> dict[str, str]:
    """By what it is; without what differs between any two requests."""
    pages = {name: reverse(f"notices:{name}", args=(dispatch.pk,)) for name in PAGES}
    pages["list"] = "/notices/"
    answers = {name: client.get(path) for name, path in pages.items() if name not in MADE}
    answers |= {name: client.post(pages[name]) for name in MADE}
    answers["desk"] = client.post(reverse("notices:front_desk"), {"text": "Prøveabvegen 3"})
    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(answers, 200)
    seen = {name: b"".join(each).decode("utf-8", "replace") for name, each in answers.items()}
    metrics = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    seen["metrics"] = metrics.content.decode()
    audit = AuditEntry.objects.order_by("pk").values_list("act", "detail")
    seen["audit"] = "\n".join(str(row) for row in audit)
    return {name: _DIFFER_ALWAYS.sub("", text) for name, text in seen.items()}


def as_before_sending(dispatch: Dispatch) -> None:
    with connection.cursor() as cursor:
        for table in ("address_message", "recipient", "attempt"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(
            "UPDATE chunk SET state = 'waiting', problem = '', tries = 0, unread = 0,"
            " not_before = '2000-01-01', again_at = NULL"
        )
    AuditEntry.objects.filter(act__startswith="paper").delete()
    dispatch.refresh_from_db()


@pytest.mark.parametrize("message_class", ["service", "emergency", "information", "formal"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, {"grading": "strengtFortrolig"}),
        (None, KEPT_BACK),
        ({}, {"grading": "fortrolig"}),
        ({}, {"grading": "klientadresse"}),
    ],
    ids=["strictly protected", "kept back", "protected", "client address"],
)
def test_nobody_can_see_it(
    world: World,
    tmp_path: Path,
    settings: Any,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    one: dict[str, Any] | None,
    other: dict[str, Any],
    message_class: str,
) -> None:
    settings.METRICS_TOKEN = TOKEN
    Membership.objects.filter(user=world.author).update(roles=list(Role))
    client.force_login(world.author)
    rows = [street_address(100 + n, 1, n, size=HOUSES) for n in range(1, HOUSES + 1)]
    settle(world, rows)
    for person in world.people:
        person["name"] = "Oppdiktet Person"
    special = world.people.pop()
    dispatch, seen = send_to(world, rows, message_class=message_class), []
    for number, changes in enumerate((one, other)):
        as_before_sending(dispatch)
        caplog.clear()
        people = [*world.people, *([] if changes is None else [special | changes])]
        (tmp_path / str(number)).mkdir()
        with simulated_outside(tmp_path / str(number), people, settings):
            settings.KEYS_DIR = str(tmp_path / "keys")
            deliver_all()
            log = [record.getMessage() for record in caplog.records]
            seen.append(everything_seen(client, dispatch) | {"log": "\n".join(log)})
    before, after = seen
    assert before["progress"]
    assert {name for name in before if before[name] != after[name]} == set()
