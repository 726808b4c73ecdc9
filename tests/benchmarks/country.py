"""An invented country the size of Norway: addresses in towns, villages and scattered farms.

357 municipalities of very different size lie on a grid of 60 km; two thirds of the addresses of
each lie around its town, in streets of twelve. Deterministic. Coordinates in EPSG:25833.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from fixtures.address_csv import ADDRESS_HEADER

MUNICIPALITIES = 357
PER_STREET = 12
GRID_M = 60_000
WEST_M, SOUTH_M = -50_000, 6_480_000
CELLS_EAST = 18


def sizes(rows: int, dice: np.random.Generator) -> np.ndarray:
    """Addresses of each municipality: a few cities, many small places; their sum is `rows`."""
    weights = np.sort(dice.pareto(1.1, MUNICIPALITIES) + 0.15)[::-1]
    counts = np.maximum(200, np.floor(rows * weights / weights.sum())).astype(int)
    counts[0] += rows - counts.sum()
    return counts


def places(count: int, dice: np.random.Generator) -> np.ndarray:
    """Points of one municipality in metres from its middle, two decimals: shape (count, 2)."""
    centres = dice.uniform(-20_000, 20_000, (8, 2))
    centres[0] = 0
    chosen = dice.choice(8, count, p=[0.65, *[0.05] * 7])
    spread = np.where(chosen == 0, 300 + 4 * np.sqrt(count), 900.0)
    return np.round(centres[chosen] + dice.normal(size=(count, 2)) * spread[:, None], 2)


def write_addresses(path: Path, rows: int, changed_share: float = 0.0) -> None:
    """The address delivery of the country. With a share, so many rows have another street name."""
    dice = np.random.default_rng(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"\ufeff{ADDRESS_HEADER}\r\n")
        start = 0
        for block, count in enumerate(sizes(rows, dice)):
            file.writelines(_municipality(block, int(count), start, dice, changed_share))
            start += int(count)


def _municipality(
    block: int, count: int, start: int, dice: np.random.Generator, changed_share: float
) -> Iterator[str]:
    middle = np.array(
        [WEST_M + block % CELLS_EAST * GRID_M, SOUTH_M + block // CELLS_EAST * GRID_M]
    )
    # Neighbours in a file are neighbours in a street, and lie near each other.
    points = places(count, dice) + middle
    points = points[np.lexsort((points[:, 1] // 400, points[:, 0] // 400))]
    changes = dice.random(count) < changed_share
    for number, ((east, north), is_changed) in enumerate(
        zip(points.tolist(), changes.tolist(), strict=True)
    ):
        yield _row(block, number, start + number, east, north, is_changed)


def _row(block: int, number: int, place: int, east: float, north: float, is_changed: bool) -> str:
    municipality, street = 1001 + 20 * block, number // PER_STREET
    house, key = 2 * (number % PER_STREET) + 1, 7_000_000_000 + place
    name = f"Prøvevegen {street}" if not is_changed else f"Nyvegen {street}"
    # As in real files, about one time in eight addresses is one that no other address has.
    mass = place // 8
    day = f"{2 if is_changed else 1:02}.{mass % 12 + 1:02}.2023"
    moment = f"{day} 22:{mass // 12 % 60:02}:{mass % 60:02}.{mass % 999:03}"
    access = f"{key + 10**9};;{north + 3:.2f};{east + 3:.2f}" if place % 18 == 0 else ";;;"
    return (
        f"{key};{municipality};PRØVE {block};vegadresse;;;{1000 + street};{name};{house};;"
        f"{1 + street % 300};{number + 1};;;{name} {house};{name} {house};25833;{north:.2f};"
        f"{east:.2f};{1000 + block};PRØVESTED;{municipality}0101;Sentrum;99010101;Prøve;999999999;"
        f"9901;Prøve;5;Prøve;{moment};12.06.2025 09:03:{place % 60:02};{key};"
        f"00000000-0000-5000-8000-{key:012};{access};;;;;;;;\r\n"
    )
