"""PostgreSQL roles of GIS analysts. What they may do is in `sql/grants/analyst.sql`.

`<database>_gis_open` reads the open cadastre, `<database>_gis` the own organisation's things too,
`<database>_gis_<organisation number>` groups an organisation's logins. Every function runs in the
transaction of its caller, as a database role that may create roles.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import ProgrammingError, connection, transaction
from psycopg2 import sql
from psycopg2.extensions import encrypt_password

from geotarget.cadastre.sql_files import run_file
from geotarget.domain.errors import InputError

LIMITS = {
    "search_path": "gis, public",
    "statement_timeout": "60s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "10min",
    "work_mem": "32MB",
    "max_parallel_workers_per_gather": "0",
}
"""What a session of a login begins with; it may change these for itself."""

FIRM_LIMITS = {"temp_file_limit": "2GB"}
"""What it may not change. Only a superuser may set it."""

MOST_CONNECTIONS = 10
LONGEST_NAME = 63
_LOGIN = re.compile(r"[a-z][a-z0-9_.-]{2,62}")


@dataclass(frozen=True)
class NewLogin:
    login: str
    password: str
    """Stored nowhere but as PostgreSQL's verifier: it is shown once."""
    warnings: list[str]
    """What the administrator's database role was not allowed to limit."""


def make(login: str, own: str) -> NewLogin:
    """A login in its own group. Raises `InputError`."""
    _check_name(login)
    try:
        _prepare(own)
        password = secrets.token_urlsafe(24)
        _create(login, own, password)
    except ProgrammingError as error:
        raise InputError(
            "The database role may not make logins (%(why)s). Set DATABASE_ADMIN_URL to the "
            "address of one that may create roles and has the rights of the tables' owner.",
            why=str(error).splitlines()[0],
        ) from error
    return NewLogin(login, password, [*_limit_firmly(login), *_open_ways(login)])


def make_open(login: str) -> NewLogin:
    """As `make`, for programs: they may make temporary objects, where an OGC API program registers
    functions of its own."""
    made = make(login, open_group())
    _run("GRANT TEMPORARY ON DATABASE {} TO {}", _database(), login)
    return made


def _check_name(login: str) -> None:
    if not _LOGIN.fullmatch(login) or login.startswith("pg_"):
        raise InputError(
            "“%(login)s” cannot be a login: 3 to 63 of a-z, 0-9, “_”, “-” and “.”, a letter first.",
            login=login,
        )
    if _exists(login):
        raise InputError("There is a login %(login)s already. Choose another name.", login=login)


def _prepare(own: str) -> None:
    """The group roles with their rights; those that are there stay."""
    if len(own) > LONGEST_NAME:
        raise InputError("The name of the database is too long for the names of group roles.")
    for name, parent in ((open_group(), ""), (group(), open_group()), (own, group())):
        if not _exists(name):
            _run("CREATE ROLE {} NOLOGIN", name)
            if parent:
                _run("GRANT {} TO {}", parent, name)
    run_file("grants/analyst.sql")


def _create(login: str, own: str, password: str) -> None:
    """The password goes to the server as its verifier, so that no log can hold it."""
    with connection.cursor() as cursor:
        verifier = encrypt_password(password, login, cursor.connection, "scram-sha-256")
        command = "CREATE ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {} IN ROLE {}"
        cursor.execute(
            sql.SQL(command).format(
                sql.Identifier(login),
                sql.Literal(MOST_CONNECTIONS),
                sql.Literal(verifier),
                sql.Identifier(own),
            )
        )
    for name, value in LIMITS.items():
        _set(login, name, value)


def _limit_firmly(login: str) -> Iterator[str]:
    for name, value in FIRM_LIMITS.items():
        try:
            with transaction.atomic():
                _set(login, name, value)
        except ProgrammingError:
            yield f"{name} is not set: only a superuser may"


def _open_ways(login: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege(%s, 'ST_MakeValid(geometry)', 'EXECUTE')", [login]
        )
        if cursor.fetchone()[0]:
            yield "ST_MakeValid can be run: only its owner may forbid it (sql/grants/analyst.sql)"
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname <> current_database() AND datallowconn"
            " AND has_database_privilege(%s, oid, 'CONNECT') ORDER BY 1",
            [login],
        )
        others = ", ".join(row[0] for row in cursor.fetchall())
        if others:
            yield f"it may connect to other databases too, where no limit is set: {others}"


def _set(login: str, name: str, value: str) -> None:
    # A list of names is written as such, not as one quoted text.
    shown = sql.SQL(value) if name == "search_path" else sql.Literal(value)
    with connection.cursor() as cursor:
        command = sql.SQL("ALTER ROLE {} SET {} = {}")
        cursor.execute(command.format(sql.Identifier(login), sql.Identifier(name), shown))


def drop_open(login: str) -> None:
    if login not in open_logins():
        raise InputError(
            "There is no analyst's login %(login)s. See: geotarget analyst list.", login=login
        )
    _run("REVOKE TEMPORARY ON DATABASE {} FROM {}", _database(), login)
    drop(login)


def drop(login: str) -> None:
    """Sessions end when the role is gone, so that none can come back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE usename = %s", [login])
        sessions = [row[0] for row in cursor.fetchall()]
    _run("DROP ROLE IF EXISTS {}", login)
    transaction.on_commit(lambda: _end(sessions))


def _end(sessions: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) pid", [sessions])


def open_logins() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT m.rolname FROM pg_auth_members g JOIN pg_roles m ON m.oid = g.member "
            "JOIN pg_roles r ON r.oid = g.roleid "
            "WHERE r.rolname = %s AND m.rolcanlogin ORDER BY 1",
            [open_group()],
        )
        return [row[0] for row in cursor.fetchall()]


def connections(login: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = %s", [login])
        return int(cursor.fetchone()[0])


def _exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        return bool(cursor.fetchone()[0])


def _run(command: str, *names: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def open_group() -> str:
    return f"{_database()}_gis_open"


def group(organisation_number: str = "") -> str:
    """The group of an organisation's logins; without a number that of all analysts."""
    return "_".join(filter(None, (f"{_database()}_gis", organisation_number)))
