"""Complete or an error: pages lose and repeat nothing, and no limit is lowered in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from geotarget.api import preview as preview_resource
from geotarget.cadastre.models import Address
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.targeting.listing import frozen_rows
from geotarget.targeting.models import AddressList
from tests.targeting.strandvik import EAST, NORTH, box

from .conftest import Program

STREET = box(0, -20, 405, 20)


def pages(program: Program, path: str, body: Any = None, **query: Any) -> Iterator[dict[str, Any]]:
    following: str | None = path
    while following:
        answer = program.get(following, **query) if body is None else program.post(following, body)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        yield page
        following, query = page["next"], {}


def keys(found: Iterator[dict[str, Any]]) -> list[str]:
    return [row["properties"]["source_id"] for page in found for row in page["features"]]


@pytest.mark.parametrize("limit", [1, 7, 39, 40, 41, 1000])
def test_the_pages_of_a_list_are_the_list(program: Program, limit: int) -> None:
    body = {"name": "Storgata", "selection": {"include": STREET}}
    pk = program.post("address-lists", body).json()["id"]
    found = list(pages(program, f"address-lists/{pk}/members", limit=limit))
    expected = [row.source_id for row in frozen_rows(AddressList.objects.get())]
    assert keys(iter(found)) == expected
    assert len(expected) == 40
    assert {page["count"] for page in found} == {40}
    assert len(found) == -(-40 // limit)


@pytest.mark.parametrize("limit", [3, 40])
def test_a_search_is_paged_with_the_same_body(program: Program, limit: int) -> None:
    found = keys(pages(program, f"address-search?limit={limit}", {"area": STREET}))
    assert len(found) == len(set(found)) == 40


def test_what_comes_and_goes_meanwhile_repeats_and_loses_nothing(program: Program) -> None:
    walk = pages(program, "address-search?limit=10", {"area": STREET})
    first = keys(iter([next(walk)]))
    new = Address.objects.get(label="Storgata 1")
    new.pk, new.source_id, new.label = None, "new", "Storgata 1B"
    new.geom = Point(EAST + 11, NORTH - 5, srid=STORAGE_SRID)
    new.save()
    Address.objects.filter(label__in=["Storgata 1", "Storgata 40"]).delete()
    rest = keys(walk)
    there_all_the_time = {row.source_id for row in Address.objects.filter(street_code="1000")}
    assert len(first + rest) == len(set(first + rest))
    assert there_all_the_time <= set(first + rest)


def test_lists_are_paged_newest_first(program: Program) -> None:
    for number in range(5):
        selection = {"include": box(590, -10, 610, 10)}
        program.post("address-lists", {"name": f"Liste {number}", "selection": selection})
    found = pages(program, "address-lists", limit=2)
    assert [row["name"] for page in found for row in page["results"]] == [
        f"Liste {number}" for number in (4, 3, 2, 1, 0)
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "1001"},
        {"limit": "0"},
        {"limit": ""},
        {"limit": "ti"},
        {"limit": "١"},
        {"limit": "9" * 30},
        {"cursor": "x"},
        {"cursor": "9" * 30},
        {"cursor": "-1"},
        {"page": "2"},
        {"limit": ["5", "6"]},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "path", ["address-lists", "datasets/versions", "addresses?number=9901-1/1"]
)
def test_what_is_not_understood_is_refused(
    program: Program, path: str, query: dict[str, Any]
) -> None:
    number = {"number": "9901-1/1"} if path.startswith("addresses") else {}
    answer = program.get(path.partition("?")[0], **number, **query)
    assert answer.status_code == 400, answer.content


def test_a_preview_lists_all_or_says_that_it_cannot(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"selection": {"include": STREET}, "with_addresses": True}
    assert len(program.post("preview", body).json()["listed"]["features"]) == 40
    assert program.post("preview", {"selection": {"include": STREET}}).json()["listed"] is None
    monkeypatch.setattr(preview_resource, "MOST_LISTED", 39)
    answer = program.post("preview", body)
    assert answer.status_code == 422
    assert "Frys det" in answer.json()["detail"]


def test_a_cadastre_renewed_between_count_and_list_is_told(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renewed(*_: object) -> list[Any]:
        return []

    monkeypatch.setattr(preview_resource, "selected_rows", renewed)
    body = {"selection": {"include": STREET}, "with_addresses": True}
    assert program.post("preview", body).status_code == 409
