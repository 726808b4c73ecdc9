from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages as notes
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from geotarget.cadastre.state import cadastre_state
from geotarget.domain.adjustments import LONGEST_NOTE
from geotarget.domain.coordinates import NORWAY_LATITUDE, NORWAY_LONGITUDE
from geotarget.domain.retention import ADJUSTMENT_NOTE
from geotarget.organisations.access import MemberRequest, own_or_404

from ..adjustment_notes import with_notes
from ..answers import too_slow
from ..filter_words import filter_form
from ..messages import adjustment_choices, rule_choices
from ..models import AddressList, Area
from ..neighbour_words import KIND_NAMES
from ..newer_cadastre import newer_addresses
from ..roles import draws
from ..saved_drawing import drawing_of, for_the_map
from ..search_examples import search_examples
from ..selected import rows
from ..tiles import MAX_ZOOM
from .shaping import MAX_SHAPES

Kept = TypeVar("Kept", Area, AddressList)

NORWAY = [4.0, 57.8, 31.5, 71.3]
"""West, south, east, north: shown where nothing of the territory is loaded."""


@require_safe
@draws
def map_page(request: MemberRequest) -> HttpResponse:
    listed = _own(AddressList, request, "list")
    try:
        opened = _opened(_own(Area, request, "area"), listed)
    except OperationalError as error:
        said = _("Opening the area took too long. Try again in a moment.")
        notes.error(request, too_slow(error, said))
        page = "list" if listed else "area"
        return redirect(f"targeting:{page}", pk=int(request.GET[page]))
    context = {
        "map_settings": {**map_settings(request), "opened": opened},
        "leaflet_overrides": LEAFLET_OVERRIDES,
        "rules": rule_choices(),
        "neighbour_kinds": KIND_NAMES.items(),
        "adjustment_choices": adjustment_choices(),
        "note_days": ADJUSTMENT_NOTE.days,
        "longest_note": LONGEST_NOTE,
        "filters": filter_form(request.organisation.pk),
        "opened_list": listed,
        "newer_cadastre": newer_addresses(listed) if listed else None,
        "examples": search_examples(request.organisation.municipality_numbers()),
    }
    return render(request, "targeting/map.html", context)


LEAFLET_OVERRIDES = {
    "SPATIAL_EXTENT": None,
    "DEFAULT_CENTER": None,
    "DEFAULT_ZOOM": None,
    "NO_GLOBALS": True,
}
"""The page's own module sets the view, and the map is in no global variable."""


ASKED = (
    *("count", "selected", "group", "points", "compare", "search", "at", "freeze", "split"),
    *("zones", "join", "cut", "edges"),
    *("numbers", "place", "held", "borders", "ready", "pasted"),
    *("parcels", "neighbours", "same_property"),
    *("save", "overlaps", "overlap_outlines", "difference", "note"),
)
"""Names of the addresses that the page's JavaScript posts to."""


def map_settings(request: MemberRequest) -> dict[str, Any]:
    """What the page's JavaScript needs to know of this organisation and of our addresses."""
    return {
        "urls": {name: reverse(f"targeting:{name}") for name in ASKED},
        "tiles": tile_settings(),
        "extent": territory_extent(request),
        "shapes_at_once": MAX_SHAPES,
        "limits": [NORWAY_LONGITUDE, NORWAY_LATITUDE],
        "organisation": request.organisation.pk,
        "user": request.user.pk,
    }


def _own(kind: type[Kept], request: MemberRequest, name: str) -> Kept | None:
    """What the address of the page names, of the organisation; None where it names none."""
    asked = request.GET.get(name, "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    found: Kept = own_or_404(kind.objects, request, pk=int(asked))
    return found


def _opened(area: Area | None, listed: AddressList | None) -> dict[str, Any] | None:
    """A saved area, or what a frozen list was made of, as the page holds a drawing.

    The list stays as it is: its drawing begins a selection of its own.
    """
    if listed is not None:
        return {**for_the_map(drawing_of(listed)), "saved": None}
    if area is None:
        return None
    saved = {"id": area.pk, "name": area.name, "version": area.version}
    return {**for_the_map(with_notes(area)), "saved": saved}


def tile_settings() -> dict[str, Any]:
    """Address of our vector tiles; it changes with the data, so browsers may keep them a day."""
    place = reverse("targeting:tile", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    return {"url": f"{place}?v={cadastre_state().version}", "max_zoom": MAX_ZOOM}


def territory_extent(request: MemberRequest) -> list[float]:
    """West, south, east, north in degrees (EPSG:4326)."""
    numbers = request.organisation.municipality_numbers()
    box = rows("SELECT * FROM territory_extent(%s)", [numbers])[0]
    return NORWAY if None in box.values() else list(box.values())
