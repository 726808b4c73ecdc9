"""A file sent to the map page: its report in the reader's words, within bounds, kept nowhere."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from geotarget.area_files.reading import MAX_BYTES
from tests.area_files.making import BOW_TIE, PLAN, SQUARE, feature, geojson, sosi, zipped

from .conftest import Post


def send(client: Client, content: bytes, query: str = "", **headers: Any) -> HttpResponse:
    kind = "application/octet-stream"
    return client.post(f"/map/upload/{query}", content, content_type=kind, headers=headers)


def test_the_report_is_in_words(planner: Client) -> None:
    answer = send(planner, geojson(feature(SQUARE, navn="Felt"), feature(BOW_TIE)))
    assert answer.status_code == 200, answer.content
    assert answer.headers["Cache-Control"] == "no-store"
    (layer,) = answer.json()["layers"]
    good, bad = layer["features"]
    assert (good["label"], good["fault"]) == ("Felt", None)
    assert "krysser eller berører seg selv" in bad["fault"]["message"]
    assert len(bad["fault"]["place"]) == 2
    assert bad["repair"]["area_m2"] > 0


def test_what_is_chosen_is_checked_like_anything_else(planner: Client, post: Post) -> None:
    """The page sends the shapes on as a drawing: a faulty one is refused there too."""
    (layer,) = send(planner, geojson(feature(BOW_TIE))).json()["layers"]
    shape = layer["features"][0]["geometry"]
    assert post("count", {"selection": {"include": shape}}).status_code == 422


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen er tom"),
        (b"hei", "ingen av formatene"),
        (b"PK\x03\x04", "Zip-filen er skadet"),
        (sosi(PLAN, system="1"), "KOORDSYS 1"),
        (zipped({"../x.sos": sosi(PLAN)}), "leder ut av den"),
        (b"\xff" * 300, "ingen av formatene"),
    ],
)
def test_what_cannot_be_read_is_told(planner: Client, content: bytes, words: str) -> None:
    answer = send(planner, content)
    assert answer.status_code == 422
    assert words in answer.json()["message"]


def test_a_body_that_is_too_large_is_not_read(planner: Client) -> None:
    answer = send(planner, b" " * (MAX_BYTES + 1))
    assert (answer.status_code, answer.json()["message"][:30]) == (
        422,
        "Filen er større enn 20 MB. Kli",
    )


def test_the_system_is_one_of_a_few(planner: Client) -> None:
    plan = sosi(PLAN, system="")
    assert send(planner, plan).json()["layers"][0]["system"] is None
    told = send(planner, plan, "?epsg=25833").json()["layers"][0]
    assert told["system"].startswith("EPSG:25833")
    for asked in ("4230", "x", "", "25833;", "٢٥٨٣٣"):
        assert send(planner, plan, f"?epsg={asked}").status_code == 400


def test_nothing_is_left_of_the_file(planner: Client) -> None:
    before = set(Path(tempfile.gettempdir()).glob("geotarget-area-*"))
    send(planner, geojson(feature(SQUARE, navn="Felt")))
    send(planner, b"PK\x03\x04")
    assert set(Path(tempfile.gettempdir()).glob("geotarget-area-*")) == before


def test_a_form_of_multiple_parts_is_no_file(planner: Client) -> None:
    """Only the body itself is read: nothing is written to disk for what a form might carry."""
    answer = planner.post("/map/upload/", {"x": json.dumps({})})
    assert answer.status_code == 422
