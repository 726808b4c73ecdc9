"""The parcels of the invented country as Teig GML, and its dwelling units as CSV.

A municipality is a grid of lots: small in the town, large as farms outside it, with corners that
lean and edges that bend, so that neighbours share every point. Of each municipality come as many
parcels as asked for; they have the property numbers of its addresses. Deterministic, EPSG:25833.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from fixtures.address_csv import UNIT_HEADER
from fixtures.gml import SRS

from .country import CELLS_EAST, GRID_M, MUNICIPALITIES, PER_STREET, SOUTH_M, WEST_M, sizes

REACH_M = 25_000
STEEP = 4.0
"""How much smaller lots are in the town than at the border: `sinh` over this span."""
ALONG, UP = 3, 6
"""Points on an edge to the east and on one to the north; with the corners 22 in a ring."""
EVERY_HOLE, EVERY_SHARED, EVERY_DISPUTED, EVERY_JOINT = 50, 15, 700, 400

_NAMESPACE = (
    "http://skjema.geonorge.no/SOSI/produktspesifikasjon/Matrikkelen-Eiendomskart-Teig/20211101"
)
_FLAGS = "".join(
    f"<app:{name}>false</app:{name}>"
    for name in (
        "punktfeste", "avklartEiere", "avklartAndeler", "harAvtaleGrensePunktfeste",
        "harAvtaleStedbundenRettighet", "harGrunnforurensing", "harKulturminne",
        "harRegistrertGrunnerverv", "harRegistrertJordskifteKrevd",
    )
)  # fmt: skip


def write_parcels(path: Path, rows: int) -> None:
    """The parcel delivery of the whole country: `rows` Teig, some with holes or several units."""
    dice = np.random.default_rng(2)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<gml:FeatureCollection '
            f'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="{_NAMESPACE}" '
            'gml:id="collection">\n'
        )
        start = 0
        for block, count in enumerate(_shares(rows, dice)):
            file.writelines(_municipality(block, count, start, dice))
            start += count
        file.write("</gml:FeatureCollection>\n")


def write_units(path: Path, rows: int, addresses: int) -> None:
    """The dwelling units of the country: every address of `country.write_addresses` with as many
    rows has one, and those left over go to blocks of flats."""
    dice = np.random.default_rng(3)
    extra = dice.multinomial(rows - addresses, _flats(addresses, dice))
    key = place = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"\ufeff{UNIT_HEADER}\r\n")
        for block, count in enumerate(sizes(addresses, np.random.default_rng(1)).tolist()):
            for number in range(count):
                flats = 1 + int(extra[place])
                file.writelines(
                    _unit(block, number, place, key + flat, flat) for flat in range(flats)
                )
                key, place = key + flats, place + 1


def _shares(rows: int, dice: np.random.Generator) -> list[int]:
    """Parcels of each municipality, of very different size; their sum is `rows`."""
    weights = np.sort(dice.pareto(1.1, MUNICIPALITIES) + 0.15)[::-1]
    return [int(count) for count in dice.multinomial(rows, weights / weights.sum())]


def _municipality(block: int, count: int, start: int, dice: np.random.Generator) -> Iterator[str]:
    side = max(1, int(np.ceil(np.sqrt(count))))
    lots = _Lots(block, side, dice)
    for number in range(count):
        ring = lots.ring(number % side, number // side)
        yield _teig(block, number, start + number, ring)


class _Lots:
    """The corners and edges of one municipality's grid, in metres."""

    def __init__(self, block: int, side: int, dice: np.random.Generator) -> None:
        lean = dice.uniform(-0.2, 0.2, (2, side + 1, side + 1))
        place = np.arange(side + 1, dtype=float)
        self._middle = (
            WEST_M + block % CELLS_EAST * GRID_M,
            SOUTH_M + block // CELLS_EAST * GRID_M,
        )
        x, y = place[:, None] + lean[0], place[None, :] + lean[1]
        self._corners = self._metres(x, y, side)
        self._along = self._edge(x, y, (slice(0, -1), slice(None)), (slice(1, None), slice(None)),
                                 ALONG, side, dice)  # fmt: skip
        self._up = self._edge(x, y, (slice(None), slice(0, -1)), (slice(None), slice(1, None)),
                              UP, side, dice)  # fmt: skip

    def ring(self, i: int, j: int) -> np.ndarray:
        """Around the lot, against the clock, from its south-western corner and back to it."""
        corners, along, up = self._corners, self._along, self._up
        return np.concatenate([
            corners[i, j][None], along[i, j],
            corners[i + 1, j][None], up[i + 1, j],
            corners[i + 1, j + 1][None], along[i, j + 1][::-1],
            corners[i, j + 1][None], up[i, j][::-1],
            corners[i, j][None],
        ])  # fmt: skip

    def _edge(
        self, x: np.ndarray, y: np.ndarray, begin: tuple[slice, slice], end: tuple[slice, slice],
        points: int, side: int, dice: np.random.Generator,
    ) -> np.ndarray:  # fmt: skip
        """Points between two corners, a little off the line."""
        share = np.arange(1, points + 1) / (points + 1)
        between = [
            axis[begin][..., None] * (1 - share) + axis[end][..., None] * share for axis in (x, y)
        ]
        bend = dice.uniform(-0.03, 0.03, (2, *between[0].shape))
        return self._metres(between[0] + bend[0], between[1] + bend[1], side)

    def _metres(self, x: np.ndarray, y: np.ndarray, side: int) -> np.ndarray:
        """From lots counted from the corner to metres: dense in the middle."""
        scaled = np.stack([x, y], axis=-1) * 2 / side - 1
        metres = REACH_M * np.sinh(STEEP * scaled) / np.sinh(STEEP)
        return np.asarray(metres + np.array(self._middle))


def _teig(block: int, number: int, place: int, ring: np.ndarray) -> str:
    key, municipality = 290_000_000 + place, 1001 + 20 * block
    teig, middle = f"teig.{key}", ring[:-1].mean(axis=0)
    hole = ""
    if place % EVERY_HOLE == 0:
        hole = _ring("interior", middle + (ring[::-1] - middle) * 0.2)
    owners = 1 + (place // EVERY_SHARED % 6 + 1 if place % EVERY_SHARED == 0 else 0)
    units = "".join(_owner(municipality, number, place, snr) for snr in range(owners))
    label = f"{_gnr(number)}/{number + 1}"
    span = ring.max(axis=0) - ring.min(axis=0)
    content = [
        f"<app:identTeig><app:IdentTeig><app:teigId>{key}</app:teigId><app:navnerom>"
        "https://data.geonorge.no/sosi/matrikkel/eiendomskart_teig</app:navnerom>"
        "<app:versjonId>1</app:versjonId></app:IdentTeig></app:identTeig>",
        f"<app:oppdateringsdato>{2019 + place % 6}-{place % 12 + 1:02}-{place % 28 + 1:02}"
        f"T{7 + place % 9:02}:{place % 60:02}:{place % 59:02}</app:oppdateringsdato>",
        f'<app:representasjonspunkt><gml:Point gml:id="{teig}_REPRESENTASJONSPUNKT" {SRS}>'
        f"<gml:pos>{middle[0]:.2f} {middle[1]:.2f}</gml:pos></gml:Point>"
        "</app:representasjonspunkt>",
        f'<app:område><gml:Polygon gml:id="{teig}_OMRÅDE" {SRS}>{_ring("exterior", ring)}{hole}'
        "</gml:Polygon></app:område>",
        f"<app:kommunenummer>{municipality}</app:kommunenummer>",
        f"<app:kommunenavn>PRØVE {block}</app:kommunenavn>",
        units,
        f"<app:matrikkelnummerTekst>{label}</app:matrikkelnummerTekst>",
        _flag("teigMedFlereMatrikkelenheter", owners > 1),
        _flag("tvist", place % EVERY_DISPUTED == 0),
        _flag("uregistrertJordsameie", place % EVERY_JOINT == 0),
        "<app:avklartEiere>false</app:avklartEiere>",
        f"<app:teigareal><app:Areal><app:lagretBeregnetAreal>{span[0] * span[1]:.1f}"
        "</app:lagretBeregnetAreal></app:Areal></app:teigareal>",
        "<app:noyaktighetsklasseTeig>Grønt</app:noyaktighetsklasseTeig>",
        f"<app:uuidTeig>00000000-0000-5000-8001-{key:012}</app:uuidTeig>",
    ]
    body = "\n".join(f"      {line}" for line in content)
    return (
        f'  <gml:featureMember>\n    <app:Teig gml:id="{teig}">\n{body}\n    </app:Teig>\n'
        "  </gml:featureMember>\n"
    )


def _ring(role: str, ring: np.ndarray) -> str:
    numbers = " ".join(f"{value:.2f}" for value in ring.ravel().tolist())
    return (
        f"<gml:{role}><gml:LinearRing><gml:posList>{numbers}</gml:posList></gml:LinearRing>"
        f"</gml:{role}>"
    )


def _owner(municipality: int, number: int, place: int, snr: int) -> str:
    section = f"<app:seksjonsnummer>{snr}</app:seksjonsnummer>" if snr else ""
    key = 280_000_000 + 10 * place + snr
    kind = "Seksjon" if snr else "Grunneiendom"
    return (
        "<app:matrikkelenhet><app:Matrikkelenhet>"
        f"<app:kommunenummer>{municipality}</app:kommunenummer>"
        f"<app:gardsnummer>{_gnr(number)}</app:gardsnummer>"
        f"<app:bruksnummer>{number + 1}</app:bruksnummer>{section}"
        f"<app:bruksnavn>PRØVELI</app:bruksnavn>"
        f"<app:matrikkelenhetstype>{kind}</app:matrikkelenhetstype>{_FLAGS}"
        f"<app:matrikkelenhetId>{key}</app:matrikkelenhetId>"
        f"<app:uuidMatrikkelenhet>00000000-0000-5000-8002-{key:012}</app:uuidMatrikkelenhet>"
        "</app:Matrikkelenhet></app:matrikkelenhet>"
    )


def _gnr(number: int) -> int:
    """As the addresses of `country` have it."""
    return 1 + number // PER_STREET % 300


def _flag(name: str, is_set: bool) -> str:
    return f"<app:{name}>{'true' if is_set else 'false'}</app:{name}>"


def _flats(addresses: int, dice: np.random.Generator) -> np.ndarray:
    """How likely each address is to have one more unit: one in ten has flats."""
    weights = dice.pareto(1.5, addresses) * (dice.random(addresses) < 0.1)
    return np.asarray(weights / weights.sum())


def _unit(block: int, number: int, place: int, key: int, flat: int) -> str:
    municipality, street = 1001 + 20 * block, number // PER_STREET
    house, name = 2 * (number % PER_STREET) + 1, f"Prøvevegen {street}"
    label, unit = f"{name} {house}", f"H{flat // 8 % 99 + 1:02}{flat % 8 + 1:02}"
    return (
        f"{municipality};PRØVE {block};vegadresse;;;{1000 + street};{name};{house};;"
        f"{1 + street % 300};{number + 1};;;;{8_000_000_000 + key};{unit};{label} {unit};"
        f"{label} {unit};25833;;;{1000 + block};PRØVESTED;{municipality}0101;Sentrum;99010101;"
        f"Prøve;999999999;9901;Prøve;5;Prøve;01.{place % 12 + 1:02}.2023 22:00:00;"
        f"12.06.2025 09:03:{place % 60:02};{7_000_000_000 + place}\r\n"
    )
