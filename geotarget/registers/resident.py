"""A person as Folkeregisteret answers, cut down to what area notices need.

The register leaves fields out as it likes, so everything but the number may be missing.
None of these classes shows its content in `repr`: they hold personal data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

Fields = dict[str, Any]
HomeKind = Literal["bosted", "delt", "opphold"]


class Protection(StrEnum):
    """Address protection, in the register's own words, mildest first."""

    UNGRADED = "ugradert"
    CLIENT = "klientadresse"
    CONFIDENTIAL = "fortrolig"
    STRICTLY_CONFIDENTIAL = "strengtFortrolig"


_MILDEST_FIRST = list(Protection)


@dataclass(frozen=True, repr=False)
class Home:
    """An address at which a person lives, as the register writes it."""

    kind: HomeKind
    """`bosted` (registered home), `delt` (a child's second home), `opphold` (temporary stay)."""
    grading: Protection
    address_matrikkel_id: str | None = None
    """Key of the address in Matrikkelen; the join with our own addresses."""
    municipality_number: str | None = None
    street_name: str | None = None
    street_code: str | None = None
    number: int | None = None
    letter: str | None = None
    gnr: int | None = None
    bnr: int | None = None
    fnr: int | None = None
    undernumber: int | None = None
    postcode: str | None = None
    unit_number: str | None = None
    """`H0101`; None where the address has one dwelling or the register does not know."""


@dataclass(frozen=True, repr=False)
class Resident:
    """One person, for as long as a chunk is being worked on."""

    national_id: str
    status: str | None
    """`bosatt`, `utflyttet`, `doed`, … in the register's words."""
    protection: Protection
    """The strictest of what is said of the person and of any home."""
    birth_date: date | None
    birth_year: int | None
    homes: tuple[Home, ...]
    """Registered home first, then second homes, then stays. Empty where the address is secret."""
    name: str = ""
    """As on an envelope; only where the part `navn` was asked for."""

    @property
    def home(self) -> Home | None:
        """The registered home."""
        return next((home for home in self.homes if home.kind == "bosted"), None)

    @property
    def second_homes(self) -> tuple[Home, ...]:
        """Other homes at which the person lives: a child of two households, a commuter."""
        return tuple(home for home in self.homes if home.kind != "bosted")


def read_resident(national_id: str, person: Fields) -> Resident:
    """The person out of the register's JSON. What is not understood is left out, never guessed."""
    homes = tuple(_homes(person))
    protections = [
        protection_of(entry.get("graderingsnivaa"))
        for entry in _current(person, "adressebeskyttelse")
    ]
    birth = next(iter(_current(person, "foedsel")), {})
    status = next(iter(_current(person, "status")), {})
    return Resident(
        national_id=national_id,
        status="doed" if person.get("doedsfall") else _text(status.get("status")),
        protection=_strictest([*protections, *(home.grading for home in homes)]),
        birth_date=_date(birth.get("foedselsdato")),
        birth_year=_number(birth.get("foedselsaar")),
        homes=homes,
        name=_name(next(iter(_current(person, "navn")), {})),
    )


def _name(name: Fields) -> str:
    parts = (_text(name.get(part)) for part in ("fornavn", "mellomnavn", "etternavn"))
    return " ".join(filter(None, parts))


def protection_of(value: object) -> Protection:
    """The grading; a word that nobody described counts as the strictest."""
    if value is None:
        return Protection.UNGRADED
    try:
        return Protection(str(value))
    except ValueError:
        return Protection.STRICTLY_CONFIDENTIAL


def _homes(person: Fields) -> list[Home]:
    kinds: tuple[tuple[HomeKind, str], ...] = (
        ("bosted", "bostedsadresse"),
        ("delt", "deltBosted"),
        ("opphold", "oppholdsadresse"),
    )
    return [_home(kind, entry) for kind, name in kinds for entry in _current(person, name)]


def _home(kind: HomeKind, entry: Fields) -> Home:
    street, plot = _fields(entry, "vegadresse"), _fields(entry, "matrikkeladresse")
    either = street or plot
    number, plot_number = _fields(street, "adressenummer"), _fields(plot, "matrikkelnummer")
    return Home(
        kind=kind,
        grading=protection_of(entry.get("adressegradering")),
        address_matrikkel_id=_text(entry.get("adresseIdentifikatorFraMatrikkelen")),
        municipality_number=_text(
            street.get("kommunenummer")
            or plot_number.get("kommunenummer")
            or _fields(entry, "ukjentBosted").get("bostedskommune")
        ),
        street_name=_text(street.get("adressenavn")),
        street_code=_text(street.get("adressekode")),
        number=_number(number.get("husnummer")),
        letter=_text(number.get("husbokstav")),
        gnr=_number(plot_number.get("gaardsnummer")),
        bnr=_number(plot_number.get("bruksnummer")),
        fnr=_number(plot_number.get("festenummer")),
        undernumber=_number(plot.get("undernummer")),
        postcode=_text(_fields(either, "poststed").get("postnummer")),
        unit_number=_text(either.get("bruksenhetsnummer")),
    )


def _current(person: Fields, name: str) -> list[Fields]:
    """The entries that hold now, newest first; the register may send one, several or history."""
    entries = person.get(name) or []
    entries = entries if isinstance(entries, list) else [entries]
    current = [e for e in entries if isinstance(e, dict) and e.get("erGjeldende") is not False]
    return sorted(current, key=lambda e: str(e.get("gyldighetstidspunkt") or ""), reverse=True)


def _strictest(protections: list[Protection]) -> Protection:
    return max(protections, key=_MILDEST_FIRST.index, default=Protection.UNGRADED)


def _fields(parent: Fields, name: str) -> Fields:
    child = parent.get(name)
    return child if isinstance(child, dict) else {}


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
