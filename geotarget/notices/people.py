"""Residents of a dispatch counted out in words; no count is so small that it tells of a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from geotarget.domain.small_counts import FEWEST_SHOWN, Telling, Told, told, told_sum
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


def people(counted: Counts) -> People:
    numbers = counted.as_dict()
    taken = told_sum([counted.accepted, counted.delivered, counted.not_delivered])
    return People(
        handed_over=_("%(count)s handed over") % {"count": in_words(taken)},
        lines=_lines(numbers),
        total=in_words(told_sum([_sum(numbers, row.counts) for row in RESIDENT_ROWS])),
        messages=_messages(counted),
    )


def _messages(counted: Counts) -> str:
    """Of those handed over, rounded down to tens: the difference to the residents is how many share
    a number. Nothing where hardly anybody does, as in letters and through Altinn."""
    numbers = counted.as_dict()
    whole = told_sum([_sum(numbers, row.counts) for row in RESIDENT_ROWS])
    tens = counted.messages // FEWEST_SHOWN * FEWEST_SHOWN
    taken = counted.accepted + counted.delivered + counted.not_delivered
    if whole.telling != Telling.EXACT or not 0 < tens < taken // FEWEST_SHOWN * FEWEST_SHOWN:
        return ""
    return _("%(count)s messages") % {"count": in_words(Told(Telling.AT_LEAST, tens))}


def _lines(numbers: dict[str, int]) -> list[Line]:
    return [
        Line(
            row.key,
            str(row.label),
            str(row.explanation),
            in_words(told(count)),
            bool(count) or row.usual,
        )
        for row in RESIDENT_ROWS
        for count in [_sum(numbers, row.counts)]
    ]


def _sum(numbers: dict[str, int], names: tuple[str, ...]) -> int:
    return sum(numbers[name] for name in names)
