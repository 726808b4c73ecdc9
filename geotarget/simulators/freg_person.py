"""An invented person in the words of Folkeregisteret's JSON, cut down to the parts asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from geotarget.simulators.population import Person

Fields = dict[str, Any]
BASIS = "person-basis"


def person_json(person: Person, parts: Collection[str]) -> Fields:
    """The person with the parts asked for; empty parts are left out, as the register does."""
    everything = _everything(person)
    wanted = everything if BASIS in parts else {p: everything[p] for p in parts if p in everything}
    return {name: content for name, content in wanted.items() if content}


def knows(part: str) -> bool:
    """Whether the register gives out such a part."""
    return part in PARTS


def _everything(person: Person) -> Fields:
    return {
        "identifikasjonsnummer": _number(person),
        "navn": _name(person),
        "foedsel": _birth(person),
        "status": [{"erGjeldende": True, "status": person.status}],
        "doedsfall": {"doedsdato": "2026-01-01"} if person.status == "doed" else None,
        "adressebeskyttelse": _protection(person),
        "bostedsadresse": _registered_home(person),
        "deltBosted": [_home(home, home.get("grading")) for home in person.second_homes],
        "oppholdsadresse": [_home(person.stay, person.stay.get("grading"))] if person.stay else [],
    }


PARTS = frozenset(
    {
        BASIS,
        "identifikasjonsnummer",
        "navn",
        "foedsel",
        "status",
        "doedsfall",
        "adressebeskyttelse",
        "bostedsadresse",
        "deltBosted",
        "oppholdsadresse",
    }
)


def _number(person: Person) -> list[Fields]:
    is_d_number = int(person.national_id[0]) > 3
    return [
        {
            "foedselsEllerDNummer": person.national_id,
            "identifikatortype": "dNummer" if is_d_number else "foedselsnummer",
            "status": "iBruk",
        }
    ]


def _name(person: Person) -> list[Fields]:
    first, _, last = person.name.rpartition(" ")
    return [{"erGjeldende": True, "fornavn": first, "etternavn": last}] if person.name else []


def _birth(person: Person) -> list[Fields]:
    if not person.birth_date:
        return []
    date = person.birth_date
    return [{"erGjeldende": True, "foedselsdato": date, "foedselsaar": date[:4]}]


def _protection(person: Person) -> list[Fields]:
    if person.grading in ("fortrolig", "strengtFortrolig"):
        return [{"erGjeldende": True, "graderingsnivaa": person.grading}]
    return []


def _registered_home(person: Person) -> list[Fields]:
    """Nothing for the strictly protected: the register itself holds no address of theirs."""
    if not person.address or person.grading == "strengtFortrolig":
        return []
    return [_home({"address_id": person.address_id, "address": person.address}, person.grading)]


def _home(home: Mapping[str, Any], grading: str | None) -> Fields:
    address = home["address"]
    fields: Fields = {
        "erGjeldende": True,
        "gyldighetstidspunkt": "2020-01-01T00:00:00+01:00",
        "adressegradering": grading or "ugradert",
        "adresseIdentifikatorFraMatrikkelen": home.get("address_id"),
    }
    if address.get("kind") == "matrikkeladresse":
        fields["matrikkeladresse"] = _filled(_plot_address(address))
    else:
        fields["vegadresse"] = _filled(_street_address(address))
    return _filled(fields)


def _street_address(address: Mapping[str, Any]) -> Fields:
    number = {"husnummer": _text(address.get("number")), "husbokstav": address.get("letter")}
    return {
        "kommunenummer": address.get("municipality_number"),
        "adressenavn": address.get("street_name"),
        "adressekode": _text(address.get("street_code")),
        "adressenummer": _filled(number),
        **_either(address),
    }


def _plot_address(address: Mapping[str, Any]) -> Fields:
    number = {
        "kommunenummer": address.get("municipality_number"),
        "gaardsnummer": address.get("gnr"),
        "bruksnummer": address.get("bnr"),
        "festenummer": address.get("fnr"),
    }
    return {
        "matrikkelnummer": _filled(number),
        "undernummer": address.get("undernumber"),
        **_either(address),
    }


def _either(address: Mapping[str, Any]) -> Fields:
    unit = address.get("unit_number")
    place = {"postnummer": address.get("postcode"), "poststedsnavn": address.get("post_town")}
    return {
        "bruksenhetsnummer": unit,
        "bruksenhetstype": "bolig" if unit else None,
        "poststed": _filled(place),
    }


def _filled(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value not in (None, "", {}, [])}


def _text(value: object) -> str | None:
    return None if value in (None, "") else str(value)
