"""How counts of persons are told without telling of a person. Addresses may always be counted.

The rule: no number of persons from 1 to 9 is shown, and none can be worked out from what is shown.

- The whole dispatch: exact numbers, `FEWER` for 1 to 9. A sum of which a part is hidden is given as
  "at least" the parts that are shown, so that nothing can be subtracted from it.
- By small area: rounded down to tens. The exact number of the whole dispatch stands beside it; a
  column that would be determined by it together with the rounded ones is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST_SHOWN = 10


class Telling(StrEnum):
    EXACT = "exact"
    AT_LEAST = "at_least"
    FEWER = "fewer"
    """Fewer than `FEWEST_SHOWN`."""
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Told:
    """What is told of a number of persons; `number` means something for EXACT and AT_LEAST only."""

    telling: Telling
    number: int = 0


FEWER = Told(Telling.FEWER)
LEFT_OUT = Told(Telling.LEFT_OUT)


def whole_tens(count: int) -> int:
    """Rounded down to tens: one person more or less is seldom seen in it."""
    return count // FEWEST_SHOWN * FEWEST_SHOWN


def told(count: int) -> Told:
    """One number of the whole dispatch. Nought tells nothing of anybody who is there."""
    return FEWER if 0 < count < FEWEST_SHOWN else Told(Telling.EXACT, count)


def told_sum(counts: Sequence[int]) -> Told:
    """The sum of numbers that are each shown by `told`."""
    shown = [told(count) for count in counts]
    visible = sum(one.number for one in shown)
    if FEWER not in shown:
        return Told(Telling.EXACT, visible)
    if visible == 0 and sum(counts) < FEWEST_SHOWN:
        return FEWER
    return Told(Telling.AT_LEAST, max(visible, FEWEST_SHOWN))


def told_by_area(counts: Sequence[int], whole: Sequence[int]) -> list[Told]:
    """One column: a number per area. `whole`: the numbers of the whole dispatch that it is made of,
    which the reader knows as far as `told` shows them."""
    low, high = _known_range(whole)
    if high == 0:
        return [told(0)] * len(counts)
    tens = [whole_tens(count) for count in counts]
    if _determined(sum(tens), (FEWEST_SHOWN - 1) * len(tens), low, high):
        return [LEFT_OUT] * len(counts)
    return [Told(Telling.AT_LEAST, ten) if ten else FEWER for ten in tens]


def _known_range(whole: Sequence[int]) -> tuple[int, int]:
    shown = [told(count) for count in whole]
    low = sum(1 if one == FEWER else one.number for one in shown)
    return low, low + (FEWEST_SHOWN - 2) * shown.count(FEWER)


def _determined(tens: int, room: int, low: int, high: int) -> bool:
    """Whether the rounded numbers and the whole together say more than each alone: all of what was
    rounded off, or nothing of it, or something of a hidden number. A column that is left out when
    each area has nine would say just that; so it is left out whenever the whole allows it."""
    return tens >= low or high >= tens + room or low == high == room
