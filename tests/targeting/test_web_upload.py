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
from geotarget.targeting.models import Area
from tests.area_files.making import BOW_TIE, PLAN, SQUARE, feature, geojson, sosi, zipped

from . import strandvik as cadastre
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


def test_nothing_is_left_of_the_file(
    planner: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    send(planner, geojson(feature(SQUARE, navn="Felt")))
    send(planner, b"PK\x03\x04")
    assert list(tmp_path.iterdir()) == []


def test_a_form_of_multiple_parts_is_no_file(planner: Client) -> None:
    """Only the body itself is read: nothing is written to disk for what a form might carry."""
    answer = planner.post("/map/upload/", {"x": json.dumps({})})
    assert answer.status_code == 422


def zone(name: str, *shapes: Any) -> dict[str, Any]:
    return {"name": name, "shapes": list(shapes)}


def in_degrees(west: float, east: float) -> Any:
    return cadastre.box(west, -50, east, 50)


def test_areas_of_a_file_are_saved_by_name_and_found(post: Post) -> None:
    north = zone("Trykksone nord", in_degrees(0, 105), in_degrees(300, 405))
    told = post("save-areas", {"zones": [north, zone("Trykksone sør", in_degrees(105, 205))]})
    assert told.json()["words"] == "2 områder er lagret. Finn dem ved navn i søket."
    found = post("search", {"query": "trykksone"}).json()
    assert [hit["name"] for hit in found["areas"]] == ["Trykksone nord", "Trykksone sør"]
    held = post("ready", {"area": found["areas"][0]["id"]}).json()
    assert len(held["shapes"]) == 2


def test_next_years_file_makes_new_versions(post: Post) -> None:
    post("save-areas", {"zones": [zone("Krets A", in_degrees(0, 105))]})
    zones = [zone("krets a", in_degrees(0, 205)), zone("Krets B", in_degrees(205, 405))]
    told = post("save-areas", {"zones": zones}).json()
    assert told["words"].startswith("2 områder er lagret. 1 av dem er en ny versjon.")
    hits = post("search", {"query": "krets a"}).json()["areas"]
    assert [(hit["name"], hit["words"]) for hit in hits] == [
        ("krets a", "lagret område, versjon 2")
    ]


def test_many_areas_of_a_name_are_counted(post: Post) -> None:
    zones = [zone(f"Krets {number:02}", in_degrees(0, 105)) for number in range(12)]
    post("save-areas", {"zones": zones})
    found = post("search", {"query": "krets 0"}).json()
    assert (len(found["areas"]), found["more"]) == (8, 2)


def test_all_areas_of_a_file_are_saved_or_none(post: Post) -> None:
    bow_tie = {
        "type": "Polygon",
        "coordinates": [[[10, 60], [11, 61], [11, 60], [10, 61], [10, 60]]],
    }
    zones = [zone("God", in_degrees(0, 105)), zone("Sløyfe", bow_tie)]
    answer = post("save-areas", {"zones": zones})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("«Sløyfe»: ")
    assert Area.objects.count() == 0


@pytest.mark.parametrize(
    "zones",
    [None, 7, [], [7], [{}], [zone("x")], [zone("x", 7)], [{"name": 7, "shapes": [{}]}],
     [zone("", in_degrees(0, 9))], [zone("x" * 201, in_degrees(0, 9))], [zone("x", {})],
     [zone("x", {"type": "Point", "coordinates": [10, 60]})],
     [zone("x", {"type": "Polygon", "coordinates": "y"})],
     [zone(str(n), in_degrees(0, 9)) for n in range(501)]],
)  # fmt: skip
def test_what_cannot_be_saved_is_told(post: Post, zones: Any) -> None:
    answer = post("save-areas", {"zones": zones})
    assert answer.status_code in (400, 422)
    assert answer.json()["message"]
    assert Area.objects.count() == 0


def test_what_can_name_an_area_comes_along_and_no_person(planner: Client) -> None:
    area = feature(SQUARE, krets="Nord", eier="Kari", nr=7, x=None, y=[1], lang="z" * 500)
    (layer,) = send(planner, geojson(area)).json()["layers"]
    told = layer["features"][0]["attributes"]
    assert told == {"krets": "Nord", "nr": "7", "lang": "z" * 60}
