"""Kontakt- og reservasjonsregisteret: how residents want to be reached.

It has to be asked at every sending, and its content must not be kept (terms of use). Whether stale,
reserved or deleted contacts may be used is not decided here: see the contact policy in the domain.

Source: docs.digdir.no, "Oppslagstjenesten REST" v2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from geotarget.domain.moment import read_moment
from geotarget.registers.asking import Asking, Bearer, TokenSource
from geotarget.registers.errors import BadAnswer

SCOPE = "krr:global/kontaktinformasjon.read"
DELEGATED_SCOPE = "krr:global/kontaktinfo.read"
IDS_PER_CALL = 1000
NAME = "Kontaktregisteret"


@dataclass(frozen=True, repr=False)
class Contact:
    """One person's entry. Times are aware UTC. `repr` hides it: it holds personal data."""

    national_id: str
    status: str
    """`AKTIV`, `SLETTET` or `IKKE_REGISTRERT`."""
    reserved: bool
    """Against digital decisions and important letters; not against notices."""
    can_be_notified: bool | None = None
    """The register's own word (False also when the contact is merely old); None: not said."""
    email: str | None = None
    email_updated_at: datetime | None = None
    email_verified_at: datetime | None = None
    mobile: str | None = None
    """As the register writes it; bring it to E.164 before comparing."""
    mobile_updated_at: datetime | None = None
    mobile_verified_at: datetime | None = None
    language: str | None = None
    """nb, nn, en or se."""

    @property
    def mobile_confirmed_at(self) -> datetime | None:
        """When the mobile number was last changed or confirmed."""
        return _later(self.mobile_updated_at, self.mobile_verified_at)

    @property
    def email_confirmed_at(self) -> datetime | None:
        """When the e-mail address was last changed or confirmed."""
        return _later(self.email_updated_at, self.email_verified_at)


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


class Krr:
    """The register for one municipality. Safe for several threads."""

    def __init__(
        self,
        base_url: str,
        tokens: TokenSource,
        *,
        scope: str = SCOPE,
        consumer_org: str | None = None,
        **patience: Any,
    ) -> None:
        """`base_url` as `https://kontaktregisteret.no/rest`; a supplier uses DELEGATED_SCOPE."""
        self._url = base_url.rstrip("/") + "/v2/personer"
        self._asking = Asking(NAME, Bearer(tokens, scope, consumer_org), **patience)

    def contacts(self, ids: Iterable[str]) -> dict[str, Contact]:
        """Entries by national id, 1000 ids a call. Whoever is not registered is not in the answer.

        Raises RegisterError; then nothing of the answer is given.
        """
        remaining, found = iter(dict.fromkeys(ids)), dict[str, Contact]()
        while batch := list(islice(remaining, IDS_PER_CALL)):
            found.update(self._batch(batch))
        return found

    def make_ready(self) -> None:
        """Have a token before somebody waits for it; raises nothing."""
        self._asking.make_ready()

    def close(self) -> None:
        """Give back connections."""
        self._asking.close()

    def _batch(self, ids: list[str]) -> dict[str, Contact]:
        answer = self._asking.post(self._url, {"personidentifikatorer": ids})
        if answer.status != 200:
            raise self._asking.refused(answer)
        try:
            contacts = [read_contact(person) for person in answer.body["personer"]]
        except (TypeError, KeyError, AttributeError):
            advice = "gave an answer that does not fit its own description. Check the address."
            raise BadAnswer(NAME, advice) from None
        return {contact.national_id: contact for contact in contacts}


def read_contact(person: dict[str, Any]) -> Contact:
    """The entry out of the register's JSON. Raises KeyError where the number is missing."""
    info = person.get("kontaktinformasjon") or {}
    said = person.get("varslingsstatus")
    return Contact(
        national_id=str(person["personidentifikator"]),
        status=str(person.get("status") or "IKKE_REGISTRERT"),
        reserved=person.get("reservasjon") == "JA",
        can_be_notified=None if said is None else said == "KAN_VARSLES",
        email=info.get("epostadresse") or None,
        email_updated_at=read_moment(info.get("epostadresse_oppdatert")),
        email_verified_at=read_moment(info.get("epostadresse_sist_verifisert")),
        mobile=info.get("mobiltelefonnummer") or None,
        mobile_updated_at=read_moment(info.get("mobiltelefonnummer_oppdatert")),
        mobile_verified_at=read_moment(info.get("mobiltelefonnummer_sist_verifisert")),
        language=person.get("spraak") or None,
    )
