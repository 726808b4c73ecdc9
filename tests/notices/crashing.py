"""A worker that dies at a named point, and the next one that takes its chunk over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from geotarget.notices import deliver, handover
from geotarget.notices.models import Chunk

BEFORE_ANYTHING_IS_SENT = [
    (deliver, "who_is_told", False),
    (deliver, "write_residents", False),
    (deliver, "write_residents", True),
    (handover, "_begin", False),
]
"""Module, act, and whether the process dies after it."""


class Killed(BaseException):
    """Nothing in the product catches it, as nothing catches SIGKILL."""


def dying(act: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    """`act`, and the process dies before or after it, the first time."""
    times = []

    def once(*arguments: Any, **named: Any) -> Any:
        times.append(1)
        if len(times) > 1:
            return act(*arguments, **named)
        if after:
            act(*arguments, **named)
        raise Killed

    return once


def die_then_go_on() -> None:
    with pytest.raises(Killed):
        deliver.deliver_next()
    assert deliver.deliver_next() is None, "the lease still holds"
    Chunk.objects.update(lease_until="2000-01-01T00:00:00Z")
    assert deliver.deliver_next() is not None
