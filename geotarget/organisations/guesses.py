"""Who tries links that were never given out has to wait; a link that was given out always works.

Counted in this process's memory under a keyed hash of the source, for a minute.
"""

from __future__ import annotations

from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .source import source_address

MOST_WRONG = 20
"""Of one source within `WINDOW_S`, in each web process."""
WINDOW_S = 60


def has_guessed_too_often(request: HttpRequest) -> bool:
    return int(cache.get(_key(request), 0)) >= MOST_WRONG


def note_wrong_guess(request: HttpRequest) -> None:
    key = _key(request)
    cache.add(key, 0, WINDOW_S)
    with suppress(ValueError):  # its minute ended between the two
        cache.incr(key)


def _key(request: HttpRequest) -> str:
    return salted_hmac("guesses", str(source_address(request)), algorithm="sha256").hexdigest()
