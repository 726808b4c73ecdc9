"""The short code of a notice, by which a resident finds out whether an SMS is genuine.

Read aloud and typed on a phone: no sign that looks like another, and no words.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "34679CDFHJKMNPRTWXY"
LENGTH = 8
"""19 to the 8th is 17 thousand million: nobody finds one by trying."""
EXAMPLE = "3479-CDFH"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """As "3K7M-PXRT"."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """What somebody typed, as it is kept; empty for what cannot be a code."""
    code = re.sub(r"[\s\u2010-\u2015-]", "", typed).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
