from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from gsm0338 import Codec
from hypothesis import given
from hypothesis import strategies as st

from geotarget.domain.sms_text import (
    LINK_COMMON,
    PSWIN,
    SegmentRule,
    alphabet_of,
    measure,
    plain_suggestion,
    split,
)

TEXTS = st.text(alphabet=st.sampled_from("abcæøåÆØÅ €{}\n«»–čŋ😀"), max_size=900)


def units(text: str, alphabet: str) -> int:
    if alphabet == "gsm":
        return sum(2 if c in "^{}[]~|\\€\f" else 1 for c in text)
    return sum(2 if ord(c) > 0xFFFF else 1 for c in text)


@given(TEXTS, st.sampled_from([LINK_COMMON, PSWIN]))
def test_parts_hold_the_whole_text_and_none_is_too_long(text: str, rule: SegmentRule) -> None:
    parts, alphabet = split(text, rule), alphabet_of(text)
    single, part = rule.limits(alphabet)
    assert "".join(parts) == text
    limit = single if len(parts) == 1 else part
    assert all(units(each, alphabet) <= limit for each in parts)


@given(TEXTS)
def test_no_part_has_room_for_the_next_character(text: str) -> None:
    parts, alphabet = split(text, LINK_COMMON), alphabet_of(text)
    _, limit = LINK_COMMON.limits(alphabet)
    for this, following in pairwise(parts):
        assert units(this, alphabet) + units(following[0], alphabet) > limit


@given(TEXTS)
def test_the_measure_agrees_with_the_parts(text: str) -> None:
    size = measure(text, LINK_COMMON)
    assert size.parts == len(split(text, LINK_COMMON))
    assert size.units_left >= 0
    assert size.units == units(text, size.alphabet)


@pytest.mark.parametrize(
    ("text", "rule", "alphabet", "parts"),
    [
        ("", LINK_COMMON, "gsm", 1),
        ("å" * 160, LINK_COMMON, "gsm", 1),
        ("å" * 161, LINK_COMMON, "gsm", 2),
        ("å" * 306, LINK_COMMON, "gsm", 2),
        ("å" * 307, LINK_COMMON, "gsm", 3),
        ("å" * 268, PSWIN, "gsm", 2),
        ("å" * 269, PSWIN, "gsm", 3),
        ("č" * 70, LINK_COMMON, "ucs2", 1),
        ("č" * 71, LINK_COMMON, "ucs2", 2),
        ("€" * 80, LINK_COMMON, "gsm", 1),
        ("€" * 81, LINK_COMMON, "gsm", 2),
        ("a" * 152 + "€" * 77, LINK_COMMON, "gsm", 3),
    ],
)
def test_known_sizes(text: str, rule: SegmentRule, alphabet: str, parts: int) -> None:
    size = measure(text, rule)
    assert (size.alphabet, size.parts) == (alphabet, parts)


def test_the_writer_is_told_what_makes_it_dear() -> None:
    size = measure("Vannet er «stengt» – kok vannet «nå»", LINK_COMMON)
    assert size.forcing == ("«", "»", "–")
    assert size.alphabet == "ucs2"


def test_more_parts_than_the_gateway_delivers_is_said() -> None:
    assert not measure("a" * 16 * 153, LINK_COMMON).too_long
    assert measure("a" * (16 * 153 + 1), LINK_COMMON).too_long


def test_the_plain_form_is_cheap_and_says_the_same() -> None:
    plain = plain_suggestion("«Kok vannet» – vi sier fra…\u00a0Hilsen ka\u030are")
    assert plain == '"Kok vannet" - vi sier fra... Hilsen kåre'
    assert alphabet_of(plain) == "gsm"


@given(TEXTS)
def test_the_plain_form_is_stable_and_keeps_sami_letters(text: str) -> None:
    plain = plain_suggestion(text)
    assert plain_suggestion(plain) == plain
    assert plain.count("č") == text.count("č")


GATEWAY = Codec()
ESCAPE = 0x1B
EVERY_SIGN = st.text(
    alphabet=st.characters(max_codepoint=0x20FF, exclude_characters="\x1b")
    | st.sampled_from("«»“”–—’…€{}[]~|\\^😀čŋæøåÆØÅ"),
    max_size=700,
)


def parts_by_the_codec(text: str, rule: SegmentRule) -> tuple[str, int]:
    """Alphabet and number of parts, from the bytes that an independent library makes."""
    try:
        septets = GATEWAY.encode(text)[0]
    except UnicodeEncodeError:
        units, single, part = text.encode("utf-16-be"), rule.ucs2_single * 2, rule.ucs2_part * 2
        return "ucs2", _cut(units, single, part, lambda at: 0xDC00 <= _unit(units, at) < 0xE000)
    single, part = rule.gsm_single, rule.gsm_part
    return "gsm", _cut(septets, single, part, lambda at: septets[at - 1] == ESCAPE)


def _unit(units: bytes, at: int) -> int:
    return int.from_bytes(units[at : at + 2], "big")


def _cut(sent: bytes, single: int, part: int, splits_a_pair: Callable[[int], bool]) -> int:
    if len(sent) <= single:
        return 1
    at, parts = 0, 0
    while at < len(sent):
        at, parts = at + part, parts + 1
        while at < len(sent) and splits_a_pair(at):
            at -= 1
    return parts


@given(EVERY_SIGN, st.sampled_from([LINK_COMMON, PSWIN]))
def test_an_independent_codec_counts_the_same(text: str, rule: SegmentRule) -> None:
    size = measure(text, rule)
    assert (size.alphabet, size.parts) == parts_by_the_codec(text, rule)


def test_every_sign_of_the_first_plane_is_placed_as_the_codec_places_it() -> None:
    signs = (chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000 and code != ESCAPE)
    wrong = [sign for sign in signs if alphabet_of(sign) != parts_by_the_codec(sign, PSWIN)[0]]
    assert wrong == []
