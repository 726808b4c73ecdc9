"""What an analyst's login may not do, and what ends it."""

from __future__ import annotations

import psycopg2
import pytest
from psycopg2 import errors

from geotarget.domain.small_counts import FEWEST_SHOWN, Telling, told
from geotarget.organisations.models import AnalystLogin, AuditEntry, Organisation
from geotarget.running import cluster

from .desk import AWAY, AWAY_NUMBER, HOME, HOME_NUMBER, OPEN, REACHED, Desk

pytestmark = pytest.mark.django_db

BOW_TIE = "ST_GeomFromText('POLYGON((0 0,1 1,1 0,0 1,0 0))')"


@pytest.mark.parametrize("login", [HOME, OPEN])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM public.address_list",
        "SELECT * FROM public.address",
        "SELECT * FROM public.staff_user",
        "SELECT * FROM public.analyst_login",
        "SELECT * FROM public.recipient",
        "SELECT * FROM public.dispatch_counts(1)",
        "UPDATE gis.address SET label = ''",
        "DELETE FROM gis.address",
        "INSERT INTO gis.parcel (label) VALUES ('1/1')",
        "UPDATE gis.area SET name = ''",
        "DELETE FROM gis.area",
        "DELETE FROM gis.address_list",
        "CREATE TABLE gis.mine (id integer)",
        "CREATE TABLE public.mine (id integer)",
        "CREATE SCHEMA mine",
        "SELECT lo_creat(-1)",
        "SELECT pg_advisory_lock(1, 2)",
        "SELECT pg_try_advisory_xact_lock_shared(1)",
        "SELECT ST_EstimatedExtent('public', 'area', 'geom')",
        "SELECT _postgis_stats('public.area', 'geom')",
        f"SELECT ST_MakeValid({BOW_TIE})",
        f"SELECT ST_MakeValid({BOW_TIE}, 'method=structure')",
        "CREATE ROLE mine",
        "SET ROLE geotarget_owner",
        "SET temp_file_limit = -1",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
def test_is_forbidden(desk: Desk, login: str, statement: str) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)):
        desk.ask(statement, login=login)


@pytest.mark.parametrize("view", ["area", "address_list", "notice"])
def test_a_plan_does_not_tell_how_much_others_have(desk: Desk, view: str) -> None:
    plan = desk.ask(
        f"EXPLAIN (ANALYZE, COSTS off, TIMING off) SELECT * FROM gis.{view}", login=AWAY
    )
    assert "Removed" not in "".join(line for (line,) in plan)


def test_other_databases_of_the_cluster_are_closed(desk: Desk) -> None:
    url = desk.url(HOME).replace(f"/{desk.database}?", "/postgres?")
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(url)


def test_no_temporary_tables_for_people(desk: Desk) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        desk.ask("CREATE TEMPORARY TABLE mine (id integer)")


def test_a_session_begins_with_limits(desk: Desk) -> None:
    shown = dict(desk.ask("SELECT name, current_setting(name) FROM pg_settings"))
    assert shown["search_path"] == "gis, public"
    assert shown["statement_timeout"] == "1min"
    assert shown["idle_in_transaction_session_timeout"] == "10min"
    assert shown["temp_file_limit"] == "2GB"
    assert shown["max_parallel_workers_per_gather"] == "0"
    ((most,),) = desk.ask("SELECT rolconnlimit FROM pg_roles WHERE rolname = session_user")
    assert most == 10


def test_the_eleventh_connection_is_refused(desk: Desk) -> None:
    ten = [psycopg2.connect(desk.url(HOME)) for _ in range(10)]
    with pytest.raises(psycopg2.OperationalError, match="too many connections"):
        psycopg2.connect(desk.url(HOME))
    for connection in ten:
        connection.close()


def test_the_password_is_kept_as_a_verifier_only(desk: Desk) -> None:
    kept = cluster.query(f"SELECT rolpassword FROM pg_authid WHERE rolname = '{HOME}'")
    assert kept.startswith("SCRAM-SHA-256$")
    assert len(desk.passwords[HOME]) >= 32


def test_counts_of_persons_are_told_by_the_one_rule(desk: Desk) -> None:
    counts = "delivered, accepted, unknown, no_contact, refused, underway"
    rows = desk.ask(f"SELECT {counts} FROM gis.notice WHERE state = 'dispatched'")
    assert rows == [(REACHED["delivered"], REACHED["accepted"], None, None, 0, 0)]
    assert desk.ask(f"SELECT {counts} FROM gis.notice WHERE state = 'draft'") == [(None,) * 6]


def test_addresses_that_were_stopped_are_counted(desk: Desk) -> None:
    known = cluster.query(
        "SELECT c.address_count FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id"
        f" WHERE d.organisation_id = {desk.home.pk} AND c.state = 'stopped'",
        database=desk.database,
    )
    stopped = "SELECT addresses_stopped FROM gis.notice WHERE state = %s"
    assert desk.ask(stopped, "dispatched") == [(int(known),)]
    assert desk.ask(stopped, "draft") == [(None,)]


def test_the_rule_in_sql_is_the_rule_of_the_domain(desk: Desk) -> None:
    for residents in range(FEWEST_SHOWN, 30):
        rows = desk.ask(
            "SELECT n, public.told_count(n, %s) FROM generate_series(0, %s) n", residents, residents
        )
        for count, shown in rows:
            rule = told(count)
            assert shown == (rule.number if rule.telling == Telling.EXACT else None)
    few = desk.ask("SELECT public.told_count(n, 9) FROM generate_series(0, 9) n")
    assert set(few) == {(None,)}


@pytest.mark.parametrize(
    ("leaves", "returns"),
    [
        ("UPDATE staff_user SET is_active = false", "UPDATE staff_user SET is_active = true"),
        (
            "UPDATE membership SET organisation_id = {away}",
            "UPDATE membership SET organisation_id = {home}",
        ),
    ],
    ids=["account closed", "membership moved"],
)
def test_who_is_no_member_any_more_sees_the_open_cadastre_only(
    desk: Desk, leaves: str, returns: str
) -> None:
    away = Organisation.objects.get(organisation_number=AWAY_NUMBER).pk
    column = "user_id" if "membership" in leaves else "id"

    def change(statement: str) -> None:
        who = f" WHERE {column} = {desk.planner.pk}"
        text = statement.format(home=desk.home.pk, away=away) + who
        cluster.query(text, database=desk.database)

    change(leaves)
    try:
        assert desk.ask("SELECT id FROM gis.address_list") == []
        assert desk.ask("SELECT count(*) > 0 FROM gis.address") == [(True,)]
        assert f"{HOME_NUMBER} (no member any more)" in desk.command("list").stdout
    finally:
        change(returns)


def test_a_login_is_made_and_ended_and_both_are_logged(desk: Desk) -> None:
    by = ("--by", "godkjenner")
    mine = ("--organisation", HOME_NUMBER, "--user", "planlegger", *by)
    assert desk.command("add", "for.en.dag", *mine).returncode == 0
    session = psycopg2.connect(desk.url("for.en.dag"))
    assert "for.en.dag" in desk.command("list").stdout
    done = desk.command("remove", "for.en.dag", *by)
    assert (done.returncode, done.stdout) == (0, "for.en.dag is removed.\n")
    with pytest.raises(psycopg2.OperationalError), session.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        psycopg2.connect(desk.url("for.en.dag"))
    acts = AuditEntry.objects.filter(detail={"login": "for.en.dag"}).order_by("id")
    assert list(acts.values_list("act", flat=True)) == ["add_analyst", "remove_analyst"]


def whose(organisation: str, user: str, administrator: str) -> list[str]:
    return ["--organisation", organisation, "--user", user, "--by", administrator]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "kari"], "Give --organisation"),
        (["add", "kari", *whose("1", "nabo", "leder")], "no organisation 1"),
        (["add", "kari", *whose(HOME_NUMBER, "nabo", "godkjenner")], "no member"),
        (["add", "kari", *whose(AWAY_NUMBER, "nabo", "godkjenner")], "no administrator"),
        (["add", "kari", *whose(AWAY_NUMBER, "nabo", "nabo")], "no administrator"),
        (["add", HOME, *whose(AWAY_NUMBER, "nabo", "leder")], "already"),
        (["add", 'x"; DROP ROLE postgres; --', "--open-data"], "cannot be a login"),
        (["add", "pg_monitor2", "--open-data"], "cannot be a login"),
        (["add", "geotarget_owner", "--open-data"], "already"),
        (["add", HOME, "--open-data"], "already"),
        (["remove", "geotarget_owner"], "no analyst's login"),
        (["remove", "ingen"], "no analyst's login"),
        (["remove", HOME], "--by"),
        (["remove", HOME, "--by", "leder"], "no administrator"),
    ],
)
def test_bad_input_is_one_line(desk: Desk, arguments: list[str], words: str) -> None:
    done = desk.command(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert words in line


def test_a_database_role_that_may_not_make_roles_says_what_to_do(desk: Desk) -> None:
    weak = {**desk.environment, "DATABASE_ADMIN_URL": desk.environment["DATABASE_URL"]}
    other = Desk(desk.database, weak, desk.home, desk.planner, {})
    done = other.command("add", "kari", "--open-data")
    assert done.returncode == 1
    assert "Set DATABASE_ADMIN_URL" in done.stderr


def test_the_product_may_not_make_itself_an_analyst(desk: Desk) -> None:
    url = cluster.url("geotarget_app", desk.database)
    connection = psycopg2.connect(url)
    with pytest.raises(errors.InsufficientPrivilege), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO analyst_login (login, user_id, organisation_id) VALUES ('x', 1, 1)"
        )
    connection.close()
    assert not AnalystLogin.objects.filter(login="x").exists()
