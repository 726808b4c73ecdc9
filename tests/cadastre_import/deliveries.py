"""Small deliveries for the tests, written as the deliverers write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from fixtures.address_csv import ADDRESS_HEADER, UNIT_HEADER

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "no"
EXTRACTED = "15.11.2026 06:10:00"


def real_file(name: str) -> Path:
    """A real delivery; the test is skipped where the data for tests is not there."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the real delivery {path} is not on this machine")
    return path


def address(number: int, **changes: object) -> dict[str, object]:
    """An address in Storgata, ten metres from the one before."""
    row: dict[str, object] = {
        "lokalid": 7_000_000_000 + number,
        "kommunenummer": "9901",
        "kommunenavn": "STRANDVIK",
        "adressetype": "vegadresse",
        "adressekode": "1010",
        "adressenavn": "Storgata",
        "nummer": number,
        "gardsnummer": 10,
        "bruksnummer": number,
        "adresseTekst": f"Storgata {number}",
        "EPSG-kode": "25833",
        "Nord": f"{7_140_000 + 10 * number}.00",
        "Øst": "136000.50",
        "postnummer": "9994",
        "poststed": "STRANDVIK",
        "oppdateringsdato": "12.06.2025 09:03:43",
        "datauttaksdato": EXTRACTED,
        "adresseId": 7_000_000_000 + number,
    }
    return row | changes


def unit(number: int, address_number: int, **changes: object) -> dict[str, object]:
    row = address(address_number) | {
        "bruksenhetId": 8_000_000_000 + number,
        "bruksenhetsnummerTekst": f"H01{number:02}",
    }
    return row | changes


def text_of(rows: Iterable[Mapping[str, object]], header: str = ADDRESS_HEADER) -> str:
    """BOM, header, and every row with a line end of its own."""
    names = header.split(";")
    lines = [";".join(str(row.get(name, "")) for name in names) for row in rows]
    return "\ufeff" + "".join(f"{line}\r\n" for line in [header, *lines])


def write(path: Path, rows: Iterable[Mapping[str, object]], header: str = ADDRESS_HEADER) -> Path:
    path.write_bytes(text_of(rows, header).encode("utf-8"))
    return path


def write_units(
    path: Path, rows: Iterable[Mapping[str, object]], header: str = UNIT_HEADER
) -> Path:
    return write(path, rows, header)


TEIG_NAMESPACE = (
    "http://skjema.geonorge.no/SOSI/produktspesifikasjon/Matrikkelen-Eiendomskart-Teig/20211101"
)

BUILDING_NAMESPACE = TEIG_NAMESPACE.replace("Eiendomskart-Teig", "Bygningspunkt")


def teig(
    number: int,
    surface: str,
    units: Iterable[tuple[int, int, int, int]] = ((10, 1, 0, 0),),
    municipality: str = "9901",
) -> str:
    """One Teig; units are (gnr, bnr, fnr, snr), their id follows from the number."""
    owners = "".join(
        f"<app:matrikkelenhet><app:Matrikkelenhet><app:kommunenummer>{municipality}"
        f"</app:kommunenummer><app:gardsnummer>{gnr}</app:gardsnummer><app:bruksnummer>{bnr}"
        f"</app:bruksnummer>"
        + (f"<app:festenummer>{fnr}</app:festenummer>" if fnr else "")
        + (f"<app:seksjonsnummer>{snr}</app:seksjonsnummer>" if snr else "")
        + f"<app:bruksnavn> </app:bruksnavn><app:matrikkelenhetstype>Grunneiendom"
        f"</app:matrikkelenhetstype><app:matrikkelenhetId>{gnr:03}{bnr:03}{fnr:02}{snr:02}"
        f"</app:matrikkelenhetId></app:Matrikkelenhet></app:matrikkelenhet>"
        for gnr, bnr, fnr, snr in units
    )
    return (
        f"<gml:featureMember><app:Teig><app:identTeig><app:IdentTeig><app:teigId>{number}"
        f"</app:teigId></app:IdentTeig></app:identTeig>"
        f"<app:oppdateringsdato>2020-06-16T05:19:02.344</app:oppdateringsdato>"
        f"<app:område>{surface}</app:område><app:kommunenummer>{municipality}"
        f"</app:kommunenummer><app:kommunenavn>STRANDVIK</app:kommunenavn>{owners}"
        f"<app:matrikkelnummerTekst>10/1</app:matrikkelnummerTekst><app:tvist>false</app:tvist>"
        f"<app:uregistrertJordsameie>false</app:uregistrertJordsameie></app:Teig>"
        f"</gml:featureMember>\n"
    )


def square(east: float, north: float, size: float) -> str:
    """A Polygon in EPSG:25833."""
    return (
        '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::25833"><gml:exterior><gml:LinearRing>'
        f"<gml:posList>{east} {north} {east + size} {north} {east + size} {north + size} "
        f"{east} {north + size} {east} {north}</gml:posList></gml:LinearRing></gml:exterior>"
        "</gml:Polygon>"
    )


def building(
    number: int, units: Iterable[tuple[int, int, int]] = (), more: str = "", **changes: object
) -> str:
    """One Bygning; units are (bruksenhetId, adresseId, matrikkelenhetId). All units stand in one
    property element, as the deliverer writes them."""
    told = {"bygningsnummer": 300_000_000 + number, "bygningsstatus": "TB", "kommunenummer": "9901",
            "kommunenavn": "STRANDVIK", "bygningstype": 111, "oppdateringsdato":
            "2024-06-16T05:19:02", "pos": f"{136_000 + number} 7140000.5"} | changes  # fmt: skip
    pos = told.pop("pos")
    inner = "".join(
        f"<app:Bruksenhet><app:adresseId>{address}</app:adresseId><app:bruksenhetId>{unit}"
        f"</app:bruksenhetId><app:matrikkelenhetId>{owner}</app:matrikkelenhetId>{more}"
        "</app:Bruksenhet>"
        for unit, address, owner in units
    )
    return (
        "<gml:featureMember><app:Bygning>"
        + "".join(f"<app:{name}>{value}</app:{name}>" for name, value in told.items())
        + (f"<app:bruksenhet>{inner}</app:bruksenhet>" if inner else "")
        + '<app:representasjonspunkt><gml:Point srsName="urn:ogc:def:crs:EPSG::25833"><gml:pos>'
        f"{pos}</gml:pos></gml:Point></app:representasjonspunkt>"
        f"<app:identBygning><app:IdentBygning><app:bygningId>{number}</app:bygningId>"
        "</app:IdentBygning></app:identBygning></app:Bygning></gml:featureMember>\n"
    )


def write_gml(path: Path, *members: str, namespace: str = TEIG_NAMESPACE) -> Path:
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<gml:FeatureCollection '
        f'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="{namespace}">\n'
        f"{''.join(members)}</gml:FeatureCollection>\n",
        encoding="utf-8",
    )
    return path
