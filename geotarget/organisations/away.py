"""While the database cannot be reached: say so in one line, and nothing else changes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg2
from django.db import DatabaseError, InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)

_SHUTS_DOWN = {"57P01", "57P02", "57P03"}
"""Stopped by its operator, crashed, not ready yet (PostgreSQL, appendix A)."""
_CONNECTION = "08"
"""Class of SQLSTATE: connection exceptions."""
_PAUSES_S = (0.2, 0.5, 1, 2, 4, 8)
"""Together less than LEASE_SECONDS."""


def is_away(error: BaseException | None) -> bool:
    """Whether it means that there is no connection to the database, and nothing else.

    A cancelled question, a full disk or a deadlock are no outage: they have a code of their own.
    """
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    cause = error.__cause__
    if type(cause) is psycopg2.DatabaseError:
        # What the server says has a code and a class; this is the driver's "closed unexpectedly".
        return cause.pgcode is None
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if isinstance(cause, psycopg2.OperationalError):
        code = cause.pgcode
        return code is None or code.startswith(_CONNECTION) or code in _SHUTS_DOWN
    return isinstance(cause, psycopg2.InterfaceError) and "connection already closed" in str(cause)


def log_away(error: BaseException, what: str) -> None:
    """One line: what could not be done, and the first line of what the driver says."""
    said = str(error).strip().splitlines()
    logger.error("%s: the database cannot be reached: %s", what, said[0] if said else "")


@contextmanager
def one_line_while_away(what: str) -> Iterator[None]:
    """For work that is done again by itself: an outage ends it with one line instead of a trace."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        if not is_away(error):
            raise
        log_away(error, what)
        connection.close()


def wait_while_away(act: Callable[[], None]) -> None:
    """Do it, and again for some seconds while the database is away. Only for what may be done twice
    and is a transaction of its own."""
    for pause in _PAUSES_S:
        try:
            return act()
        except (DatabaseError, InterfaceError) as error:
            if not is_away(error) or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
    return act()
