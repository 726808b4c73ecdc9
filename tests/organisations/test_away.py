"""While the database is away, people and programs are told so, and the log gets one line."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client

from geotarget.domain.roles import Role
from geotarget.notices.tasks import close, deliver, reconcile
from geotarget.organisations.away import is_away
from geotarget.running import cluster

from .members import make_member, make_organisation, signed_in


@pytest.fixture
def client(transactional_db: None) -> Client:
    strandvik = make_organisation("310000019", "Strandvik kommune", "9901")
    client = signed_in(make_member(strandvik, "admin", Role.ADMINISTRATOR, Role.PLANNER))
    client.raise_request_exception = False
    return client


@pytest.fixture
def away(client: Client) -> Iterator[None]:
    """The database's address leads nowhere."""
    here = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    yield
    connection.close()
    connection.settings_dict["PORT"] = here


def end_session() -> None:
    """End the server's side of the test's own connection, as a restart does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = psycopg2.connect(
        cluster.url("geotarget_owner", connection.settings_dict["NAME"]).replace(
            "postgis", "postgresql", 1
        )
    )
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()


def test_a_page_says_that_it_passes(client: Client, away: None) -> None:
    answer = client.get("/users/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Tjenesten er midlertidig nede" in answer.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/address-lists", "/"])
def test_a_program_gets_json(client: Client, away: None, path: str) -> None:
    answer = client.get(path, headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    body = answer.json()
    assert body["status"] == 503
    assert body["detail"] == body["message"]


def test_the_log_gets_one_line_without_trace(
    client: Client, away: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/users/")
    [record] = caplog.records
    assert record.getMessage().startswith("GET /users/: the database cannot be reached: connection")
    assert "\n" not in record.getMessage()
    assert record.exc_info is None


def test_work_that_is_done_again_by_itself_says_one_line_too(
    client: Client, away: None, caplog: pytest.LogCaptureFixture
) -> None:
    for task in (deliver, reconcile, close):
        task()
    texts = [record.getMessage() for record in caplog.records]
    assert [text.partition(":")[0] for text in texts] == ["delivery", "reconciliation", "deletion"]
    assert [record.exc_info for record in caplog.records] == [None] * 3


def test_a_restart_of_the_database_is_an_outage_of_one_request(client: Client) -> None:
    end_session()
    assert client.get("/users/").status_code == 503
    connection.close()
    assert client.get("/users/").status_code == 200


def test_a_connection_that_is_closed_already_counts(client: Client) -> None:
    connection.ensure_connection()
    connection.connection.close()
    assert client.get("/users/").status_code == 503
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SET LOCAL statement_timeout = 10; SELECT pg_sleep(5)",
        "SET LOCAL lock_timeout = 10; SELECT 1/0",
        "DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$",
        "DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$",
    ],
)
def test_other_faults_of_the_database_are_no_outage(db: None, statement: str) -> None:
    with pytest.raises(Exception) as caught, connection.cursor() as cursor:  # noqa: PT011
        cursor.execute(statement)
    assert not is_away(caught.value)


def test_a_connection_that_ends_without_a_word_counts() -> None:
    """A server that dies gives no code, and the driver then takes the plainest of its errors."""
    error = DatabaseError()
    error.__cause__ = psycopg2.DatabaseError("server closed the connection unexpectedly")
    assert is_away(error)


def test_an_error_from_elsewhere_is_no_outage() -> None:
    assert not is_away(OperationalError("no driver said so"))
    assert not is_away(RuntimeError())
    assert not is_away(None)
