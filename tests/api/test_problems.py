"""Whatever is sent: one form of error, in the reader's language, with the place, never a 5xx."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.targeting.strandvik import box, degrees
from tests.targeting.test_web_bad_input import AREAS, BODIES

from .conftest import Program, key_for

GOOD = box(0, -20, 405, 20)


def check(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "place"}
    assert problem["status"] == status
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize("path", ["preview", "address-lists", "address-search", "parcel-search"])
def test_a_bad_area_is_refused_everywhere(program: Program, path: str, name: str) -> None:
    area, words = AREAS[name]
    is_search = path.endswith("search")
    body = {"area": area} if is_search else {"selection": {"include": area}}
    extra = {"name": "Liste"} if path == "address-lists" else {}
    answer = program.post(path, body | extra)
    assert answer.status_code in (400, 422)
    problem = check(answer, answer.status_code)
    if isinstance(area, dict):
        assert words in problem["detail"]
    assert not AddressList.objects.exists()


def test_the_place_of_the_fault_is_told(program: Program) -> None:
    answer = program.post("preview", {"selection": {"include": AREAS["bow-tie"][0]}})
    assert check(answer, 422)["place"] == pytest.approx(degrees(50, 50), abs=1e-5)


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["preview", "address-lists", "address-search", "parcel-search"])
def test_a_bad_body_is_refused(program: Program, path: str, name: str) -> None:
    body, status = BODIES[name]
    answer = program.post(path, body)
    check(answer, answer.status_code)
    assert answer.status_code in ({413} if status == 413 else {400, 422})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"selection": {"include": GOOD, "exlude": GOOD}}, 400),
        ({"selection": {"include": GOOD}, "adresses": True}, 400),
        ({"selection": {"include": GOOD}, "with_addresses": "yes"}, 400),
        ({"selection": {"include": GOOD, "rule": "whatever"}}, 400),
        ({"selection": {"include": GOOD, "rule": None}}, 400),
        ({"selection": {"include": GOOD, "rule": {}}}, 400),
        ({"selection": {"include": {"features": []}, "streets": ["9901-1000"]}}, 400),
        ({"selection": {"streets": ["x"]}}, 422),
        ({"selection": {"addresses": ["\ud800"]}}, 422),
        ({"selection": {"include": GOOD, "exclude": GOOD}}, 422),
        ({"selection": []}, 400),
        ({"selection": {"include": GOOD, "filters": {"floors": ["x"]}}}, 422),
        ({"selection": {"include": GOOD, "filters": {"floors": ["H99999"]}}}, 422),
        ('{"selection": {"streets": ["9901-1000"]}, "selection": {}}', 400),
        ('{"selection": {"rule": "address-inside", "rule": "access-inside"}}', 400),
    ],
    ids=str,
)
def test_a_bad_preview_is_refused(program: Program, body: Any, status: int) -> None:
    check(program.post("preview", body), status)


@pytest.mark.parametrize("name", [None, 7, "", " ", "x" * 201, "a\0b", "\ud800", "linje\nskift"])
def test_a_list_needs_a_name(program: Program, name: Any) -> None:
    answer = program.post("address-lists", {"name": name, "selection": {"include": GOOD}})
    assert answer.status_code in (400, 422)
    assert "navn" in check(answer, answer.status_code)["detail"]


def test_a_property_of_unknown_form_is_not_stored(program: Program) -> None:
    feature = {"type": "Feature", "properties": {"eier": "hemmelig\0"}, "geometry": GOOD}
    body = {"name": "Liste", "selection": {"include": feature}}
    assert program.post("address-lists", body).status_code == 201
    assert "hemmelig" not in str(AddressList.objects.get().drawing)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 422),
        ({"number": "9901-12/1", "bbox": "7,64,8,65"}, 422),
        ({"number": "9901"}, 400),
        ({"number": "9901-1/2/3/4/5"}, 400),
        ({"number": "9901-1/2\n"}, 400),
        ({"number": "٩٩٠١-1/2"}, 400),
        ({"number": "9901-999999/2"}, 400),
        ({"number": "\0"}, 400),
        ({"bbox": "7,64,8"}, 400),
        ({"bbox": "7,64,8,x"}, 400),
        ({"bbox": "7,64,8,nan"}, 400),
        ({"bbox": "7,64,8,inf"}, 400),
        ({"bbox": "7,64,8,1e999"}, 422),
        ({"bbox": "8,64,7,65"}, 422),
        ({"bbox": "7,64,7,65"}, 422),
        ({"bbox": "64,7,65,8"}, 422),
        ({"bbox": "-180,-90,180,90"}, 422),
        ({"bbbox": "7,64,8,65"}, 400),
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["addresses", "parcels"])
def test_a_bad_place_is_refused(
    program: Program, path: str, query: dict[str, str], status: int
) -> None:
    check(program.get(path, **query), status)


@pytest.mark.parametrize(
    "place",
    [{"bbox": [7, 64, 8, True]}, {"bbox": "7,64"}, {"number": 7}, {"area": None}, {"bbox": {}}],
    ids=str,
)
def test_a_bad_place_in_a_body_is_refused(program: Program, place: dict[str, Any]) -> None:
    check(program.post("parcel-search", place), 400)


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "addresses/none",
        "parcels/none",
        "address-lists/999",
        "address-lists/x",
        "",
        "a/b",
    ],
)
def test_what_is_not_there_says_so(program: Program, path: str) -> None:
    check(program.get(path), 404)


def test_a_key_of_another_source_may_hold_anything(program: Program) -> None:
    check(program.get("addresses/9901121", source="\0"), 404)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_not_allowed(program: Program, method: str) -> None:
    answer = program._client.generic(method.upper(), "/api/v1/preview")
    check(answer, 405)
    assert answer.headers["Allow"] == "POST"


def test_a_body_in_pieces_is_not_taken_for_an_empty_one(program: Program) -> None:
    headers = {"transfer-encoding": "chunked"}
    answer = program._client.post("/api/v1/preview", headers=headers)
    assert "Content-Length" in check(answer, 400)["detail"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_only_json_is_read(program: Program, content_type: str) -> None:
    answer = program._client.generic("POST", "/api/v1/preview", b"x=1", content_type=content_type)
    assert answer.status_code in (400, 415)
    check(answer, answer.status_code)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("nb", "ingenting her"),
        ("nb-NO,nb;q=0.9,en;q=0.8", "ingenting her"),
        ("", "ingenting her"),
        ("sv", "ingenting her"),
        ("en-GB,en;q=0.9", "nothing here"),
    ],
)
def test_the_language_is_the_one_asked_for(strandvik: Organisation, asked: str, words: str) -> None:
    answer = Program(key_for(strandvik), asked).get("address-lists/999")
    assert words in check(answer, 404)["detail"]
    assert answer.headers["Content-Language"] == ("en" if asked.startswith("en") else "nb")


def test_a_count_that_takes_too_long_is_refused(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1")
            cursor.execute("SELECT pg_sleep(1)")

    monkeypatch.setattr("geotarget.api.preview.preview", too_long)
    problem = check(program.post("preview", {"selection": {"include": GOOD}}), 422)
    assert "for stort til å telle i tide" in problem["detail"]


def test_a_failure_of_ours_is_not_blamed_on_the_caller(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("geotarget.api.preview.preview", broken)
    program._client.raise_request_exception = False
    assert program.post("preview", {"selection": {"include": GOOD}}).status_code == 500


def test_the_document_is_open_and_names_no_organisation(strandvik: Organisation) -> None:
    answer = Client().get("/api/v1/schema")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    assert "Strandvik" not in answer.content.decode()
