from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geotarget.registers.errors import NotAuthorised, QuestionRefused, RegisterUnavailable
from geotarget.registers.krr import DELEGATED_SCOPE, Krr, read_contact
from geotarget.simulators.faults import Fault
from tests.simulators.fixtures import Running
from tests.simulators.world import ANNE, BJORN, CARI


@pytest.fixture
def register(running: Running) -> Krr:
    return Krr(f"{running.simulators.url}/krr/rest", running.tokens, pause=lambda _: None)


def test_contacts_come_by_number_and_only_of_the_registered(register: Krr) -> None:
    contacts = register.contacts([ANNE, BJORN, CARI, ANNE])
    assert set(contacts) == {ANNE, CARI}
    anne = contacts[ANNE]
    assert (anne.status, anne.reserved, anne.can_be_notified) == ("AKTIV", False, True)
    assert (anne.email, anne.mobile) == ("person.0181@example.no", "+4790000181")
    assert anne.email_updated_at == datetime(2023, 6, 10, 19, 0, 1, tzinfo=UTC)
    assert anne.mobile_updated_at == datetime(2026, 8, 5, 10, 45, 15, 768000, tzinfo=UTC)
    assert anne.language == "nb"


def test_a_thousand_are_asked_at_a_time(running: Running, register: Krr) -> None:
    before = running.simulators.world.calls["krr personer"]
    register.contacts(f"{n:011d}" for n in range(1001))
    assert running.simulators.world.calls["krr personer"] == before + 2


def test_nobody_asked_is_nobody_called(register: Krr, running: Running) -> None:
    before = running.simulators.world.calls["krr personer"]
    assert register.contacts([]) == {}
    assert running.simulators.world.calls["krr personer"] == before


def test_a_supplier_asks_with_the_delegated_scope(running: Running) -> None:
    url = f"{running.simulators.url}/krr/rest"
    supplier = Krr(url, running.tokens, scope=DELEGATED_SCOPE, consumer_org="987654321")
    assert ANNE in supplier.contacts([ANNE])


def test_a_scope_of_another_register_is_refused(running: Running) -> None:
    with pytest.raises(NotAuthorised):
        Krr(f"{running.simulators.url}/krr/rest", running.tokens, scope="ks:fiks").contacts([ANNE])


@pytest.mark.parametrize("kind", ["500", "reset", "429", "html"])
def test_a_short_illness_is_not_noticed(running: Running, register: Krr, kind: str) -> None:
    running.simulators.faults.set("krr", Fault(kind, count=2))
    assert ANNE in register.contacts([ANNE])


def test_a_long_illness_is_told(running: Running, register: Krr) -> None:
    running.simulators.faults.set("krr", Fault("503"))
    with pytest.raises(RegisterUnavailable):
        register.contacts([ANNE])


def test_an_address_of_something_else_is_told(running: Running) -> None:
    base = f"{running.simulators.url}/folkeregisteret/offentlig-med-hjemmel/api"
    with pytest.raises(QuestionRefused, match="Check the address"):
        Krr(base, running.tokens).contacts([ANNE])


def test_an_entry_with_the_least_is_read() -> None:
    contact = read_contact({"personidentifikator": "1", "reservasjon": "JA", "status": "SLETTET"})
    assert (contact.reserved, contact.status, contact.can_be_notified) == (True, "SLETTET", None)
    assert contact.email is contact.mobile is None


def test_a_contact_does_not_show_itself(register: Krr) -> None:
    shown = repr(register.contacts([ANNE])[ANNE])
    assert not any(secret in shown for secret in (ANNE, "example.no", "+47"))


def test_a_token_that_was_made_ready_is_not_waited_for(running: Running) -> None:
    register = Krr(f"{running.simulators.url}/krr/rest", running.new_tokens)
    register.make_ready()
    asked = running.simulators.world.calls["maskinporten token"]
    assert ANNE in register.contacts([ANNE])
    assert running.simulators.world.calls["maskinporten token"] == asked


def test_what_can_not_be_made_ready_is_told_by_the_question(running: Running) -> None:
    register = Krr(f"{running.simulators.url}/krr/rest", running.new_tokens)
    running.simulators.faults.set("maskinporten", Fault("MP-250"))
    register.make_ready()
    with pytest.raises(NotAuthorised):
        register.contacts([ANNE])
