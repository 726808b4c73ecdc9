"""Neighbours of a property as options of a command (see `domain/neighbours.py`)."""

from __future__ import annotations

import argparse

from geotarget.domain.errors import InputError
from geotarget.domain.neighbours import NeighbourKind, Neighbours, parse_neighbours


def add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("neighbours of a property, beside an area or without one")
    group.add_argument(
        "--neighbours-of", metavar="NUMBER", help="of all its parcels, as 9901-12/3 or 9901-12/3/1"
    )
    group.add_argument(
        "--neighbour",
        action="append",
        choices=[str(kind) for kind in NeighbourKind],
        help="which are meant; default: adjoining and across_road",
    )
    group.add_argument(
        "--metres", type=float, default=50, help="how far “within” reaches; default: 50"
    )


def read(options: argparse.Namespace) -> Neighbours | None:
    """Raises `InputError` where no property with an outline has the number."""
    if options.neighbours_of is None:
        return None
    from geotarget.targeting.neighbours import parcels_to_choose

    found = parcels_to_choose([], number=options.neighbours_of.strip())
    parcels = [row["parcel"] for row in found if row["parcel"] is not None]
    if not parcels:
        raise InputError(
            "No parcels of a property %(number)s are loaded. Write it as 9901-12/3.",
            number=options.neighbours_of[:40],
        )
    return parse_neighbours(
        {"parcels": parcels, "kinds": options.neighbour, "metres": options.metres}
    )
