"""What the user reads: errors of the domain in the reader's language, and words for its codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from geotarget.domain.adjustments import REASONS_FOR, AdjustmentAct, AdjustmentReason
from geotarget.domain.combination import Combination
from geotarget.domain.errors import InputError
from geotarget.domain.rules import BUILDING_RULES, Per, Reason, SelectionRule, is_included

from .compare import RuleChange
from .models import AddressList
from .search import OldNumber
from .typed import LEAST_RADIUS_M, MOST_RADIUS_M

MOST_MISSING = 20
"""House numbers that are named; what is more is counted."""

RULE_NAMES = {
    SelectionRule.ADDRESS_INSIDE: _("The address lies in the area"),
    SelectionRule.ACCESS_INSIDE: _("The way in lies in the area"),
    SelectionRule.OWN_PARCEL_OVERLAPS: _("The parcel the address stands on touches the area"),
    SelectionRule.ANY_PARCEL_OVERLAPS: _("Any parcel of the property touches the area"),
    SelectionRule.BUILDING_INSIDE: _("A building of the address lies in the area"),
}
RULE_EXPLANATIONS = {
    SelectionRule.ADDRESS_INSIDE: _(
        "Takes every address whose point lies in the area. Right for most notices."
    ),
    SelectionRule.ACCESS_INSIDE: _(
        "Takes addresses whose access point lies in the area; where none is registered, the "
        "address point. For closed roads."
    ),
    SelectionRule.OWN_PARCEL_OVERLAPS: _(
        "Takes addresses whose own parcel overlaps the area by more than 1 m², also when the "
        "house lies outside. For work along a boundary."
    ),
    SelectionRule.ANY_PARCEL_OVERLAPS: _(
        "Takes addresses of every property that owns land in the area; the house may be "
        "kilometres away."
    ),
    SelectionRule.BUILDING_INSIDE: _(
        "Takes addresses of every building whose point lies in the area, also when the address "
        "point lies outside. For power cuts and pipes; an address without a building is not taken."
    ),
}
COMBINATION_NAMES = {
    Combination.ANY: _("Addresses that are on at least one of the lists"),
    Combination.ALL: _("Addresses that are on all of the lists"),
    Combination.FIRST_ONLY: _("Addresses of the first list that are on none of the others"),
}
REASON_NAMES = {
    Reason.INSIDE: _("Inside the area"),
    Reason.PICKED: _("Picked by hand"),
    Reason.ADJOINING: _("On an adjoining property"),
    Reason.ACROSS_ROAD: _("On a property across the road"),
    Reason.WITHIN: _("On a property close by"),
    Reason.TAKEN_OUT: _("Picked, but in the area taken away"),
    Reason.ADDED: _("Added"),
    Reason.REMOVED: _("Taken out"),
    Reason.REMOVED_UNSELECTED: _("Taken out, but not in the selection any more"),
    Reason.OUTSIDE_TERRITORY: _("Outside your territory, left out"),
}
BY_HAND = (Reason.ADDED, Reason.REMOVED, Reason.REMOVED_UNSELECTED)
ADJUSTMENT_NAMES = {
    AdjustmentReason.AFFECTED: _("affected, but outside the area"),
    AdjustmentReason.SAME_PROPERTY: _("same property"),
    AdjustmentReason.SAME_SUPPLY: _("same pipe or cable"),
    AdjustmentReason.WAY_IN: _("the way in is affected"),
    AdjustmentReason.NOT_AFFECTED: _("not affected"),
    AdjustmentReason.OWN_SUPPLY: _("has its own water or power"),
    AdjustmentReason.TOLD_OTHERWISE: _("is told in another way"),
    AdjustmentReason.NOT_IN_USE: _("building gone or not in use"),
    AdjustmentReason.WRONG_PLACE: _("in the wrong place on the map"),
    AdjustmentReason.OTHER: _("other reason"),
}
PER_NAMES = {Per.ADDRESS: _("One per address"), Per.UNIT: _("One per unit")}


def translated(error: InputError) -> str:
    """The error in the reader's language; its English text is the message id."""
    template = gettext(error.template)
    return template % error.params if error.params else template


def rule_name(rule: str) -> Any:
    """Also of a list that was made from other lists, by no rule of its own."""
    return RULE_NAMES[SelectionRule(rule)] if rule else gettext("Made from other lists")


def rule_explanation(frozen: AddressList) -> Any:
    if frozen.combined:
        return COMBINATION_NAMES[Combination(frozen.combined["operation"])]
    return RULE_EXPLANATIONS[SelectionRule(frozen.rule)]


def rule_choices() -> list[tuple[str, Any, Any]]:
    """(code, name, explanation) of every rule, the default first."""
    return [(rule.value, RULE_NAMES[rule], RULE_EXPLANATIONS[rule]) for rule in SelectionRule]


def reason_words(reason: str, adjustment: str = "", note: str = "", picked_by: str = "") -> str:
    """Why an address is on a list or left out, as "Taken out: has its own water or power" and
    "Picked by hand: Census tract 99010101 Sentrum".
    """
    words = str(REASON_NAMES[Reason(reason)])
    if picked_by:
        return f"{words}: {picked_by}"
    if not adjustment or reason not in BY_HAND:
        return words
    return f"{words}: {note or ADJUSTMENT_NAMES[AdjustmentReason(adjustment)]}"


def adjustment_state(act: str, reason: str) -> Any:
    """What has become of an adjustment, as "Added" or "Added, but in the selection anyway"."""
    if act == AdjustmentAct.ADD and is_included(reason) and reason != Reason.ADDED:
        return gettext("Added, but in the selection anyway")
    return REASON_NAMES[Reason(reason)]


def adjustment_choices() -> list[tuple[str, list[tuple[str, Any]]]]:
    """(act, reasons as (code, name)), in the order in which they are offered."""
    return [
        (act.value, [(reason.value, ADJUSTMENT_NAMES[reason]) for reason in reasons])
        for act, reasons in REASONS_FOR.items()
    ]


def added(count: int) -> str:
    text = ngettext("%(count)s of them is added", "%(count)s of them are added", count)
    return text % {"count": grouped(count)}


def by_hand(added_count: int, removed_count: int) -> list[str]:
    """What persons changed in a list, one sentence each."""
    counted = ((added, added_count), (removed, removed_count))
    return [words(count) for words, count in counted if count]


def removed(count: int) -> str:
    text = ngettext("%(count)s address is taken out", "%(count)s addresses are taken out", count)
    return text % {"count": grouped(count)}


def removed_unselected(count: int) -> str:
    text = ngettext(
        "%(count)s address is taken out, but is not in the selection any more",
        "%(count)s addresses are taken out, but are not in the selection any more",
        count,
    )
    return text % {"count": grouped(count)}


def copies(per: str, count: int) -> str:
    """As "One per unit: 64"; what gets one each is never silent."""
    return f"{PER_NAMES[Per(per)]}: {grouped(count)}"


def address_count(count: int) -> str:
    return ngettext("%(count)s address", "%(count)s addresses", count) % {"count": grouped(count)}


def unit_count(units: int | None) -> str:
    """Never "recipients": a unit may be a flat, a shop or a cabin."""
    if units is None:
        return gettext("units: not loaded")
    return ngettext("%(count)s unit", "%(count)s units", units) % {"count": grouped(units)}


def outside_territory(count: int, municipality: str) -> str:
    """As "14 addresses in Løten – outside your territory"."""
    text = ngettext(
        "%(count)s address in %(municipality)s – outside your territory",
        "%(count)s addresses in %(municipality)s – outside your territory",
        count,
    )
    return text % {"count": grouped(count), "municipality": municipality}


def taken_out(count: int) -> str:
    """What an excluded area takes from the streets and addresses that are picked by name."""
    text = ngettext(
        "%(count)s picked address lies in the area taken away – left out",
        "%(count)s picked addresses lie in the area taken away – left out",
        count,
    )
    return text % {"count": grouped(count)}


def rule_change(change: RuleChange) -> str:
    """As "14 more addresses, 2 fewer", compared with the rule that is chosen."""
    if not change.is_known:
        return _not_loaded(change)
    if change.more and change.fewer:
        return gettext("%(more)s, %(fewer)s fewer") % {
            "more": _more(change.more),
            "fewer": grouped(change.fewer),
        }
    if change.more:
        return _more(change.more)
    return _fewer(change.fewer) if change.fewer else gettext("no change")


def chosen_rule(change: RuleChange) -> str:
    """What is said beside the rule that is chosen."""
    if change.is_known:
        return gettext("chosen")
    return gettext("chosen, but %(unknown)s") % {"unknown": _not_loaded(change)}


def _not_loaded(change: RuleChange) -> str:
    if change.rule in BUILDING_RULES:
        return gettext("buildings are not loaded")
    return gettext("parcels are not loaded")


def _more(count: int) -> str:
    text = ngettext("%(count)s more address", "%(count)s more addresses", count)
    return text % {"count": grouped(count)}


def _fewer(count: int) -> str:
    text = ngettext("%(count)s address fewer", "%(count)s addresses fewer", count)
    return text % {"count": grouped(count)}


def in_common(count: int) -> str:
    text = ngettext("%(count)s address in common", "%(count)s addresses in common", count)
    return text % {"count": grouped(count)}


def area_size(area_m2: float | None) -> str:
    """Empty where nothing is drawn."""
    if area_m2 is None:
        return ""
    if area_m2 < 10_000:
        return f"{grouped(round(area_m2))} m²"
    return f"{number_format(area_m2 / 1e6, 2)} km²"


def grouped(number: int) -> str:
    """Thousands apart by a narrow no-break space, as Norwegian writes numbers."""
    return f"{number:,}".replace(",", "\u202f")


def not_in_norway() -> str:
    """Of coordinates that are somewhere else, or not told as we read them."""
    return gettext(
        "These coordinates are not in Norway. Write degrees as 60.1234, 10.5678 or UTM as "
        "32 597423 6643460."
    )


def whole_address(unit: str) -> str:
    return gettext("The whole address is taken, not %(unit)s alone.") % {"unit": unit}


def zones_saved(new: int, newer: int) -> str:
    """As "12 areas are saved. 3 of them have a new version."."""
    count = new + newer
    told = ngettext("%(count)s area is saved.", "%(count)s areas are saved.", count)
    words = [told % {"count": grouped(count)}, gettext("Find them by name in the search.")]
    if newer:
        told = ngettext(
            "%(count)s of them is a new version.", "%(count)s of them are new versions.", newer
        )
        words.insert(1, told % {"count": grouped(newer)})
    return " ".join(words)


def missing_numbers(missing: Sequence[int]) -> str:
    """As "No. 22 does not exist"; empty where all do."""
    if not missing:
        return ""
    text = ngettext("No. %(numbers)s does not exist", "No. %(numbers)s do not exist", len(missing))
    told = text % {"numbers": ", ".join(map(str, missing[:MOST_MISSING]))}
    more = len(missing) - MOST_MISSING
    return told if more <= 0 else f"{told} " + gettext("(and %(count)s more)") % {"count": more}


def radius_fault() -> str:
    return gettext("Write a number of metres from %(least)s to %(most)s.") % {
        "least": LEAST_RADIUS_M,
        "most": grouped(MOST_RADIUS_M),
    }


def old_number(old: OldNumber) -> str:
    """Said beside the hits for a cadastral number that is not in use any more."""
    told = {"number": old.number, "today": gettext(" or ").join(old.today)}
    if old.fate == "followed":
        return gettext("%(number)s is %(today)s now.") % told
    if old.fate == "gone":
        return gettext("%(number)s does not exist any more.") % told
    return (
        gettext(
            "Municipality number %(number)s is %(today)s now; "
            "the rest of the number may be another too."
        )
        % told
    )
