"""Tokens of the registers are fetched once for all workers; the database alone gives none away."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from geotarget.notices.models import AccessToken
from geotarget.notices.token_shelf import TokenShelf
from geotarget.registers.altinn_token import SCOPE as ALTINN_SCOPE
from geotarget.registers.altinn_token import AltinnAccess
from geotarget.registers.asking import Bearer
from geotarget.registers.errors import RegisterUnavailable
from geotarget.registers.kept_tokens import FETCHING_SECONDS, KeptTokens
from geotarget.registers.krr import SCOPE
from geotarget.registers.maskinporten import Maskinporten
from geotarget.simulators.faults import Fault
from tests.simulators.fixtures import Running, all_simulators, running
from tests.simulators.world import maskinporten, write_key_pair

__all__ = ["all_simulators", "running"]

pytestmark = pytest.mark.django_db(transaction=True)
OURS, THEIRS = "999999999", "888888888"


def worker(running: Running, **changes: Any) -> Maskinporten:
    """What one worker process has: nothing of its own, and the shelf."""
    return maskinporten(running.simulators, running.key, shelf=TokenShelf(running.key), **changes)


def asked(running: Running) -> int:
    return running.simulators.world.calls["maskinporten token"]


@pytest.fixture
def eight() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads
        list(threads.map(lambda _: connection.close(), range(8)))


def test_all_workers_together_ask_once(running: Running, eight: ThreadPoolExecutor) -> None:
    running.simulators.faults.set("maskinporten", Fault(latency_ms=300))
    before = asked(running)
    given = set(eight.map(lambda _: worker(running).token(SCOPE, OURS), range(24)))
    assert (len(given), asked(running)) == (1, before + 1)


def test_no_two_organisations_share_a_token(running: Running) -> None:
    assert worker(running).token(SCOPE, OURS) != worker(running).token(SCOPE, THEIRS)
    assert worker(running).token(SCOPE, OURS) != worker(running).token("ks:fiks", OURS)


def test_a_token_that_a_register_refuses_is_renewed_once_for_all(running: Running) -> None:
    workers = [worker(running) for _ in range(3)]
    [refused] = {each.token(SCOPE, OURS) for each in workers}
    before = asked(running)
    renewed = {each.token(SCOPE, OURS, fresh=True) for each in workers}
    assert len(renewed) == 1
    assert refused not in renewed
    assert asked(running) == before + 1


def test_the_tables_show_no_token_to_who_lacks_the_private_key(
    running: Running, tmp_path: Any
) -> None:
    token = worker(running).token(SCOPE, OURS)
    row = AccessToken.objects.get()
    assert token.encode() not in bytes(row.sealed)
    assert token.rpartition(".")[2].encode() not in bytes(row.sealed)
    other_key, _ = write_key_pair(tmp_path)
    assert TokenShelf(other_key).look(row.name, 0, 1).token == ""
    assert TokenShelf(running.key).look(row.name, 0, 1).token == token


def test_a_token_is_not_given_out_in_its_last_ten_seconds(running: Running) -> None:
    first = worker(running).token(SCOPE, OURS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM good_until - now()) FROM access_token")
        assert 100 < cursor.fetchone()[0] <= 109
        cursor.execute("UPDATE access_token SET good_until = good_until - interval '109 s'")
    assert worker(running).token(SCOPE, OURS) != first


def test_who_fails_lets_the_next_one_try(running: Running) -> None:
    running.simulators.faults.set("maskinporten", Fault("500", count=1))
    with pytest.raises(RegisterUnavailable):
        worker(running).token(SCOPE, OURS)
    assert worker(running).token(SCOPE, OURS)


def test_the_right_to_fetch_of_a_dead_worker_ends(running: Running) -> None:
    shelf = TokenShelf(running.key)
    assert shelf.look("name", 0, FETCHING_SECONDS).is_ours_to_fetch
    assert not shelf.look("name", 0, FETCHING_SECONDS).is_ours_to_fetch
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_token SET fetching_until = now() - interval '1 s'")
    assert shelf.look("name", 0, FETCHING_SECONDS).is_ours_to_fetch


def test_while_the_database_is_away_a_worker_fetches_for_itself(running: Running) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_token RENAME TO access_token_away")
    try:
        assert worker(running).token(SCOPE, OURS)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE access_token_away RENAME TO access_token")


def test_the_token_of_altinn_is_shared_alike(running: Running, eight: ThreadPoolExecutor) -> None:
    exchange = f"{running.simulators.url}/altinn/authentication/api/v1/exchange/maskinporten"

    def access(organisation: str) -> AltinnAccess:
        bearer = Bearer(worker(running), ALTINN_SCOPE, organisation)
        shelf = TokenShelf(running.key)
        return AltinnAccess(exchange, bearer, organisation_number=organisation, shelf=shelf)

    calls = running.simulators.world.calls
    before = calls["maskinporten maskinporten"]
    given = eight.map(lambda _: access(OURS).headers(fresh=False)["Authorization"], range(16))
    assert len(set(given)) == 1
    assert calls["maskinporten maskinporten"] == before + 1
    assert access(THEIRS).headers(fresh=False) != access(OURS).headers(fresh=False)


def test_who_waits_too_long_says_so(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = TokenShelf(running.key)
    shelf.look("name", 0, FETCHING_SECONDS)
    monkeypatch.setattr("geotarget.registers.kept_tokens.FETCHING_SECONDS", -6)
    with pytest.raises(RegisterUnavailable, match="another worker"):
        KeptTokens("Maskinporten", shelf).token("name", lambda: pytest.fail("fetched"), fresh=False)
