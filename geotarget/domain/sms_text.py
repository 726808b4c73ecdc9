"""How many parts an SMS is charged and shown as, counted the way the gateway counts.

Sources: 3GPP TS 23.038 (the GSM 7-bit alphabet), TS 23.040 (concatenation), the gateways' pages.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

Alphabet = Literal["gsm", "ucs2"]

_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these is sent as an escape and a letter: two units.
_GSM_EXTENDED = frozenset("^{}\\[~]|€\f")

_PLAIN_FORMS = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2007\u2009\u200a\u202f\t", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        **dict.fromkeys("•·", "-"),
        "…": "...",
    }
)


@dataclass(frozen=True)
class SegmentRule:
    """One gateway's way of counting, in units (a GSM septet or a UTF-16 code unit)."""

    name: str
    gsm_single: int
    gsm_part: int
    ucs2_single: int
    ucs2_part: int
    max_parts: int

    def limits(self, alphabet: Alphabet) -> tuple[int, int]:
        """Units in a message that stands alone, and in each part of a longer one."""
        if alphabet == "gsm":
            return self.gsm_single, self.gsm_part
        return self.ucs2_single, self.ucs2_part


# 16 parts are the most that the gateways' own documents promise to deliver.
LINK_COMMON = SegmentRule("link-common", 160, 153, 70, 67, max_parts=16)
PSWIN = SegmentRule("pswin", 160, 134, 70, 67, max_parts=16)
ALTINN = replace(PSWIN, name="altinn")
"""Sends by LINK's older interface and counts as that does."""


@dataclass(frozen=True)
class SmsSize:
    """What a text costs at one gateway."""

    alphabet: Alphabet
    units: int
    parts: int
    units_left: int
    """Units that can still be written before the next part begins."""
    forcing: tuple[str, ...]
    """The characters that force the dear alphabet, each once, in the order they stand."""
    too_long: bool


def alphabet_of(text: str) -> Alphabet:
    """`gsm` where every character has a place in the 7-bit alphabet (æ, ø, å have), else `ucs2`."""
    return "ucs2" if forcing_characters(text) else "gsm"


def forcing_characters(text: str) -> tuple[str, ...]:
    """The characters outside the 7-bit alphabet, each once: they make the whole message dearer."""
    return tuple(dict.fromkeys(c for c in text if c not in _GSM_BASIC and c not in _GSM_EXTENDED))


def split(text: str, rule: SegmentRule) -> list[str]:
    """The text in the parts in which it is sent; a pair or an escape is never cut in two."""
    alphabet = alphabet_of(text)
    single, part = rule.limits(alphabet)
    if _units(text, alphabet) <= single:
        return [text]
    parts, room = [""], part
    for character in text:
        cost = _units(character, alphabet)
        if cost > room:
            parts.append("")
            room = part
        parts[-1] += character
        room -= cost
    return parts


def measure(text: str, rule: SegmentRule) -> SmsSize:
    """Alphabet, parts and room left of a text at one gateway."""
    alphabet = alphabet_of(text)
    single, part = rule.limits(alphabet)
    parts = split(text, rule)
    limit = single if len(parts) == 1 else part
    return SmsSize(
        alphabet=alphabet,
        units=_units(text, alphabet),
        parts=len(parts),
        units_left=limit - _units(parts[-1], alphabet),
        forcing=forcing_characters(text),
        too_long=len(parts) > rule.max_parts,
    )


def plain_suggestion(text: str) -> str:
    """The same text with plain quotes, dashes and spaces: a suggestion, never done unasked.

    Letters are only composed (a + ring becomes å), never replaced: Sámi letters stay as they are.
    """
    return unicodedata.normalize("NFC", text).translate(_PLAIN_FORMS)


def _units(text: str, alphabet: Alphabet) -> int:
    if alphabet == "ucs2":
        return len(text.encode("utf-16-be", "surrogatepass")) // 2
    return len(text) + sum(character in _GSM_EXTENDED for character in text)
