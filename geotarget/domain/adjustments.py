"""Single addresses that a person adds to a selection or takes out of it, each with a reason.

```
[{"address": "123456789", "act": "take_out", "reason": "own_supply"},
 {"address": "987654321", "act": "add", "reason": "other", "note": "Same hydrant"}]
```

An address is its adresseId, and is named once. They stand beside what is drawn and picked, so they
hold whatever happens to that. A note is free text, for the reason "other" alone: it is checked
here, kept apart from what is frozen (`targeting/adjustment_notes.py`) and deleted after a time
(`retention.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .errors import InputError, gettext_noop
from .personal_columns import holds_email

MOST_ADJUSTMENTS = 1_000
"""More single addresses than these are an area of their own."""
LONGEST_NOTE = 200
_ADDRESS = re.compile(r"[0-9A-Za-z-]{1,40}")

_DATE = re.compile(r"\b(\d{1,2}\. ?\d{1,2}\. ?\d{4}|\d{4}-\d{2}-\d{2})\b")
_DIGITS = re.compile(r"\+?\d(?:[ .()-]{0,2}\d){7,}")
_IDENTITY_DIGITS = 11


class AdjustmentAct(StrEnum):
    ADD = "add"
    TAKE_OUT = "take_out"


class AdjustmentReason(StrEnum):
    AFFECTED = "affected"
    """Affected although the area does not reach it."""
    SAME_PROPERTY = "same_property"
    SAME_SUPPLY = "same_supply"
    """On the same pipe or cable."""
    WAY_IN = "way_in"
    """The way in is affected."""
    NOT_AFFECTED = "not_affected"
    OWN_SUPPLY = "own_supply"
    """Has water, power or the like of its own."""
    TOLD_OTHERWISE = "told_otherwise"
    """Is told in another way."""
    NOT_IN_USE = "not_in_use"
    """The building is gone or not in use."""
    WRONG_PLACE = "wrong_place"
    """The cadastre has its point in the wrong place."""
    OTHER = "other"
    """What the note says."""


_BOTH = (AdjustmentReason.WRONG_PLACE, AdjustmentReason.OTHER)
REASONS_FOR: dict[AdjustmentAct, tuple[AdjustmentReason, ...]] = {
    AdjustmentAct.ADD: (
        AdjustmentReason.AFFECTED,
        AdjustmentReason.SAME_PROPERTY,
        AdjustmentReason.SAME_SUPPLY,
        AdjustmentReason.WAY_IN,
        *_BOTH,
    ),
    AdjustmentAct.TAKE_OUT: (
        AdjustmentReason.NOT_AFFECTED,
        AdjustmentReason.OWN_SUPPLY,
        AdjustmentReason.TOLD_OTHERWISE,
        AdjustmentReason.NOT_IN_USE,
        *_BOTH,
    ),
}
"""In the order in which they are offered; free text last."""


@dataclass(frozen=True)
class Adjustment:
    address: str
    act: AdjustmentAct
    reason: AdjustmentReason
    note: str = ""
    """Only for `OTHER`; empty where it has been deleted."""

    def without_note(self) -> dict[str, str]:
        """In the form in which it is sent, and all of it that a list keeps for good."""
        return {"address": self.address, "act": str(self.act), "reason": str(self.reason)}


def parse_adjustments(raw: Any) -> tuple[Adjustment, ...]:
    """Raises `InputError`."""
    raw = [] if raw is None else raw
    if not isinstance(raw, list) or len(raw) > MOST_ADJUSTMENTS:
        raise InputError(
            gettext_noop(
                "Add and take out at most %(limit)s single addresses. Draw an area for more."
            ),
            limit=MOST_ADJUSTMENTS,
        )
    adjustments = tuple(_adjustment(each) for each in raw)
    if len({each.address for each in adjustments}) < len(adjustments):
        raise InputError(gettext_noop("An address is added or taken out twice. Name it once."))
    return adjustments


def _adjustment(raw: Any) -> Adjustment:
    if not isinstance(raw, dict) or not raw.keys() <= {"address", "act", "reason", "note"}:
        raise InputError(
            gettext_noop("An adjustment has the members address, act, reason and note, no others.")
        )
    address = raw.get("address")
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        raise InputError(
            gettext_noop("“%(value)s” is not a street or address we know."),
            value=str(address)[:60],
        )
    act = _act(raw.get("act"))
    reason = _reason(raw.get("reason"), act)
    return Adjustment(address, act, reason, checked_note(raw.get("note"), reason))


def _act(value: Any) -> AdjustmentAct:
    if value not in list(AdjustmentAct):
        raise InputError(
            gettext_noop("An address is adjusted by “add” or “take_out”, not by “%(value)s”."),
            value=str(value)[:60],
        )
    return AdjustmentAct(value)


def _reason(value: Any, act: AdjustmentAct) -> AdjustmentReason:
    if value not in REASONS_FOR[act]:
        raise InputError(
            gettext_noop("“%(value)s” is not a reason for “%(act)s”. Known: %(known)s."),
            value=str(value)[:60],
            act=act,
            known=", ".join(REASONS_FOR[act]),
        )
    return AdjustmentReason(value)


def checked_note(value: Any, reason: AdjustmentReason) -> str:
    """The text of a note, without what stands around it. Raises `InputError` where it is none, or
    holds what looks like a phone number, an e-mail address or an identity number."""
    note = "" if value is None else value
    if not isinstance(note, str) or len(note) > LONGEST_NOTE or not note.isprintable():
        raise InputError(
            gettext_noop("Write the reason on one line, at most %(limit)s characters."),
            limit=LONGEST_NOTE,
        )
    note = note.strip()
    if note and reason is not AdjustmentReason.OTHER:
        raise InputError(gettext_noop("A text of your own goes with the reason “other” only."))
    fault = _personal(note)
    if fault:
        raise InputError(fault)
    return note


def _personal(note: str) -> str | None:
    """A line of digits is told by its length; days, which have eight digits too, are left out."""
    if holds_email(note):
        return gettext_noop("The reason seems to hold an e-mail address. Say it without.")
    lengths = [
        sum(character.isdigit() for character in found)
        for found in _DIGITS.findall(_DATE.sub(" ", note))
    ]
    if _IDENTITY_DIGITS in lengths:
        return gettext_noop("The reason seems to hold an identity number. Say it without.")
    if lengths:
        return gettext_noop("The reason seems to hold a phone number. Say it without.")
    return None
