"""Old numbers: in use, followed by the id, gone, of an old municipality, unknown."""

from __future__ import annotations

from typing import Any

import pytest

from geotarget.cadastre.models import Address, CadastreChange, DatasetVersion

from .conftest import Program


def asked(program: Program, number: str) -> tuple[str, list[str]]:
    answer = program.get("old-numbers", number=number)
    assert answer.status_code == 200, answer.content
    return answer.json()["fate"], answer.json()["today"]


def was(source_id: str, number: str, change: str = "changed") -> None:
    """An import recorded that an address had another number."""
    CadastreChange.objects.create(
        version=DatasetVersion.objects.earliest("id"),
        change=change,
        source_id=source_id,
        municipality_number="9901",
        number_before=number,
    )


@pytest.mark.usefixtures("strandvik")
def test_what_a_number_of_a_property_is_today(program: Program) -> None:
    address = Address.objects.get(label="12/3")
    was(address.source_id, "9901-12/300")
    was("9", "9901-12/400", "removed")
    assert asked(program, "9901-12/3") == ("in_use", ["9901-12/3"])
    assert asked(program, "9901-7/7") == ("in_use", ["9901-7/7"]), "a parcel without address"
    assert asked(program, "9901-12/300") == ("followed", ["9901-12/3"])
    assert asked(program, "9901-012/0300/0") == ("followed", ["9901-12/3"])
    assert asked(program, "9901-12/400") == ("gone", [])
    assert asked(program, "9901-77/1") == ("unknown", [])
    assert asked(program, "0427-12/3") == ("municipality", ["3420"])


@pytest.mark.usefixtures("strandvik")
def test_what_a_municipality_number_is_today(program: Program) -> None:
    assert asked(program, "9901") == ("in_use", ["9901"])
    assert asked(program, "1507") == ("municipality", ["1508", "1580"])
    assert asked(program, "9999") == ("unknown", [])


@pytest.mark.parametrize("number", ["", "12/3", "9901-", "9901-1/2/3/4", "٩٩٠١", "9901-1/2\n"])
def test_what_is_no_number_is_refused(number: Any, program: Program) -> None:
    answer = program.get("old-numbers", number=number)
    assert answer.status_code == 400
    assert "9901-12/3" in answer.json()["detail"]
