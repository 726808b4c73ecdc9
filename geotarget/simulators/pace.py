"""How long the real systems take: as they document it, by what is asked and for how many.

Folkeregisteret: "oppslag" under 0.5 s, search under 2 s, 1000 persons under 10 s; taken as that
long, the slowest that is allowed. The others publish none: the contact register's is taken as
1.5 s for 1000 persons, the gateway's as 1 s for 1000 messages, a token's as 0.2 s.
"""

from __future__ import annotations

from geotarget.simulators.exchange import Request

_SECONDS = {
    # Seconds of a call, and of each person or message in it.
    "soek": (2.0, 0.0),
    "bulkoppslag": (0.5, 0.0095),
    "personer": (0.2, 0.0013),
    "sendbatch": (0.2, 0.0008),
    "token": (0.2, 0.0),
}
_OTHERS = (0.5, 0.0)


def documented_seconds(request: Request) -> float:
    """What the real system would need for this question."""
    name = request.path.rpartition("/")[2]
    call, each = _SECONDS.get(name, _OTHERS)
    return call + each * _how_many(name, request.body)


def _how_many(name: str, body: bytes) -> int:
    """Persons or messages, counted in the text of a list: what is slow shall be the waiting."""
    if name == "sendbatch":
        return body.count(b'"refId"')
    return body.count(b",") + 1
