"""Folkeregisteret: who is registered as living where. One client, two doors.

Skatteetaten's own door and that of KS Fiks speak the same language; only the address and the proof
of who asks differ. There is no search by area or by property: one searches by street, postcode
or municipality, reads the persons in bulk, and compares addresses here.

Source: Skatteetaten, "Folkeregisteret API" (offentlig med hjemmel); KS, "Fiks folkeregister".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote

from geotarget.registers.asking import Access, Answer, Asking, Bearer, TokenSource
from geotarget.registers.errors import BadAnswer, TooMany
from geotarget.registers.resident import Resident, read_resident

SCOPE = "folkeregister:deling/offentligmedhjemmel"
FIKS_SCOPE = "ks:fiks"
MAX_HITS = 10_000
_ODD = '!"#$%&()*+,/:;<=>?@^_`{|}~’‘“”«»'
SEARCHABLE = f"[^{_ODD}]{{3}}"
"""What the name of a street must begin with: the register wants three characters, and its firewall
answers odd ones with a web page. Other streets (`Å`, `Bø`) can only be searched for by postcode."""
IDS_PER_CALL = 1000
PARTS = ("bostedsadresse", "status", "foedsel", "adressebeskyttelse")
PART_OF_LETTERS = "navn"
PART_OF_FAMILIES = "deltBosted"
PART_OF_STAYS = "oppholdsadresse"
NAME = "Folkeregisteret"
_MILLISECOND = 0.001
_BEGINNING = re.compile(f"[^{_ODD}]*")
_WORDS_OF_TOO_MANY = ("for mange", "10000", "10 000", "too many")


@dataclass(frozen=True)
class Door:
    """Where the register is asked and how we prove who we are."""

    persons_url: str
    access: Access = field(repr=False)


def skatteetaten_door(base_url: str, tokens: TokenSource, consumer_org: str | None = None) -> Door:
    """Skatteetaten directly. `base_url` as `https://folkeregisteret.api.skatteetaten.no`."""
    path = "/folkeregisteret/offentlig-med-hjemmel/api/v1/personer"
    return Door(base_url.rstrip("/") + path, Bearer(tokens, SCOPE, consumer_org))


def fiks_door(
    base_url: str,
    tokens: TokenSource,
    *,
    role_id: str,
    integration_id: str,
    integration_password: str,
    consumer_org: str | None = None,
) -> Door:
    """Through KS Fiks: the role fixes legal basis, purpose and the parts that may be asked for."""
    path = f"/folkeregister/api/v1/{quote(role_id, safe='')}/v1/personer"
    bearer = Bearer(tokens, FIKS_SCOPE, consumer_org)
    return Door(
        base_url.rstrip("/") + path, FiksAccess(bearer, integration_id, integration_password)
    )


@dataclass(frozen=True)
class FiksAccess:
    """What every service of KS Fiks wants: a token, and id and password of the integration."""

    bearer: Bearer
    integration_id: str
    integration_password: str = field(repr=False)

    def headers(self, *, fresh: bool) -> dict[str, str]:
        """See `Access`."""
        return {
            **self.bearer.headers(fresh=fresh),
            "IntegrasjonId": self.integration_id,
            "IntegrasjonPassord": self.integration_password,
        }


@dataclass(frozen=True)
class Search:
    """What to search for. At least street name, postcode or municipality."""

    municipality_number: str | None = None
    postcode: str | None = None
    street_name: str | None = None
    """The register matches the beginning: `Skole` finds `Skoleveien`. See SEARCHABLE; from an odd
    character on the name is left out."""
    house_number: str | None = None
    """With or without letter."""
    born_from_year: int | None = None
    born_to_year: int | None = None
    include_stays: bool = False
    """Also find people by a temporary stay; `bulk` then needs the part `oppholdsadresse` too."""

    def params(self, max_hits: int) -> dict[str, str]:
        """The question in the register's own words."""
        given = {
            "kommunenummer": self.municipality_number,
            "postnummer": self.postcode,
            "adressenavn": _harmless(self.street_name),
            "husnummer": self.house_number,
            "foedselsaarFraOgMed": self.born_from_year,
            "foedselsaarTilOgMed": self.born_to_year,
            "inkluderOppholdsadresse": "true" if self.include_stays else None,
            "maksTreff": max_hits,
        }
        return {name: str(value) for name, value in given.items() if value is not None}


def _harmless(street_name: str | None) -> str | None:
    """The beginning of the name that the firewall lets through; the search is by beginning."""
    begun = _BEGINNING.match(street_name or "")
    return begun.group().strip() or None if begun else None


@dataclass(frozen=True, repr=False)
class LookedUp:
    """One bulk answer: the persons, and the numbers the register gave no person for."""

    residents: tuple[Resident, ...]
    missing: tuple[str, ...]


class Folkeregisteret:
    """The register through one door, for one municipality. Safe for several threads."""

    def __init__(self, door: Door, *, answer_seconds: float = 30.0, **patience: Any) -> None:
        """`patience` goes to `Asking`: a `pause` function for tests."""
        self._url = door.persons_url
        self._asking = Asking(
            NAME,
            door.access,
            answer_seconds=answer_seconds,
            retry_after_unit_seconds=_MILLISECOND,
            **patience,
        )

    def search(self, search: Search, max_hits: int = MAX_HITS) -> list[str]:
        """National ids of all who match; each once.

        Raises TooMany where the answer is or may be cut off: a list is whole or it is an error.
        Other RegisterErrors as `Asking`.
        """
        answer = self._asking.get(self._url + "/soek", search.params(max_hits))
        if answer.status == 404 and answer.is_registers_own:
            # Documented: "also for searches where data are not found".
            return []
        if answer.status == 400 and _says_too_many(answer):
            raise _too_many(max_hits)
        found = list(dict.fromkeys(self._ids(answer)))
        if len(found) >= max_hits:
            raise _too_many(max_hits)
        return found

    def bulk(self, ids: Iterable[str], parts: Sequence[str] = PARTS) -> Iterator[LookedUp]:
        """The persons, 1000 a call, each batch as it comes. Ask for no more parts than needed."""
        remaining = iter(ids)
        while batch := list(islice(remaining, IDS_PER_CALL)):
            yield self._bulk_batch(batch, parts)

    def close(self) -> None:
        """Give back connections."""
        self._asking.close()

    def _bulk_batch(self, ids: list[str], parts: Sequence[str]) -> LookedUp:
        params = [*(("part", part) for part in parts), ("somBestilt", "true")]
        answer = self._asking.post(
            self._url + "/bulkoppslag", {"foedselsEllerDNummer": ids}, params
        )
        if answer.status != 200:
            raise self._asking.refused(answer)
        try:
            found = {
                str(row["foedselsEllerDNummer"]): row["folkeregisterperson"]
                for row in answer.body["oppslag"]
                if row.get("folkeregisterperson")
            }
            residents = tuple(read_resident(i, found[i]) for i in dict.fromkeys(ids) if i in found)
        except (TypeError, KeyError, AttributeError):
            raise _not_as_described() from None
        return LookedUp(residents, tuple(i for i in dict.fromkeys(ids) if i not in found))

    def _ids(self, answer: Answer) -> list[str]:
        if answer.status != 200:
            raise self._asking.refused(answer)
        try:
            # The register leaves out what is empty: no hits may be an answer with nothing in it.
            found = [] if answer.body == {} else answer.body["foedselsEllerDNummer"]
            return [str(number) for number in found or ()]
        except (TypeError, KeyError):
            raise _not_as_described() from None


def _says_too_many(answer: Answer) -> bool:
    words = str(answer.body).lower()
    return any(word in words for word in _WORDS_OF_TOO_MANY)


def _too_many(limit: int) -> TooMany:
    return TooMany(
        NAME,
        f"finds {limit} persons or more, so the answer would not be whole. "
        "Search by street or postcode instead of a larger area.",
    )


def _not_as_described() -> BadAnswer:
    return BadAnswer(
        NAME,
        "gave an answer that does not fit its own description. "
        "Check the address in the settings; if it is right, the interface has changed.",
    )
