"""Folkeregisteret: search, bulk look-up, single person, by the door of Skatteetaten or KS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geotarget.simulators.exchange import HTML, Request, Response, json_response, list_of_texts
from geotarget.simulators.fiks import Integration
from geotarget.simulators.freg_person import BASIS, knows, person_json
from geotarget.simulators.population import PREFIX_LETTERS, Person, Population
from geotarget.simulators.tokens import Tokens

MAX_HITS = 10_000
MAX_IDS = 1000
SCOPE = "folkeregister:deling/offentligmedhjemmel"
FIKS_SCOPE = "ks:fiks"
# What the firewall of the register lets through in a query.
_HARMLESS = re.compile(r"[\w\s.,'/()-]*")


_DIGITS = re.compile(r"[0-9]{4}")
_FORMS = {
    "kommunenummer": _DIGITS,
    "postnummer": _DIGITS,
    "foedselsaarFraOgMed": _DIGITS,
    "foedselsaarTilOgMed": _DIGITS,
    "inkluderOppholdsadresse": re.compile("true|false"),
    "inkluderDoede": re.compile("true|false"),
    "maksTreff": re.compile(r"[0-9]{1,9}"),
}


@dataclass(frozen=True)
class _Question:
    street: str
    house: str
    postcode: str
    municipality: str
    from_year: str
    to_year: str
    with_stays: bool
    with_dead: bool

    def matches(self, person: Person) -> bool:
        if person.status == "doed" and not self.with_dead:
            return False
        year = person.birth_date[:4]
        if (self.from_year and year < self.from_year) or (self.to_year and year > self.to_year):
            return False
        return any(self._is_at(home) for home in person.homes(with_stays=self.with_stays))

    def _is_at(self, home: Mapping[str, Any]) -> bool:
        street = str(home.get("street_name") or "")
        return (
            street.casefold().startswith(self.street.casefold())
            and (not self.house or self.house.casefold() in _house_forms(home))
            and self.postcode in ("", home.get("postcode"))
            and self.municipality in ("", home.get("municipality_number"))
        )


def search(request: Request, population: Population) -> Response:
    """`GET personer/soek`: numbers only."""
    if not all(_HARMLESS.fullmatch(value) for values in request.query.values() for value in values):
        page = "<html><body>The requested URL was rejected. Your support ID is: 4711</body></html>"
        return Response(200, page.encode(), HTML)
    if not _is_well_formed(request):
        return _error(400, "FREG-005", "Ugyldig verdi for en parameter")
    question = _question(request)
    if question.street and len(question.street) < PREFIX_LETTERS:
        return _error(400, "FREG-005", "adressenavn må ha minst 3 tegn")
    if not (question.street or question.postcode or question.municipality):
        return _error(400, "FREG-005", "Søket mangler kriterier")
    near = population.near(
        street=question.street, postcode=question.postcode, municipality=question.municipality
    )
    found = [person.national_id for person in near if question.matches(person)]
    if len(found) > MAX_HITS:
        return _error(400, "FREG-006", "Søket gir for mange treff, maksimalt 10 000")
    return json_response({"foedselsEllerDNummer": found[: _most(request)]})


def bulk(request: Request, population: Population) -> Response:
    """`POST personer/bulkoppslag`: persons by number, in the order asked for."""
    parts = request.query.get("part", [BASIS])
    if not all(knows(part) for part in parts):
        return _error(400, "FREG-005", "Ukjent verdi for part")
    try:
        numbers = list_of_texts(request.json["foedselsEllerDNummer"])
    except (ValueError, KeyError, TypeError):
        return _error(400, "FREG-005", "Ugyldig innhold i forespørselen")
    if not 1 <= len(numbers) <= MAX_IDS:
        return _error(400, "FREG-005", f"Antall identifikatorer må være 1 til {MAX_IDS}")
    return json_response({"oppslag": [_bulk_row(n, population, parts) for n in numbers]})


def single(number: str, request: Request, population: Population) -> Response:
    """`GET personer/{number}`."""
    if not all(knows(part) for part in request.query.get("part", [BASIS])):
        return _error(400, "FREG-005", "Ukjent verdi for part")
    person = population.by_id.get(number)
    if person is None:
        return _error(404, "FREG-007", "Fant ikke person")
    return json_response(person_json(person, request.query.get("part", [BASIS])))


def let_in(request: Request, tokens: Tokens, through_fiks: Integration | None) -> Response | None:
    """None where the caller may ask; else the refusal."""
    scopes = tokens.scopes_of(request.bearer)
    if scopes is None:
        return _error(401, "FREG-002", "Autentisering feiler")
    if (FIKS_SCOPE if through_fiks else SCOPE) not in scopes:
        return _error(403, "FREG-003", "Mangler autorisasjon for tjenesten")
    return through_fiks.refusal(request) if through_fiks else None


def _bulk_row(number: str, population: Population, parts: list[str]) -> dict[str, object]:
    person = population.by_id.get(number)
    if person is None or person.bulk_error:
        words = person.bulk_error if person else "Fant ikke person"
        return {"foedselsEllerDNummer": number, "feilmelding": {"feilmelding": words}}
    return {"foedselsEllerDNummer": number, "folkeregisterperson": person_json(person, parts)}


def _is_well_formed(request: Request) -> bool:
    given = ((form, request.first(name)) for name, form in _FORMS.items() if name in request.query)
    return all(form.fullmatch(value) for form, value in given) and 1 <= _most(request) <= MAX_HITS


def _question(request: Request) -> _Question:
    return _Question(
        street=request.first("adressenavn"),
        house=request.first("husnummer"),
        postcode=request.first("postnummer"),
        municipality=request.first("kommunenummer"),
        from_year=request.first("foedselsaarFraOgMed"),
        to_year=request.first("foedselsaarTilOgMed"),
        with_stays=request.first("inkluderOppholdsadresse") == "true",
        with_dead=request.first("inkluderDoede") == "true",
    )


def _house_forms(home: Mapping[str, Any]) -> tuple[str, str]:
    """A number without letter finds all letters; with letter only that one."""
    number = str(home.get("number") or "")
    return number, f"{number}{home.get('letter') or ''}".casefold()


def _most(request: Request) -> int:
    return int(request.first("maksTreff") or MAX_HITS)


def _error(status: int, code: str, words: str) -> Response:
    return json_response({"kode": code, "melding": words}, status)
