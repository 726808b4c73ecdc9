"""The organisation's colour and logo: chosen by its administrator, shown on its pages only."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Organisation

from .members import make_member, make_organisation, signed_in

pytestmark = pytest.mark.django_db


def png(width: int = 40, height: int = 20) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x0b\x4f\x8a" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.fixture
def administrator(strandvik: Organisation) -> Client:
    return signed_in(make_member(strandvik, "admin", Role.ADMINISTRATOR))


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("logo.png", content, "image/png")


def test_colour_and_logo_are_shown_on_its_pages(
    administrator: Client, strandvik: Organisation
) -> None:
    sent = {"colour": "#7A1F5C", "logo": file(png())}
    assert administrator.post("/appearance/", sent).status_code == 302
    strandvik.refresh_from_db()
    page = administrator.get("/").content.decode()
    assert "/appearance/7a1f5c.css" in page
    css = administrator.get("/appearance/7a1f5c.css")
    assert css["Content-Type"].startswith("text/css")
    assert "--ds-color-accent-base-default: #7a1f5c;" in css.content.decode()
    logo = administrator.get(f"/appearance/{strandvik.logo_digest}.png")
    assert (logo["Content-Type"], logo.content) == ("image/png", png())
    assert AuditEntry.objects.filter(act="change_theme").count() == 1


def test_the_logo_stays_until_it_is_taken_away(
    administrator: Client, strandvik: Organisation
) -> None:
    administrator.post("/appearance/", {"colour": "", "logo": file(png())})
    administrator.post("/appearance/", {"colour": "#7a1f5c"})
    strandvik.refresh_from_db()
    assert strandvik.logo_digest
    administrator.post("/appearance/", {"colour": "", "drop_logo": "on"})
    strandvik.refresh_from_db()
    assert (strandvik.colour, strandvik.logo_digest) == ("", "")
    assert b"/appearance/" not in administrator.get("/password/").content.split(b"<body")[0]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"colour": "#ffcc00"}, "Velg en mørkere farge"),
        ({"colour": "blå"}, "Skriv fargen som"),
        ({"logo": file(b"GIF89a" + b"\0" * 60)}, "må være en PNG-fil"),
        ({"logo": file(png()[:60])}, "kan ikke leses"),
        ({"logo": file(png(1300, 2))}, "piksler"),
        ({"logo": file(png() + b"\0" * 200_000)}, "større enn 200 kB"),
    ],
    ids=["light", "word", "gif", "cut", "wide", "large"],
)
def test_what_cannot_be_taken_is_told_at_its_field(
    administrator: Client, strandvik: Organisation, sent: dict[str, Any], words: str
) -> None:
    answer = administrator.post("/appearance/", {"colour": "", **sent})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    strandvik.refresh_from_db()
    assert (strandvik.colour, strandvik.logo_digest) == ("", "")


def test_others_neither_choose_nor_see_it(administrator: Client, strandvik: Organisation) -> None:
    administrator.post("/appearance/", {"colour": "#7a1f5c", "logo": file(png())})
    strandvik.refresh_from_db()
    planner = signed_in(make_member(strandvik, "planner", Role.PLANNER))
    assert planner.get("/appearance/").status_code == 403
    assert planner.get("/appearance/7a1f5c.css").status_code == 200
    other = make_organisation("310000035", "Fjellvik kommune", "9902")
    stranger = signed_in(make_member(other, "fremmed", Role.PLANNER))
    assert stranger.get("/appearance/7a1f5c.css").status_code == 404
    assert stranger.get(f"/appearance/{strandvik.logo_digest}.png").status_code == 404
    assert Client().get("/appearance/7a1f5c.css").status_code == 302
