"""How an organisation's pages look: a colour within the design system's variables, and a logo."""

from __future__ import annotations

import hashlib
import io
import struct
from typing import Any

from django.db import transaction
from reportlab.lib.utils import ImageReader

from geotarget.domain.colours import WHITE, mixed
from geotarget.domain.errors import InputError, gettext_noop

from .audit import record
from .models import Organisation, OrganisationLogo, User

MOST_BYTES = 200_000
MOST_WIDTH, MOST_HEIGHT = 1_200, 600
_PNG = b"\x89PNG\r\n\x1a\n"
_BLACK = "#000000"


def stylesheet(colour: str) -> str:
    """CSS that puts the organisation's colour in the place of ours; the rest stays as it is."""
    values = {
        "--brand": colour,
        "--brand-dark": mixed(colour, _BLACK, 0.3),
        "--brand-tint": mixed(colour, WHITE, 0.9),
        "--ds-color-accent-base-default": colour,
        "--ds-color-accent-base-hover": mixed(colour, _BLACK, 0.15),
        "--ds-color-accent-base-active": mixed(colour, _BLACK, 0.3),
        "--ds-color-accent-base-contrast-default": WHITE,
        "--ds-color-accent-text-subtle": colour,
        "--ds-color-accent-text-default": mixed(colour, _BLACK, 0.5),
        "--ds-color-accent-border-default": mixed(colour, WHITE, 0.15),
        "--ds-color-accent-border-strong": colour,
        "--ds-color-accent-background-tinted": mixed(colour, WHITE, 0.94),
        "--ds-color-accent-surface-tinted": mixed(colour, WHITE, 0.88),
        "--ds-color-accent-surface-hover": mixed(colour, WHITE, 0.8),
        "--ds-color-accent-surface-active": mixed(colour, WHITE, 0.7),
    }
    lines = "".join(f"  {name}: {value};\n" for name, value in values.items())
    return f":root, [data-color-scheme=light] {{\n{lines}}}\n"


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def checked_logo(content: bytes) -> bytes:
    """A PNG that a browser and a PDF can show. Raises `InputError`."""
    if len(content) > MOST_BYTES:
        raise InputError(gettext_noop("The logo is larger than 200 kB. Make it smaller."))
    if content[:8] != _PNG or content[12:16] != b"IHDR" or len(content) < 33:
        raise InputError(gettext_noop("The logo must be a PNG file."))
    width, height = struct.unpack(">II", content[16:24])
    if not (0 < width <= MOST_WIDTH and 0 < height <= MOST_HEIGHT):
        raise InputError(
            gettext_noop("The logo may be %(width)s × %(height)s pixels at most."),
            width=MOST_WIDTH,
            height=MOST_HEIGHT,
        )
    try:
        ImageReader(io.BytesIO(content)).getRGBData()
    except Exception as error:
        raise InputError(gettext_noop("The logo cannot be read. Save it as PNG again.")) from error
    return content


@transaction.atomic
def change_theme(
    organisation: Organisation, administrator: User, *, colour: str, **logo: Any
) -> None:
    """`logo`: with the member `logo`, bytes are the new one and None takes it away."""
    organisation.colour = colour
    if "logo" in logo:
        OrganisationLogo.objects.filter(organisation=organisation).delete()
        organisation.logo_digest = ""
        if logo["logo"] is not None:
            OrganisationLogo.objects.create(organisation=organisation, png=logo["logo"])
            organisation.logo_digest = digest_of(logo["logo"])
    organisation.save(update_fields=["colour", "logo_digest"])
    record(
        organisation,
        administrator,
        "change_theme",
        f"organisation:{organisation.pk}",
        colour=colour,
        logo=organisation.logo_digest,
    )


def logo_of(organisation: Organisation) -> bytes | None:
    """The PNG, or None where the organisation has none."""
    if not organisation.logo_digest:
        return None
    kept = OrganisationLogo.objects.filter(organisation=organisation).first()
    return bytes(kept.png) if kept else None
