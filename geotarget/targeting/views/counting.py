"""The numbers, the list and the marks that follow while a person draws."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.domain.adjustments import AdjustmentReason, checked_note
from geotarget.domain.rules import Per, Reason, SelectionRule, is_included
from geotarget.domain.selection import Selection
from geotarget.organisations.access import MemberRequest

from .. import messages, naming
from .. import selected as selection_rows
from ..answers import NotUnderstoodError, answers_json, body_of
from ..compare import RuleChange, compare_rules, rule_difference
from ..drawing import box_in, kept, selection_in
from ..filter_words import filtered_words, split_words
from ..left import stops_when_left
from ..picked_words import PickedBy, in_words, is_picked_only
from ..preview import Preview, preview
from ..roles import draws
from ..split import selection_split


@require_POST
@draws
@answers_json
@stops_when_left
def count(request: MemberRequest) -> dict[str, Any]:
    selection = selection_of(request)
    found = preview(selection, request.organisation.municipality_numbers())
    return {
        "addresses": found.addresses,
        "units": found.units,
        "outside": found.outside,
        "taken_out": found.taken_out,
        "added": found.added,
        "removed": found.removed,
        "removed_unselected": found.removed_unselected,
        "copies": found.copies,
        "area_m2": found.area_m2,
        "shape": found.shape,
        "dataset_version": found.dataset_version,
        "words": _words(found) | {"filters": filtered_words(selection)},
    }


@require_POST
@draws
@answers_json
@stops_when_left
def selected(request: MemberRequest) -> dict[str, Any]:
    """The list beside the map: every street with its counts, and a name for all of it."""
    selection = selection_of(request)
    territory = request.organisation.municipality_numbers()
    groups = selection_rows.groups(selection, territory)
    drawing = kept(body_of(request)["selection"])
    picked = in_words(drawing) if is_picked_only(drawing) else []
    return {
        "groups": [_group(row) for row in groups],
        "suggested_name": naming.suggested_name(groups, picked),
        "adjusted": [_adjusted(row) for row in selection_rows.adjusted(selection, territory)],
    }


@require_POST
@draws
@answers_json
@stops_when_left
def group(request: MemberRequest) -> dict[str, Any]:
    """Every address of one street (or of those without a street) in the selection."""
    body = body_of(request)
    names = [body.get("left_out", ""), body.get("municipality_number"), body.get("street_code")]
    if not all(isinstance(name, str) for name in names):
        raise NotUnderstoodError(_("Name the municipality and the street."))
    territory = request.organisation.municipality_numbers()
    found = selection_rows.in_group(selection_of(request), territory, *map(_no_nul, names))
    by_name = PickedBy(body["selection"])
    return {"addresses": [_address(row, by_name.name(row)) for row in found]}


@require_POST
@draws
@answers_json
@stops_when_left
def points(request: MemberRequest) -> dict[str, Any]:
    """Where the selected addresses in view lie; null where they are too many to tell apart."""
    body = body_of(request)
    territory = request.organisation.municipality_numbers()
    found = selection_rows.points(selection_of(request), territory, box_in(body))
    return {"points": None if found is None else [list(row.values()) for row in found]}


@require_POST
@draws
@answers_json
@stops_when_left
def compare(request: MemberRequest) -> dict[str, Any]:
    """For every rule, how the selection would change compared with the chosen one."""
    selection = selection_of(request)
    changes = compare_rules(selection, request.organisation.municipality_numbers())
    return {"rules": [_compared(change, selection.rule) for change in changes]}


@require_POST
@draws
@answers_json
@stops_when_left
def difference(request: MemberRequest) -> dict[str, Any]:
    """The addresses that another rule would bring and lose."""
    other = body_of(request).get("other")
    if other not in list(SelectionRule):
        raise NotUnderstoodError(_("Name the rule to compare with."))
    territory = request.organisation.municipality_numbers()
    found = rule_difference(selection_of(request), SelectionRule(other), territory)
    return {"addresses": [_different(row) for row in found]}


@require_POST
@draws
@answers_json
def note(request: MemberRequest) -> dict[str, Any]:
    """Whether a reason of one's own may be kept: asked before it is part of a selection."""
    checked_note(body_of(request).get("note"), AdjustmentReason.OTHER)
    return {}


@require_POST
@draws
@answers_json
@stops_when_left
def split(request: MemberRequest) -> dict[str, Any]:
    """What is at the selected addresses: units, buildings by type, businesses."""
    selection = selection_of(request)
    found = selection_split(selection, request.organisation.municipality_numbers())
    return {"lines": split_words(found)}


def selection_of(request: MemberRequest) -> Selection:
    """The selection in a request, of the member's organisation."""
    return selection_in(body_of(request), request.organisation.pk)


def _words(found: Preview) -> dict[str, Any]:
    return {
        "addresses": messages.address_count(found.addresses),
        "units": messages.unit_count(found.units),
        "area": messages.area_size(found.area_m2),
        "outside": _outside(found),
        "taken_out": messages.taken_out(found.taken_out) if found.taken_out else "",
        "adjusted": _by_hand(found),
        "copies": messages.copies(found.per, found.copies),
        "per_unit": messages.copies(found.per, found.copies) if found.per is Per.UNIT else "",
        "age": date_format(found.extracted_at) if found.extracted_at else "",
    }


def _by_hand(found: Preview) -> list[str]:
    told = messages.by_hand(found.added, found.removed)
    idle = found.removed_unselected
    return [*told, messages.removed_unselected(idle)] if idle else told


def _outside(found: Preview) -> list[str]:
    if found.is_outside_territory:
        return [_("The area lies outside your territory. Move it.")]
    return [
        messages.outside_territory(there.addresses, there.name)
        for there in found.outside_by_municipality
    ]


def _group(row: dict[str, Any]) -> dict[str, Any]:
    counts = messages.address_count(row["address_count"]), messages.unit_count(row["unit_count"])
    return {
        "left_out": row["left_out"],
        "municipality_number": row["municipality_number"],
        "street_code": row["street_code"],
        "name": row["street_name"] or _("Addresses without a street"),
        "municipality": row["municipality_name"],
        "addresses": row["address_count"],
        "words": " · ".join(counts),
    }


def _compared(change: RuleChange, chosen: SelectionRule) -> dict[str, Any]:
    is_chosen = change.rule == chosen
    words = messages.chosen_rule if is_chosen else messages.rule_change
    return {
        "rule": change.rule.value,
        "more": change.more if change.is_known else None,
        "fewer": change.fewer if change.is_known else None,
        "words": words(change),
    }


def _address(row: dict[str, Any], picked_by: str) -> dict[str, Any]:
    return {
        "source_id": row["source_id"],
        "label": row["label"],
        "place": f"{row['postcode']} {row['post_town']}".strip(),
        "units": messages.unit_count(row["unit_count"]),
        "reason": messages.reason_words(row["reason"], row["adjustment"], picked_by=picked_by),
        "is_included": is_included(row["reason"]),
        "is_outside": row["reason"] == Reason.OUTSIDE_TERRITORY,
        "point": [row["longitude"], row["latitude"]],
    }


def _different(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "change": row["change"],
        "label": row["label"],
        "place": f"{row['postcode']} {row['post_town']}".strip(),
        "point": [row["longitude"], row["latitude"]],
    }


def _adjusted(row: dict[str, Any]) -> dict[str, Any]:
    """An adjustment as the page shows it: what has become of it, and where."""
    return {
        "source_id": row["source_id"],
        "label": row["label"],
        "state": str(messages.adjustment_state(row["act"], row["reason"])),
        "point": [row["longitude"], row["latitude"]],
    }


def _no_nul(text: str) -> str:
    """PostgreSQL knows no NUL and no half of a surrogate pair; neither names a street."""
    return text if text.isprintable() else ""
