"""The bare script that the product is measured against: the same register calls and the same
batches at the same concurrency, with nothing written down and nobody counted.

`python -m tests.benchmarks.send_bare FILE`; the file says what to ask. Prints the seconds it took.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jwt
import requests
from requests.adapters import HTTPAdapter

_PERSONS = "/folkeregisteret/offentlig-med-hjemmel/api/v1/personer"
_FREG, _KRR = "folkeregister:deling/offentligmedhjemmel", "krr:global/kontaktinfo.read"
_PARTS = [
    ("part", part)
    for part in ("bostedsadresse", "deltBosted", "status", "foedsel", "adressebeskyttelse")
]
Searches = list[dict[str, str]]


@dataclass
class Work:
    """What is asked, and how much of it at once."""

    url: str
    key_file: str
    organisation_number: str
    text: str
    groups: list[Searches]
    """What is searched for before one round of bulk look-up, contact register and gateway."""
    processes: int
    groups_at_once: int
    """In each process."""
    searches_at_once: int
    """In each group."""
    first_batch: int
    batch: int


class _Script:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = requests.Session()
        self._session.mount("http://", HTTPAdapter(pool_maxsize=100))
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def run(self, groups: list[Searches]) -> None:
        with ThreadPoolExecutor(self._work.groups_at_once) as pool:
            list(pool.map(self._group, groups))

    def _group(self, searches: Searches) -> None:
        with ThreadPoolExecutor(self._work.searches_at_once) as pool:
            found = list(pool.map(self._search, searches))
        ids = list(dict.fromkeys(number for some in found for number in some))
        for some in _parts(ids, 1000):
            self._bulk(some)
        numbers = [number for some in _parts(ids, 1000) for number in self._contacts(some)]
        numbers = list(dict.fromkeys(numbers))
        first = self._work.first_batch
        for some in (*_parts(numbers[:first], first), *_parts(numbers[first:], self._work.batch)):
            self._post(some)

    def _search(self, params: dict[str, str]) -> list[str]:
        answer = self._ask("GET", f"{_PERSONS}/soek", _FREG, params=params)
        return list(answer["foedselsEllerDNummer"])

    def _bulk(self, ids: list[str]) -> None:
        params = [*_PARTS, ("somBestilt", "true")]
        body = {"foedselsEllerDNummer": ids}
        self._ask("POST", f"{_PERSONS}/bulkoppslag", _FREG, params=params, json=body)

    def _contacts(self, ids: list[str]) -> list[str]:
        body = {"personidentifikatorer": ids}
        people = self._ask("POST", "/krr/rest/v2/personer", _KRR, json=body)["personer"]
        numbers = ((p.get("kontaktinformasjon") or {}).get("mobiltelefonnummer") for p in people)
        return [number for number in numbers if number]

    def _post(self, numbers: list[str]) -> None:
        account = {"platformId": "simulator", "platformPartnerId": "simulator"}
        body = {**account, "sendRequestMessages": [account | self._message(n) for n in numbers]}
        auth = ("simulator", "simulator")
        answer = self._session.post(f"{self._work.url}/link/sms/sendbatch", json=body, auth=auth)
        assert all(row["resultCode"] == 1005 for row in answer.json())

    def _message(self, number: str) -> dict[str, str]:
        return {
            "source": "Proven",
            "sourceTON": "ALPHANUMERIC",
            "destination": number,
            "destinationTON": "MSISDN",
            "dcs": "GSM",
            "userData": self._work.text,
            "refId": str(uuid.uuid4()),
        }

    def _ask(self, method: str, path: str, scope: str, **question: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._token(scope)}"}
        answer = self._session.request(method, self._work.url + path, headers=headers, **question)
        answer.raise_for_status()
        return answer.json()

    def _token(self, scope: str) -> str:
        with self._lock:
            token, until = self._tokens.get(scope, ("", 0.0))
            if until < time.monotonic():
                token = self._granted(scope)
                self._tokens[scope] = token, time.monotonic() + 100
            return token

    def _granted(self, scope: str) -> str:
        now, base = int(time.time()), f"{self._work.url}/maskinporten/"
        claims = {
            "aud": base,
            "iss": "bare",
            "scope": scope,
            "iat": now,
            "exp": now + 100,
            "jti": str(uuid.uuid4()),
            "consumer_org": self._work.organisation_number,
        }
        key = Path(self._work.key_file).read_bytes()
        assertion = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "bare"})
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": assertion,
        }
        return str(self._session.post(f"{base}token", data=form).json()["access_token"])


def _parts(everything: list[str], size: int) -> Iterator[list[str]]:
    return (everything[start : start + size] for start in range(0, len(everything), size))


def write(work: Work, path: Path) -> None:
    """The file that the script is given."""
    path.write_text(json.dumps(asdict(work)), encoding="utf-8")


def _run(work: Work, groups: list[Searches]) -> None:
    _Script(work).run(groups)


def main(path: Path) -> None:
    work = Work(**json.loads(path.read_text(encoding="utf-8")))
    started = time.monotonic()
    shares = [work.groups[n :: work.processes] for n in range(work.processes)]
    processes = [multiprocessing.Process(target=_run, args=(work, share)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("The bare script failed.")
    print(time.monotonic() - started)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
