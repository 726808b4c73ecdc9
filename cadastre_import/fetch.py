"""Fetching over HTTP from a server that may be busy, slow or cut off: what has come is kept, and
the rest is asked for. Nothing of an answer is trusted until it is whole.
"""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import requests

from .limits import Limits
from .refusal import DeliveryRefused

Pause = Callable[[float], None]
_T = TypeVar("_T")

_SECONDS = (10.0, 60.0)
"""For connecting, and between two pieces of an answer."""
_BLOCK = 1 << 20
_FEED_BYTES = 50_000_000
_TRIES = 5
_DEFAULT_WAIT_S = 30.0
_BUSY = (429, 503)


class TryLater(DeliveryRefused):
    """The deliverer cannot give the file now; what is published stays as it is."""


@dataclass
class Fetcher:
    """Downloads of one run. Waits as long as a busy server asks for, but no longer than
    `patience_s` in all."""

    limits: Limits = field(default_factory=Limits)
    patience_s: float = 900.0
    pause: Pause = time.sleep
    progress: Callable[[int, int], None] = lambda done, total: None
    session: requests.Session = field(default_factory=requests.Session)
    _has_gained: bool = field(default=False, init=False)
    """Whether the last try brought something: a long file may be cut off many times."""

    def text(self, url: str) -> bytes:
        """A small document whole. Raises `TryLater`."""
        return self._with_patience(url, lambda: self._text(url))

    def file(self, url: str, target: Path) -> None:
        """Fetch to `target`, going on where an earlier run was cut off. Raises `TryLater`."""
        part = target.with_name(f"{target.name}.part")
        self._with_patience(url, lambda: self._rest(url, part))
        part.replace(target)
        _tag_of(part).unlink(missing_ok=True)

    def _with_patience(self, url: str, ask: Callable[[], _T]) -> _T:
        """Ask until it is answered: again after what passes, later than a busy server asks."""
        failures = 0
        while True:
            try:
                return ask()
            except _Busy as busy:
                self._wait(url, busy.seconds)
            except requests.RequestException:
                failures = 1 if self._has_gained else failures + 1
                self._has_gained = False
                if failures == _TRIES:
                    raise _away(url) from None
                self._wait(url, 2.0**failures)

    def _wait(self, url: str, seconds: float) -> None:
        if seconds > self.patience_s:
            raise TryLater(
                "%(url)s asks for more time than there is. What has been fetched is kept; run the "
                "update again later.",
                url=url,
            )
        self.patience_s -= seconds
        self.pause(seconds)

    def _text(self, url: str) -> bytes:
        with self._get(url, {}) as answer:
            content = b""
            for block in answer.iter_content(_BLOCK):
                content += block
                if len(content) > _FEED_BYTES:
                    raise TryLater("%(url)s is far larger than a feed is.", url=url)
            return content

    def _rest(self, url: str, part: Path) -> None:
        """Append what is missing. The server's tag of the file makes sure that both ends fit."""
        tag, size = _tag_of(part), part.stat().st_size if part.exists() else 0
        known = tag.read_text() if size and tag.exists() else ""
        headers = {"Range": f"bytes={size}-", "If-Range": known} if known else {}
        with self._get(url, headers) as answer:
            is_rest = answer.status_code == 206
            tag.write_text(answer.headers.get("ETag") or answer.headers.get("Last-Modified", ""))
            total = _length(answer) + (size if is_rest else 0)
            if total > self.limits.unpacked_bytes:
                raise TryLater("%(url)s is far larger than a delivery is.", url=url)
            self._append(answer, part, total, size if is_rest else 0)

    def _append(self, answer: requests.Response, part: Path, total: int, done: int) -> None:
        answer.raw.enforce_content_length = False  # it would keep back what came before the cut
        with part.open("ab" if done else "wb") as file:
            for block in answer.iter_content(_BLOCK):
                done += len(block)
                if done > total:
                    break
                file.write(block)
                self._has_gained = True
                self.progress(done, total)
        if done != total:
            raise requests.ConnectionError("cut off")

    def _get(self, url: str, headers: dict[str, str]) -> requests.Response:
        answer = self.session.get(
            url,
            headers={"Accept-Encoding": "identity", **headers},
            stream=True,
            timeout=_SECONDS,
            allow_redirects=False,
        )
        if answer.status_code in _BUSY:
            raise _Busy(_seconds_asked(answer))
        if answer.status_code >= 500:
            raise requests.ConnectionError(f"status {answer.status_code}")
        if answer.status_code not in (200, 206):
            raise TryLater(
                "%(url)s cannot be had (the server answers %(status)s).",
                url=url,
                status=answer.status_code,
            )
        return answer


class _Busy(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


def _seconds_asked(answer: requests.Response) -> float:
    """`Retry-After` in seconds or as a date (RFC 9110)."""
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return max(1.0, float(asked))
    try:
        return max(1.0, email.utils.parsedate_to_datetime(asked).timestamp() - time.time())
    except (TypeError, ValueError):
        return _DEFAULT_WAIT_S


def _length(answer: requests.Response) -> int:
    """Bytes that the answer says it has. A file of unknown length cannot be known to be whole."""
    told = answer.headers.get("Content-Length", "")
    if not told.isdecimal():
        raise requests.ConnectionError("no length")
    return int(told)


def _tag_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")


def _away(url: str) -> TryLater:
    return TryLater("%(url)s does not answer. Run the update again later.", url=url)
