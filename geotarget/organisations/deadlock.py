"""What waits for each other in the database is ended by it: one of them has to begin anew."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection
from psycopg2 import errors

Given = ParamSpec("Given")
Result = TypeVar("Result")

logger = logging.getLogger(__name__)

TRIES = 5
"""Each but the last has been waiting for `deadlock_timeout` (1 s) before it is given up."""


def again_after_deadlock(act: Callable[Given, Result]) -> Callable[Given, Result]:
    """Decorator of a whole transaction, which has left nothing behind when it is given up."""

    @wraps(act)
    def tried(*given: Given.args, **named: Given.kwargs) -> Result:
        for _ in range(TRIES - 1):
            try:
                return act(*given, **named)
            except OperationalError as error:
                is_deadlock = isinstance(error.__cause__, errors.DeadlockDetected)
                if not is_deadlock or connection.in_atomic_block:
                    raise
                logger.warning("%s: once more after a deadlock", act.__name__)
        return act(*given, **named)

    return tried
