"""Residents of a dispatch counted out in words; no count is so small that it tells of a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from geotarget.domain.small_counts import FEWEST_SHOWN, Telling, Told, told, told_sum, whole_tens
from geotarget.targeting.messages import grouped

from .progress import Counts
from .words import RESIDENT_ROWS


@dataclass(frozen=True)
class Line:
    """Residents of one outcome. The lines that are shown as numbers add up to the total."""

    key: str
    label: str
    explanation: str
    count: str
    shown: bool
    """What is rare is left out at nought."""


@dataclass(frozen=True)
class People:
    """Counts of residents and messages."""

    handed_over: str
    lines: list[Line]
    total: str
    messages: str
    """Empty where the number would tell how many a hidden line stands for."""


def in_words(shown: Told) -> str:
    """As "3 112", "at least 40", "fewer than 10"; a dash for what is left out."""
    number = grouped(shown.number)
    return {
        Telling.EXACT: number,
        Telling.AT_LEAST: _("at least %(count)s") % {"count": number},
        Telling.FEWER: _("fewer than %(count)s") % {"count": FEWEST_SHOWN},
        Telling.LEFT_OUT: "–",
    }[shown.telling]


def outcomes(counted: Counts) -> dict[str, int]:
    """Residents by the row of the report that they stand in, not to be shown as they are."""
    numbers = counted.as_dict()
    return {row.key: sum(numbers[name] for name in row.counts) for row in RESIDENT_ROWS}


def people(counted: Counts) -> People:
    found = outcomes(counted)
    taken = told_sum([counted.accepted, counted.delivered, counted.not_delivered])
    return People(
        handed_over=_("%(count)s handed over") % {"count": in_words(taken)},
        lines=_lines(found),
        total=in_words(told_sum(list(found.values()))),
        messages=_messages(counted, found),
    )


def _messages(counted: Counts, found: dict[str, int]) -> str:
    """Of those handed over, rounded down to tens: the difference to the residents is how many share
    a number. Nothing where hardly anybody does, as in letters and through Altinn."""
    whole = told_sum(list(found.values()))
    tens = whole_tens(counted.messages)
    taken = counted.accepted + counted.delivered + counted.not_delivered
    if whole.telling != Telling.EXACT or not 0 < tens < whole_tens(taken):
        return ""
    return _("%(count)s messages") % {"count": in_words(Told(Telling.AT_LEAST, tens))}


def _lines(found: dict[str, int]) -> list[Line]:
    return [
        Line(
            row.key,
            str(row.label),
            str(row.explanation),
            in_words(told(found[row.key])),
            bool(found[row.key]) or row.usual,
        )
        for row in RESIDENT_ROWS
    ]
