from __future__ import annotations

import re
import traceback
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geotarget.registers.errors import (
    BadAnswer,
    NotAuthorised,
    QuestionRefused,
    RegisterError,
    RegisterUnavailable,
    TooMany,
)
from geotarget.registers.folkeregisteret import (
    PART_OF_FAMILIES,
    PARTS,
    Door,
    Folkeregisteret,
    Search,
    fiks_door,
    skatteetaten_door,
)
from geotarget.registers.resident import Protection, Resident
from geotarget.simulators.faults import Fault
from tests.outbound.scripted import DEEP, answering
from tests.simulators.fixtures import Running
from tests.simulators.world import (
    ANNE,
    BJORN,
    CARI,
    DAG,
    EVA,
    FINN,
    GRO,
    HANS,
    MUNICIPALITY,
)

STREET = Search(municipality_number=MUNICIPALITY, street_name="Skolegata")


def doors(running: Running) -> dict[str, Door]:
    url, tokens = running.simulators.url, running.tokens
    fiks = fiks_door(
        url, tokens, role_id="rolle-1", integration_id="id-1", integration_password="hemmelig"
    )
    return {"skatteetaten": skatteetaten_door(url, tokens), "fiks": fiks}


@pytest.fixture(params=["skatteetaten", "fiks"])
def register(request: pytest.FixtureRequest, running: Running) -> Folkeregisteret:
    return Folkeregisteret(doors(running)[request.param], pause=lambda _: None)


@pytest.fixture
def direct(running: Running) -> Folkeregisteret:
    return Folkeregisteret(doors(running)["skatteetaten"], pause=lambda _: None)


def looked_up(register: Folkeregisteret, *ids: str) -> dict[str, Resident]:
    return {r.national_id: r for answer in register.bulk(ids) for r in answer.residents}


def test_a_street_is_searched_by_its_beginning(register: Folkeregisteret) -> None:
    found = register.search(Search(MUNICIPALITY, street_name="Skole"))
    assert {ANNE, BJORN, CARI, EVA, GRO, HANS} == set(found)


def test_a_house_number_finds_its_letters_too(direct: Folkeregisteret) -> None:
    both = Search(MUNICIPALITY, street_name="Skolegata", house_number="10")
    one = Search(MUNICIPALITY, street_name="Skolegata", house_number="10B")
    assert set(direct.search(both)) == {ANNE, BJORN}
    assert direct.search(one) == [BJORN]


def test_people_without_a_street_are_found_by_postcode(direct: Folkeregisteret) -> None:
    assert direct.search(Search(MUNICIPALITY, postcode="9991")) == [DAG]


def test_birth_years_narrow_the_search(direct: Folkeregisteret) -> None:
    assert direct.search(Search(MUNICIPALITY, street_name="Skoleveien", born_from_year=2000)) == [
        CARI
    ]
    assert direct.search(Search(MUNICIPALITY, street_name="Skoleveien", born_to_year=2000)) == []


def test_an_answer_that_may_be_cut_off_is_an_error(direct: Folkeregisteret) -> None:
    with pytest.raises(TooMany, match="street or postcode"):
        direct.search(STREET, max_hits=2)


def test_a_question_the_register_does_not_take_is_refused(direct: Folkeregisteret) -> None:
    with pytest.raises(QuestionRefused, match="FREG-005"):
        direct.search(Search(MUNICIPALITY, street_name="Sk"))


def test_a_resident_is_read_whole(register: Folkeregisteret) -> None:
    anne = looked_up(register, ANNE)[ANNE]
    home = anne.home
    assert home is not None
    assert (home.address_matrikkel_id, home.unit_number) == ("501", "H0101")
    assert (home.street_name, home.number, home.letter) == ("Skolegata", 10, None)
    assert (home.municipality_number, home.postcode) == (MUNICIPALITY, "9990")
    assert (anne.birth_date, anne.birth_year) == (date(1980, 5, 17), 1980)
    assert (anne.status, anne.protection) == ("bosatt", Protection.UNGRADED)


def test_a_plot_address_is_read(direct: Folkeregisteret) -> None:
    home = looked_up(direct, DAG)[DAG].home
    assert home is not None
    assert (home.gnr, home.bnr, home.fnr, home.street_name) == (12, 3, 0, None)


def test_a_childs_second_home_is_read(direct: Folkeregisteret) -> None:
    (answer,) = direct.bulk([CARI], [*PARTS, PART_OF_FAMILIES])
    (cari,) = answer.residents
    assert [home.address_matrikkel_id for home in cari.second_homes] == ["501"]
    assert [home.kind for home in cari.homes] == ["bosted", "delt"]


def test_protection_and_status_come_along(direct: Folkeregisteret) -> None:
    people = looked_up(direct, EVA, FINN, GRO)
    assert people[EVA].protection is Protection.CONFIDENTIAL
    assert people[FINN].protection is Protection.STRICTLY_CONFIDENTIAL
    assert people[FINN].homes == ()
    assert people[GRO].status == "utflyttet"


def test_whoever_gets_no_answer_is_named_as_missing(direct: Folkeregisteret) -> None:
    (answer,) = direct.bulk([ANNE, HANS, "99999999999", ANNE])
    assert [r.national_id for r in answer.residents] == [ANNE]
    assert answer.missing == (HANS, "99999999999")


def test_bulk_goes_a_thousand_at_a_time(running: Running, direct: Folkeregisteret) -> None:
    before = running.simulators.world.calls["folkeregisteret bulkoppslag"]
    answers = list(direct.bulk(f"{n:011d}" for n in range(2001)))
    assert [len(answer.missing) for answer in answers] == [1000, 1000, 1]
    assert running.simulators.world.calls["folkeregisteret bulkoppslag"] == before + 3


def test_only_the_parts_asked_for_come(direct: Folkeregisteret) -> None:
    (answer,) = direct.bulk([ANNE], parts=["status"])
    (anne,) = answer.residents
    assert (anne.status, anne.homes, anne.birth_date) == ("bosatt", (), None)


def test_the_wait_is_in_milliseconds(running: Running) -> None:
    running.simulators.faults.set("folkeregisteret", Fault("429", count=1, retry_after="1500"))
    pauses: list[float] = []
    register = Folkeregisteret(doors(running)["skatteetaten"], pause=pauses.append)
    assert register.search(STREET)
    assert pauses == [1.5]


def test_a_long_wait_is_left_to_the_caller(running: Running) -> None:
    running.simulators.faults.set("folkeregisteret", Fault("429", retry_after="60000"))
    pauses: list[float] = []
    register = Folkeregisteret(doors(running)["skatteetaten"], pause=pauses.append)
    with pytest.raises(RegisterUnavailable) as caught:
        register.search(STREET)
    assert caught.value.retry_after_seconds == 60
    assert pauses == []


@pytest.mark.parametrize(
    ("said", "waits"),
    [("9" * 15, 3600), ("inf", None), ("nan", None), ("-5", None), ("soon", None), ("²", None)],
)
def test_a_wait_that_can_not_be_meant_is_not_believed(
    running: Running, said: str, waits: float | None
) -> None:
    running.simulators.faults.set("folkeregisteret", Fault("429", retry_after=said))
    register = Folkeregisteret(doors(running)["skatteetaten"], pause=lambda _: None)
    with pytest.raises(RegisterUnavailable) as caught:
        register.search(STREET)
    assert caught.value.retry_after_seconds == waits


@pytest.mark.parametrize("kind", ["500", "503", "reset", "html"])
def test_a_short_illness_is_not_noticed(
    running: Running, direct: Folkeregisteret, kind: str
) -> None:
    running.simulators.faults.set("folkeregisteret", Fault(kind, count=2))
    assert direct.search(STREET)


@pytest.mark.parametrize(
    ("kind", "words"), [("500", "HTTP 500"), ("reset", "can not be reached"), ("html", "web page")]
)
def test_a_long_illness_is_told(
    running: Running, direct: Folkeregisteret, kind: str, words: str
) -> None:
    running.simulators.faults.set("folkeregisteret", Fault(kind))
    with pytest.raises(RegisterUnavailable, match=words):
        list(direct.bulk([ANNE]))


def test_silence_ends_with_the_time_limit(running: Running) -> None:
    running.simulators.faults.set("folkeregisteret", Fault("hang"))
    register = Folkeregisteret(
        doors(running)["skatteetaten"], answer_seconds=0.1, pause=lambda _: None
    )
    with pytest.raises(RegisterUnavailable):
        register.search(STREET)


def test_a_token_the_register_forgot_is_renewed(running: Running, direct: Folkeregisteret) -> None:
    direct.search(STREET)
    tokens = running.simulators.world.tokens
    from cryptography.hazmat.primitives.asymmetric import rsa

    tokens._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert direct.search(STREET)


def test_a_right_that_is_missing_tells_the_operator(running: Running) -> None:
    door = doors(running)["skatteetaten"]
    wrong = Door(door.persons_url, doors(running)["fiks"].access)
    with pytest.raises(NotAuthorised, match=r"FREG-003.*scope"):
        Folkeregisteret(wrong).search(STREET)


def test_an_address_where_no_register_is_is_no_empty_answer(running: Running) -> None:
    lost = skatteetaten_door(running.simulators.url + "/nowhere", running.tokens)
    with pytest.raises(RegisterError):
        Folkeregisteret(lost, pause=lambda _: None).search(STREET)


def test_nothing_of_a_person_is_in_repr_or_error(running: Running, direct: Folkeregisteret) -> None:
    (answer,) = direct.bulk([ANNE])
    shown = repr(answer) + repr(answer.residents) + repr(answer.residents[0].home)
    running.simulators.faults.set("folkeregisteret", Fault("500"))
    questions: list[Any] = [lambda: list(direct.bulk([ANNE])), lambda: direct.search(STREET)]
    for ask in questions:
        with pytest.raises(RegisterUnavailable) as caught:
            ask()
        shown += "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    shown = re.sub("0x[0-9a-f]+", "", shown.replace(__file__, ""))  # where an object lies in memory
    for secret in (ANNE, "Skolegata", "501", "H0101", "1980"):
        assert secret not in shown


def test_passwords_are_not_shown(running: Running) -> None:
    assert "hemmelig" not in repr(doors(running)["fiks"])


class FixedToken:
    def token(self, scope: str, consumer_org: str | None = None, *, fresh: bool = False) -> str:
        return "x"


@pytest.mark.parametrize(
    ("status", "body", "found"),
    [
        (200, '{"foedselsEllerDNummer": []}', []),
        (200, "{}", []),
        (404, '{"kode": "FREG-007", "melding": "Fant ikke person"}', []),
        (404, '{"feilkode": "PERSON_IKKE_FUNNET", "feilmelding": "x", "httpStatus": 404}', []),
        (404, '{"status": 404, "error": "Not Found"}', None),
        (200, '{"persons": []}', None),
        (200, "[]", None),
        (200, DEEP, None),
    ],
)
def test_nobody_found_has_several_forms(status: int, body: str, found: list[str] | None) -> None:
    with answering(body, status) as url:
        register = Folkeregisteret(skatteetaten_door(url, FixedToken()), pause=lambda _: None)
        if found is None:
            with pytest.raises(RegisterError):
                register.search(Search(postcode="9990"))
        else:
            assert register.search(Search(postcode="9990")) == found


@pytest.mark.parametrize("person", ['"x"', "[1]", "5"])
def test_a_person_that_is_none_is_told_in_our_words(person: str) -> None:
    row = f'{{"foedselsEllerDNummer": "{ANNE}", "folkeregisterperson": {person}}}'
    with answering(f'{{"oppslag": [{row}]}}') as url:
        register = Folkeregisteret(skatteetaten_door(url, FixedToken()))
        with pytest.raises(BadAnswer):
            list(register.bulk([ANNE]))


def test_a_wrong_password_of_the_integration_tells_the_operator(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.simulators.world.integration, "password", "en annen")
    with pytest.raises(NotAuthorised) as caught:
        Folkeregisteret(doors(running)["fiks"]).search(STREET)
    assert "hemmelig" not in str(caught.value)


def test_a_password_that_lies_about_on_the_machine_is_not_used(
    register: Folkeregisteret, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert ANNE in register.search(STREET)
