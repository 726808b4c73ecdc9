"""A saved area that is picked by name: what it holds, to be added to another selection."""

from __future__ import annotations

import json
from typing import Any

from shapely.geometry import mapping

from geotarget.domain.area import drawn_shapes
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.neighbours import parse_neighbours

from .models import Area
from .neighbours import picked_with_reason

PICKS = ("streets", "districts", "addresses")


def parts_of(area: Area) -> dict[str, Any]:
    """Its shapes and picks in the form of a selection, without rule and filters.

    What it takes away is cut out of its own shapes, so that nothing of the other selection goes
    with it; where it takes from picks too, that cannot be, and it is given as it is.
    """
    drawing = area.drawing
    picks = {name: drawing.get(name) or [] for name in PICKS}
    picks["addresses"] = [*picks["addresses"], *_of_neighbours(drawing)]
    include, exclude = drawing.get("include"), drawing.get("exclude")
    if not _features(exclude) or any(picks.values()):
        return {"include": include, "exclude": exclude, **picks}
    left = drawn_shapes(json.dumps(include)).difference(drawn_shapes(json.dumps(exclude)))
    if left.is_empty:
        raise InputError(gettext_noop("Nothing is left of the area: it takes away all it has."))
    feature = {"type": "Feature", "properties": {}, "geometry": dict(mapping(left))}
    return {"include": {"type": "FeatureCollection", "features": [feature]}, **picks}


def _of_neighbours(drawing: dict[str, Any]) -> list[str]:
    """The addresses of its neighbours, which another selection takes as they are today."""
    picked = picked_with_reason(parse_neighbours(drawing.get("neighbours")))
    return [one.partition("|")[0] for one in picked]


def _features(collection: dict[str, Any] | None) -> list[Any]:
    return (collection or {}).get("features") or []
