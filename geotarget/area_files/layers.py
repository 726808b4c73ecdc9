"""What a reader gives: layers of features in the file's own coordinate system."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import shapely
from pyproj import CRS

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.printable import printable

MAX_FEATURES = 2_000
MAX_VERTICES = 100_000
_NAMES = ("plannavn", "plannavn_", "navn", "name", "title", "planid", "omradenavn", "områdenavn",
          "arealformål", "arealformal", "beskrivelse", "descriptio", "description", "id",
          "objtype")  # fmt: skip
"""Attributes that tell people which feature it is, the best first; then whatever is called a name
or a number, but for those of persons."""
_CALLED = re.compile(r"navn|name|nummer|number", re.I)
_OF_PERSONS = re.compile(r"eier|owner|person|kontakt|contact|hjemmel|fødsel|fodsel|saksbeh", re.I)
_TOLD = 2
_LONGEST = 60
_MOST_ATTRIBUTES = 12


@dataclass
class Feature:
    label: str
    shape: shapely.Geometry | None
    """In the layer's system, east before north or longitude before latitude."""
    fault: InputError | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    """What the file says of it, in words that can be a name."""


@dataclass
class Layer:
    name: str
    system: CRS | None
    """None where the file does not say."""
    features: Iterable[Feature] = field(default_factory=list)


def label_of(attributes: Mapping[str, object]) -> str:
    """As "Bygata øst · RpOmråde", from what the file says of a feature; empty for nothing."""
    lower = {name.casefold(): value for name, value in attributes.items()}
    others = [n for n in lower if _CALLED.search(n) and not _OF_PERSONS.search(n)]
    values = (" ".join(str(lower.get(name) or "").split()) for name in (*_NAMES, *others))
    told = [printable(value)[:_LONGEST] for value in values if value]
    return " · ".join(dict.fromkeys(told[:_TOLD]))


def attributes_of(attributes: Mapping[str, object]) -> dict[str, str]:
    """Those that can name a feature, by their names in the file; not those of persons, nor what is
    no single line of text or number.
    """
    kept: dict[str, str] = {}
    for name, value in attributes.items():
        is_plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        is_whole = isinstance(value, float) and value.is_integer()
        told = f"{value:.0f}" if is_whole else str(value)
        text = " ".join(told.split()) if is_plain else ""
        if text and len(kept) < _MOST_ATTRIBUTES and not _OF_PERSONS.search(name):
            kept[printable(name)[:_LONGEST]] = printable(text)[:_LONGEST]
    return kept


class Budget:
    """Refuses a file with more than can be shown and chosen from."""

    def __init__(self) -> None:
        self._features = 0
        self._vertices = 0

    def spend(self, vertices: int) -> None:
        self._features += 1
        self._vertices += vertices
        if self._features > MAX_FEATURES or self._vertices > MAX_VERTICES:
            raise InputError(
                gettext_noop(
                    "The file has more than %(features)s areas or %(vertices)s corners. "
                    "Cut out what you need and try again."
                ),
                features=MAX_FEATURES,
                vertices=MAX_VERTICES,
            )
