"""Figures of the sending for operators, in the text format of Prometheus. Nothing of anybody.

What the database knows is asked at each reading. Calls to providers are counted at their gates, in
Redis: while it is away they are missing, and they begin anew when it has forgotten them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection

from geotarget.domain.small_counts import whole_tens

from . import outside
from .deletions import overdue

Sample = tuple[dict[str, str], float]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_MESSAGES = "Messages of dispatches that are not closed, rounded down to tens."
_CHUNKS = "Look-up units (streets, houses, postcodes) of dispatches that are not closed."
_OLDEST = "Age of the oldest dispatch of which something waits."
_OVERDUE = "Dispatches of which something should have been deleted an hour ago."
_CALLS = (
    "Questions to a register, or messages to a provider, since Redis began to count, rounded down "
    "to tens."
)
_ERRORS = "Answers of a register or provider that did not let us go on."


def metrics() -> str:
    """All figures, as they are now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, channel, state, value FROM sending_metrics()")
        rows = cursor.fetchall()
    found: dict[str, list[Sample]] = {}
    for name, channel, state, value in rows:
        labels = {"channel": channel, "state": state}
        found.setdefault(name, []).append(({k: v for k, v in labels.items() if v}, value))
    counted = {name: outside.gate(name).counted() for name in settings.PER_SECOND}
    # A message more, or a question asked again, may stand for one person.
    calls = [({"provider": name}, whole_tens(calls)) for name, (calls, _) in counted.items()]
    errors = [({"provider": name}, errors) for name, (_, errors) in counted.items()]
    lines = [
        *_family("messages", "gauge", _MESSAGES, found.get("messages", [])),
        *_family("chunks", "gauge", _CHUNKS, found.get("chunks", [])),
        *_family("oldest_waiting_seconds", "gauge", _OLDEST, found["oldest_waiting_seconds"]),
        *_family("overdue_deletions", "gauge", _OVERDUE, [({}, overdue())]),
        *_family("provider_calls_total", "counter", _CALLS, calls),
        *_family("provider_errors_total", "counter", _ERRORS, errors),
    ]
    return "\n".join(lines) + "\n"


def _family(name: str, kind: str, told: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP geotarget_{name} {told}"
    yield f"# TYPE geotarget_{name} {kind}"
    for labels, value in samples:
        # Names of ours, of channels and of states: none needs quoting.
        shown = ",".join(f'{key}="{text}"' for key, text in labels.items())
        yield f"geotarget_{name}{{{shown}}} {value:.0f}".replace("{}", "")
