"""A tiny invented population and running simulators, for the tests of what calls them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from geotarget.registers.maskinporten import Maskinporten
from geotarget.simulators.link import LinkAccount
from geotarget.simulators.running import Options, Simulators

MUNICIPALITY = "9998"
# Numbers of invented people: month + 80 with right check digits.
ANNE, BJORN, CARI, DAG, EVA, FINN, GRO, HANS = (
    "01810100288", "02820200147", "03830300197", "04840400137",
    "05850500187", "06860600127", "07870700177", "08880800117",
)  # fmt: skip


def street(
    number: int, letter: str = "", *, name: str = "Skolegata", unit: str = ""
) -> dict[str, Any]:
    """A street address in the population's form."""
    return {
        "kind": "vegadresse",
        "municipality_number": MUNICIPALITY,
        "street_name": name,
        "street_code": "1200",
        "number": number,
        "letter": letter,
        "postcode": "9990",
        "post_town": "VIKA",
        "unit_number": unit,
    }


def plot(gnr: int, bnr: int) -> dict[str, Any]:
    """An address without street."""
    return {
        "kind": "matrikkeladresse",
        "municipality_number": MUNICIPALITY,
        "gnr": gnr,
        "bnr": bnr,
        "fnr": 0,
        "postcode": "9991",
        "post_town": "YTRE VIKA",
    }


def person(
    national_id: str, address_id: str, address: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """One line of the population."""
    return {
        "national_id": national_id,
        "name": "Oppdiktet Person",
        "birth_date": "1980-05-17",
        "status": "bosatt",
        "address_id": address_id,
        "address": address,
        "grading": "ugradert",
        "krr": {
            "email": f"person.{national_id[:4]}@example.no",
            "email_updated": "2023-06-10T21:00:01+02",
            "mobile": f"+479000{national_id[:4]}",
            "mobile_updated": "2026-08-05T10:45:15.768Z",
            "reserved": False,
            "status": "AKTIV",
            "language": "nb",
        },
        **more,
    }


PEOPLE = [
    person(ANNE, "501", street(10, unit="H0101")),
    person(BJORN, "502", street(10, "B"), krr=None),
    person(CARI, "503", street(1, name="Skoleveien"), birth_date="2012-02-29",
           second_homes=[{"address_id": "501", "address": street(10), "grading": "ugradert"}]),
    person(DAG, "504", plot(12, 3)),
    person(EVA, "505", street(12), grading="fortrolig"),
    person(FINN, "506", street(14), grading="strengtFortrolig"),
    person(GRO, "507", street(16), status="utflyttet"),
    person(HANS, "508", street(18), bulk_error="Personen er opphørt"),
]  # fmt: skip


def write_key_pair(folder: Path) -> tuple[bytes, Path]:
    """A client's private key as PEM, and the file with its public key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = folder / "client-public.pem"
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private, public


@contextmanager
def running_simulators(
    folder: Path,
    people: list[dict[str, Any]],
    public_key: Path | None = None,
    receipt_url: str = "",
    bounce_url: str = "",
) -> Iterator[Simulators]:
    """The simulators on free ports, with these people."""
    population = folder / "population.jsonl"
    population.write_text("\n".join(json.dumps(each) for each in people), encoding="utf-8")
    account = LinkAccount(receipt_url=receipt_url)
    options = Options(
        population, client_public_key=public_key, account=account, bounce_url=bounce_url
    )
    with Simulators(options) as simulators:
        yield simulators


def maskinporten(simulators: Simulators, key: bytes, **changes: Any) -> Maskinporten:
    """A client of the simulated Maskinporten."""
    base = f"{simulators.url}/maskinporten/"
    settings = {
        "issuer": base,
        "token_url": f"{base}token",
        "client_id": "b57c0f52-0000-4000-8000-000000000001",
        "key_pem": key,
        "kid": "test-key",
    }
    return Maskinporten(**{**settings, **changes})
