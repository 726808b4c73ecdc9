"""The colour of an organisation, and those that pages make of it: readable by WCAG 2.1 AA."""

from __future__ import annotations

import re

from .errors import InputError, gettext_noop

LEAST_CONTRAST = 4.5
"""Of text against its ground (WCAG 2.1, 1.4.3)."""
WHITE, GROUND = "#ffffff", "#f5f7f9"
"""What it stands on, and what stands on it: white text on buttons, links on pages."""
_HEX = re.compile(r"#[0-9a-f]{6}")


def contrast(one: str, other: str) -> float:
    """Ratio from 1 to 21 between two colours written as #rrggbb."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def checked_colour(text: str) -> str:
    """As #rrggbb in small letters. Raises `InputError` for no colour, or one that is too light."""
    colour = text.strip().lower()
    if not _HEX.fullmatch(colour):
        raise InputError(gettext_noop("Write the colour as #0b4f8a: # and six digits or a to f."))
    ratio = min(contrast(colour, ground) for ground in (WHITE, GROUND))
    if ratio < LEAST_CONTRAST:
        raise InputError(
            gettext_noop(
                "White text on this colour has the contrast %(ratio)s : 1, and 4.5 : 1 is needed "
                "to be read by all. Choose a darker colour."
            ),
            ratio=f"{int(ratio * 10) / 10:.1f}",
        )
    return colour


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with a share (0 to 1) of another."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
