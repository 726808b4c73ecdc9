"""One question to a register over HTTP: time limits, few and short retries, errors in our words."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import requests

from geotarget.outbound.gate import Gate, NoGate
from geotarget.outbound.http import LimitedSession
from geotarget.outbound.json_answer import json_of
from geotarget.registers.errors import (
    NotAuthorised,
    QuestionRefused,
    RegisterError,
    RegisterUnavailable,
)

# Three tries in all. Whoever needs more patience re-schedules: a worker must not sleep on a lease.
_PAUSES_SECONDS = (0.5, 2.0)
_PATIENCE_SECONDS = 10.0
_CONNECT_SECONDS = 5.0
# A thousand persons at once: documented to take less than ten seconds, some megabytes.
_WHOLE_ANSWER_SECONDS = 60.0
_LONGEST_WAIT_SECONDS = 3600.0
"""No register is believed to ask for more: a slip of units must not hold a notice up for days."""
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]+)?")
_CODE = re.compile(r"[A-Z]{2,6}-[0-9]{1,5}")

_NO_CONTACT = "can not be reached. It will be asked again; look at network and address if it lasts."
_UNWELL = "answers with an error of its own (HTTP {status}). It will be asked again."
_BUSY = "asks us to wait (HTTP 429). It will be asked again."
_LEFT_ALONE = (
    "is left alone for a while, as it asked or because it did not answer. It will be asked again."
)
_WALL = (
    "answered with a web page, not with data (HTTP {status}): a firewall or a maintenance page. "
    "It will be asked again; if it lasts, send the support id of the page to the register."
)


class Access(Protocol):
    """How we prove who we are to one register."""

    def headers(self, *, fresh: bool) -> dict[str, str]:
        """Headers of a call; `fresh`: the register did not like the last token."""
        ...


class TokenSource(Protocol):
    """Gives out access tokens; `Maskinporten` is one."""

    def token(self, scope: str, consumer_org: str | None = None, *, fresh: bool = False) -> str:
        """A token that is good for some seconds yet."""
        ...


@dataclass(frozen=True)
class Bearer:
    """A Maskinporten token and nothing else."""

    tokens: TokenSource
    scope: str
    consumer_org: str | None = None

    def headers(self, *, fresh: bool) -> dict[str, str]:
        """See `Access`."""
        token = self.tokens.token(self.scope, self.consumer_org, fresh=fresh)
        return {"Authorization": f"Bearer {token}"}


@dataclass(frozen=True)
class Answer:
    """A status below 500 and the JSON that came with it (None where there was none)."""

    status: int
    body: Any

    @property
    def is_registers_own(self) -> bool:
        """Whether it has the form of the register's own errors: no firewall, no wrong address."""
        fields = self.body if isinstance(self.body, dict) else {}
        return bool(self.code or fields.get("kode") or fields.get("feilkode"))

    @property
    def code(self) -> str:
        """The register's own error code (`FREG-001`) or "". Never its words: they name people."""
        fields = self.body if isinstance(self.body, dict) else {}
        code = str(fields.get("kode") or fields.get("feilkode") or fields.get("errorCode") or "")
        return code if _CODE.fullmatch(code) else ""


class Asking:
    """One session to one register. Safe for several threads."""

    def __init__(
        self,
        register: str,
        access: Access,
        *,
        answer_seconds: float = 30.0,
        whole_answer_seconds: float = _WHOLE_ANSWER_SECONDS,
        retry_after_unit_seconds: float = 1.0,
        pause: Callable[[float], None] = time.sleep,
        gate: Gate | None = None,
    ) -> None:
        """`answer_seconds`: of silence; `whole_answer_seconds`: until the last byte is here;
        `retry_after_unit_seconds`: 0.001 for a register that counts in milliseconds; `gate`: the
        one that all workers pass."""
        self.register = register
        self._access = access
        self._session = LimitedSession(whole_answer_seconds)
        self._timeouts = (_CONNECT_SECONDS, answer_seconds)
        self._unit = retry_after_unit_seconds
        self._pause = pause
        self._gate = gate or NoGate()

    def get(self, url: str, params: Mapping[str, str]) -> Answer:
        """Ask with the question in the query string. Raises RegisterError."""
        return self._patiently("GET", url, params=params)

    def post(
        self, url: str, body: Mapping[str, Any], params: Sequence[tuple[str, str]] = ()
    ) -> Answer:
        """Ask with the question in the body. Only for reads: it may be asked twice."""
        return self._patiently("POST", url, params=list(params), json=body)

    def make_ready(self) -> None:
        """Have a token before somebody waits for it. What fails here, the next question says."""
        with suppress(RegisterError):
            self._access.headers(fresh=False)

    def refused(self, answer: Answer) -> QuestionRefused:
        """The error for an answer that is neither data nor a matter of access."""
        code = f", {answer.code}" if answer.code else ""
        return QuestionRefused(
            self.register,
            f"will not answer this question (HTTP {answer.status}{code}). "
            "Check the address of the register and the parameters against its description.",
        )

    def close(self) -> None:
        """Give back connections."""
        self._session.close()

    def _patiently(self, method: str, url: str, **question: Any) -> Answer:
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        for pause_seconds in _PAUSES_SECONDS:
            try:
                return self._with_a_good_token(method, url, question)
            except RegisterUnavailable as unavailable:
                wait = unavailable.retry_after_seconds or pause_seconds
                if time.monotonic() + wait > give_up_at:
                    raise
                self._pause(wait)
        return self._with_a_good_token(method, url, question)

    def _with_a_good_token(self, method: str, url: str, question: dict[str, Any]) -> Answer:
        """Ask; where the token is not accepted, once more with a new one."""
        answer = self._once(method, url, question, fresh=False)
        if answer.status == 401:
            answer = self._once(method, url, question, fresh=True)
        if answer.status in (401, 403):
            raise self._not_authorised(answer)
        return answer

    def _once(self, method: str, url: str, question: dict[str, Any], *, fresh: bool) -> Answer:
        self._await_turn()
        headers = {"Accept": "application/json", **self._access.headers(fresh=fresh)}
        try:
            response = self._session.request(
                method,
                url,
                headers=headers,
                auth=_keep_headers,
                timeout=self._timeouts,
                allow_redirects=False,
                **question,
            )
        except requests.RequestException:
            self._gate.failed(is_down=True)
            # The exception of the library holds the question: it must not travel on.
            raise RegisterUnavailable(self.register, _NO_CONTACT) from None
        return self._understood(response)

    def _await_turn(self) -> None:
        turn = self._gate.enter()
        if turn.away_s:
            raise RegisterUnavailable(self.register, _LEFT_ALONE, turn.away_s)
        if turn.wait_s:
            self._pause(turn.wait_s)

    def _understood(self, response: requests.Response) -> Answer:
        status = response.status_code
        if status >= 500 or status in (401, 403, 429):
            self._gate.failed(is_down=status >= 500)
        if status == 429:
            raise RegisterUnavailable(self.register, _BUSY, self._wait_asked_for(response))
        if status >= 500:
            wait = self._wait_asked_for(response)
            raise RegisterUnavailable(self.register, _UNWELL.format(status=status), wait)
        try:
            answer = Answer(status, json_of(response) if response.content else None)
        except ValueError:
            # Under a wrong address there is a page too, but no firewall: that does not pass.
            if status == 404 or (status in (401, 403) and not _is_page(response)):
                return Answer(status, None)
            raise RegisterUnavailable(self.register, _WALL.format(status=status)) from None
        if status not in (401, 403):
            self._gate.answered()
        return answer

    def _wait_asked_for(self, response: requests.Response) -> float | None:
        """Seconds; None where nothing is said, or nothing that is a number."""
        said = _NUMBER.fullmatch(response.headers.get("Retry-After", "").strip())
        if said is None:
            return None
        seconds = min(float(said.group()) * self._unit, _LONGEST_WAIT_SECONDS)
        self._gate.stay_away(seconds)
        return seconds

    def _not_authorised(self, answer: Answer) -> NotAuthorised:
        code = f" ({answer.code})" if answer.code else ""
        return NotAuthorised(
            self.register,
            f"does not let us in: HTTP {answer.status}{code}. Check that the scope is granted to "
            "the organisation, that integration or role has the right, and that nothing expired.",
        )


def _keep_headers(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Without this, `requests` would put a password from ~/.netrc in the place of our token."""
    return request


def _is_page(response: requests.Response) -> bool:
    return "html" in response.headers.get("Content-Type", "").lower()
