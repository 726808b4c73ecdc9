"""Colours of an organisation are readable: checked against the ratios that WCAG names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.domain.colours import WHITE, checked_colour, contrast, mixed
from geotarget.domain.errors import InputError


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("text", ["#ffcc00", "#777777", "#ffffff"])
def test_a_light_colour_is_refused_with_its_ratio(text: str) -> None:
    with pytest.raises(InputError) as refused:
        checked_colour(text)
    assert float(refused.value.params["ratio"]) < 4.5


@pytest.mark.parametrize("text", ["", "red", "#fff", "0b4f8a", "#0b4f8a;}", "#0b4f8g"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        checked_colour(text)


@given(st.integers(0, 0xFFFFFF))
def test_what_is_accepted_and_its_darker_forms_carry_white_text(number: int) -> None:
    try:
        colour = checked_colour(f" #{number:06X} ")
    except InputError:
        return
    for made in (colour, mixed(colour, "#000000", 0.15), mixed(colour, "#000000", 0.3)):
        assert contrast(made, WHITE) >= 4.5
