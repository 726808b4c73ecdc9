"""Which characters a text of a notice may have: what residents get is what the approver read."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# They turn the reading direction, so that a text reads otherwise than it is stored.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Nobody sees them in a line, and they come along when text is pasted; a line break becomes a space.
_DROPPED = dict.fromkeys((*range(0x200B, 0x2010), 0x2060, 0xFEFF)) | {0x2028: " ", 0x2029: " "}

# Letters and symbols by their category, and yet blank: Hangul fillers and the empty Braille cell.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_SEEN = frozenset("LNPS")
"""First letters of the categories of which something is seen: letters, numbers, signs, symbols."""


def no_control_characters(text: str, *, allowed: str = "") -> None:
    """Raises `ValidationError` that names the first character that cannot be sent."""
    for character in text:
        bad = unicodedata.category(character) == "Cc" or character in TURNING
        if bad and character not in allowed:
            code = f"U+{ord(character):04X}"
            raise ValidationError(
                _("Remove the invisible control character %(code)s; it cannot be sent."),
                params={"code": code},
            )


def paragraphs_only(text: str) -> None:
    """Line breaks are welcome, other control characters are not."""
    no_control_characters(text, allowed="\n")


def something_to_read(text: str) -> None:
    """Raises `ValidationError` for a text of which nothing is seen."""
    if not any(unicodedata.category(c)[0] in _SEEN and c not in _BLANK for c in text):
        raise ValidationError(_("Only invisible characters are written here. Write a text."))


def one_line(text: str) -> str:
    """Without what takes no room in a line."""
    return text.translate(_DROPPED).strip()
