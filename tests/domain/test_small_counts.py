"""No number of persons from 1 to 9 is shown, nor can be worked out by who knows the rule."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest

from geotarget.domain.small_counts import (
    FEWER,
    LEFT_OUT,
    Telling,
    Told,
    told,
    told_by_area,
    told_sum,
)


def exact(number: int) -> Told:
    return Told(Telling.EXACT, number)


def at_least(number: int) -> Told:
    return Told(Telling.AT_LEAST, number)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, exact(0)), (1, FEWER), (9, FEWER), (10, exact(10)), (311, exact(311))]
)
def test_one_number(count: int, shown: Told) -> None:
    assert told(count) == shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((), exact(0)),
        ((0, 0), exact(0)),
        ((100, 12, 0), exact(112)),
        ((100, 12, 1), at_least(112)),
        ((4, 5), FEWER),
        ((5, 5), at_least(10)),
        ((9, 9, 9), at_least(10)),
    ],
)
def test_a_sum_tells_nothing_of_a_hidden_part(counts: tuple[int, ...], shown: Told) -> None:
    assert told_sum(counts) == shown


def test_areas_are_rounded_down() -> None:
    assert told_by_area([115, 9, 0, 20], [144]) == [at_least(110), FEWER, FEWER, at_least(20)]


def test_nobody_at_all_is_no_secret() -> None:
    assert told_by_area([0, 0], [0, 0]) == [exact(0), exact(0)]


@pytest.mark.parametrize(
    ("counts", "whole"),
    [
        ([110, 0], [110]),  # nothing was rounded off: 0 is known
        ([9, 19], [28]),  # everything was: 9 is known
        ([109, 109], [217, 1]),  # the areas hold at most 218, so the hidden one is 1
        ([110, 100], [201, 9]),  # the areas hold at least 210, so the hidden one is 9
    ],
)
def test_a_column_that_the_whole_determines_is_left_out(
    counts: list[int], whole: list[int]
) -> None:
    assert told_by_area(counts, whole) == [LEFT_OUT, LEFT_OUT]


Tables = Iterable[tuple[tuple[int, ...], tuple[int, ...]]]
"""Numbers by area, and the numbers of the whole that they add up to."""


def values_by_display(tables: Tables) -> dict[object, list[set[int]]]:
    """For everything that may be shown, the numbers (areas, then parts of the whole) behind it."""
    behind: dict[object, list[set[int]]] = {}
    for areas, parts in tables:
        shown = (
            tuple(told_by_area(areas, parts)),
            tuple(told(part) for part in parts),
            told_sum(parts),
        )
        sets = behind.setdefault(shown, [set() for _ in (*areas, *parts)])
        for number, values in zip((*areas, *parts), sets, strict=True):
            values.add(number)
    return behind


@pytest.mark.parametrize("areas", [2, 3])
def test_who_knows_the_rule_and_all_that_is_shown_works_out_no_small_number(areas: int) -> None:
    most = 90 if areas == 2 else 40
    tables = (
        (counts, (sum(counts),))
        for counts in product(range(most + 1), repeat=areas)
        if sum(counts) <= most
    )
    assert_no_small_number_shows(tables)


def test_nor_where_a_column_is_made_of_two_numbers_of_which_one_is_hidden() -> None:
    tables = (
        ((first, sum(parts) - first), parts)
        for parts in product(range(41), range(1, 10))
        for first in range(sum(parts) + 1)
    )
    assert_no_small_number_shows(tables)


def assert_no_small_number_shows(tables: Tables) -> None:
    for shown, behind in values_by_display(tables).items():
        for values in behind:
            assert len(values) > 1 or not 0 < min(values) < 10, shown
