"""Which delivery it is, and what is said about a file that is none. No database."""

from __future__ import annotations

import io

import pytest

from cadastre_import import DeliveryRefused
from cadastre_import.recognise import recognise
from fixtures.address_csv import ADDRESS_HEADER, UNIT_HEADER

from .deliveries import BUILDING_NAMESPACE, TEIG_NAMESPACE

OLD_UNIT_HEADER = UNIT_HEADER.removesuffix(";adresseId").replace("bruksenhetId", "bruksenhetid")
SHORT_ADDRESS_HEADER = ";".join(ADDRESS_HEADER.split(";")[:32])
VEGADRESSE_HEADER = ";".join(
    ["lokalId", *ADDRESS_HEADER.split(";")[1:21], "oppdateringsdato", "datauttaksdato"]
)


def dataset_of(content: str | bytes, dataset: str | None = None) -> str:
    data = content.encode("utf-8-sig") if isinstance(content, str) else content
    stream = io.BytesIO(data)
    source = recognise(stream, dataset)
    assert stream.tell() == 0, "the reader starts at the beginning"
    return source.dataset


@pytest.mark.parametrize(
    ("content", "dataset"),
    [
        (ADDRESS_HEADER, "address"),
        (ADDRESS_HEADER.upper(), "address"),
        (SHORT_ADDRESS_HEADER, "address"),
        (VEGADRESSE_HEADER, "address"),
        (UNIT_HEADER, "unit"),
        (OLD_UNIT_HEADER, "unit"),
        (f'<gml:FeatureCollection xmlns:app="{TEIG_NAMESPACE}">', "parcel"),
        (f'<gml:FeatureCollection xmlns:app="{BUILDING_NAMESPACE}">', "building"),
        (f'<x xmlns:app="{TEIG_NAMESPACE.replace("Eiendomskart-Teig", "Adresse")}">', "address"),
        ('{ "Kommune" : {"type": "FeatureCollection"}}', "municipality"),
    ],
)
def test_a_delivery_is_told_by_its_first_bytes(content: str, dataset: str) -> None:
    assert dataset_of(content) == dataset


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty"),
        ("name;street;town", "line 1 is not the header of any of them"),
        ("ADRESSEID;TYPE;KOMMUNENR;ADRESSEKODE;NR", "none of the known deliveries"),
        (ADDRESS_HEADER.replace(";Nord", ";N"), "these columns are missing: Nord"),
        ("<kml xmlns='http://www.opengis.net/kml/2.2'>", "its XML namespace"),
        ('{"type": "FeatureCollection", "features": []}', "JSON without a collection"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "document type definition"),
    ],
)
def test_anything_else_is_refused_with_the_reason(content: str, words: str) -> None:
    with pytest.raises(DeliveryRefused, match=words):
        dataset_of(content)


def test_a_windows_file_is_refused_with_line_and_byte() -> None:
    with pytest.raises(DeliveryRefused, match=r"Line 1, byte 243: this is not UTF-8"):
        dataset_of(ADDRESS_HEADER.encode("cp1252"))


def test_another_data_set_than_asked_for_is_refused() -> None:
    with pytest.raises(DeliveryRefused, match=r"a delivery of address .* not of unit"):
        dataset_of(ADDRESS_HEADER, "unit")
