from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from geotarget.registers.errors import BadAnswer, NotAuthorised, RegisterUnavailable
from geotarget.registers.krr import SCOPE
from geotarget.simulators.faults import Fault
from tests.simulators.fixtures import Running
from tests.simulators.world import maskinporten, write_key_pair


def asked(running: Running) -> int:
    return running.simulators.world.calls["maskinporten token"]


def test_a_token_is_granted_and_accepted(running: Running) -> None:
    token = running.new_tokens.token(SCOPE)
    assert running.simulators.world.tokens.scopes_of(token) == {SCOPE}


def test_a_token_is_kept_until_ten_seconds_before_its_end(running: Running) -> None:
    now = [1000.0]
    tokens = maskinporten(running.simulators, running.key, clock=lambda: now[0])
    first = tokens.token(SCOPE)
    now[0] += 108
    assert tokens.token(SCOPE) == first
    now[0] += 2
    assert tokens.token(SCOPE) != first


def test_each_organisation_and_scope_set_has_its_own_token(running: Running) -> None:
    tokens = running.new_tokens
    questions = [(SCOPE, None), (SCOPE, "987654321"), (SCOPE, "876543219"), ("ks:fiks", None)]
    given = {tokens.token(scope, org) for scope, org in questions}
    assert len(given) == len(questions)


def test_the_order_of_scopes_does_not_matter(running: Running) -> None:
    tokens = running.new_tokens
    assert tokens.token(f"ks:fiks {SCOPE}") == tokens.token(f"{SCOPE} ks:fiks")


def test_many_threads_ask_once(running: Running) -> None:
    tokens, before = running.new_tokens, asked(running)
    with ThreadPoolExecutor(8) as threads:
        given = set(threads.map(lambda _: tokens.token(SCOPE), range(32)))
    assert len(given) == 1
    assert asked(running) == before + 1


def test_a_fresh_token_is_another_one(running: Running) -> None:
    tokens = running.new_tokens
    assert tokens.token(SCOPE) != tokens.token(SCOPE, fresh=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuer": "https://maskinporten.no/"}, "MP-110"),
        ({"key_pem": b"no key"}, "RSA private key"),
    ],
)
def test_a_wrong_setting_tells_the_operator_what_to_mend(
    running: Running, changes: dict[str, Any], words: str
) -> None:
    tokens = maskinporten(running.simulators, running.key, **changes)
    tokens.make_ready()
    with pytest.raises(NotAuthorised, match=words):
        tokens.token(SCOPE)


def test_a_key_that_is_not_registered_is_refused(running: Running, tmp_path: Any) -> None:
    other, _ = write_key_pair(tmp_path)
    with pytest.raises(NotAuthorised, match=r"MP-124.*pair of ours"):
        maskinporten(running.simulators, other).token(SCOPE)


def test_a_scope_that_is_not_granted_is_refused(running: Running) -> None:
    with pytest.raises(NotAuthorised, match="MP-200"):
        running.new_tokens.token("altinn:serviceowner")


@pytest.mark.parametrize("code", ["MP-100", "MP-251"])
def test_a_matter_of_configuration_is_asked_once(running: Running, code: str) -> None:
    running.simulators.faults.set("maskinporten", Fault(code))
    before = asked(running)
    with pytest.raises(NotAuthorised, match=code):
        running.new_tokens.token(SCOPE)
    assert asked(running) == before + 1


def test_a_request_that_counts_as_used_is_asked_again(running: Running) -> None:
    running.simulators.faults.set("maskinporten", Fault("MP-012", count=1))
    assert running.new_tokens.token(SCOPE)


@pytest.mark.parametrize("kind", ["500", "503", "429", "reset", "MP-012"])
def test_what_passes_is_told_as_unavailable(running: Running, kind: str) -> None:
    running.simulators.faults.set("maskinporten", Fault(kind))
    with pytest.raises(RegisterUnavailable):
        running.new_tokens.token(SCOPE)


def test_a_web_page_is_no_token(running: Running) -> None:
    running.simulators.faults.set("maskinporten", Fault("html"))
    with pytest.raises(BadAnswer):
        running.new_tokens.token(SCOPE)


def test_a_failure_is_not_kept(running: Running) -> None:
    tokens = running.new_tokens
    running.simulators.faults.set("maskinporten", Fault("500", count=1))
    with pytest.raises(RegisterUnavailable):
        tokens.token(SCOPE)
    assert tokens.token(SCOPE)


def test_nobody_listens(running: Running, closed_port: int) -> None:
    url = f"http://127.0.0.1:{closed_port}/token"
    with pytest.raises(RegisterUnavailable, match="can not be reached"):
        maskinporten(running.simulators, running.key, token_url=url).token(SCOPE)
