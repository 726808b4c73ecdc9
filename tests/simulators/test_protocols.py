"""What the simulators refuse, as the real systems do: asked here without our own clients."""

from __future__ import annotations

import time
import uuid
from typing import Any

import jwt
import pytest
import requests

from geotarget.registers.folkeregisteret import SCOPE
from geotarget.simulators.population import Population
from tests.simulators.fixtures import Running
from tests.simulators.world import ANNE, MUNICIPALITY

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
FREG = "/folkeregisteret/offentlig-med-hjemmel/api/v1/personer"
SECONDS = 5
FIKS_SEARCH = "/folkeregister/api/v1/rolle/v1/personer/soek?postnummer=9990"
SVARUT_BY_REFERENCE = "/svarut/api/v2/kontoer/1d8c0b2e-0000-4000-8000-000000000001/forsendelser"
KRR = "krr:global/kontaktinformasjon.read"
SMS = {"source": "Testkommune", "destination": "+4790000001", "userData": "Hei", "refId": "r"}
FIELDS_OF_FIKS_ERRORS = {
    "timestamp", "status", "error", "errorId", "path", "originalPath", "message", "errorCode",
    "errorJson",
}  # fmt: skip


def claims(running: Running, **changes: Any) -> dict[str, Any]:
    """Good claims but for the changes: times in seconds from now, None leaves a claim out."""
    now = int(time.time())
    changes |= {name: now + changes[name] for name in ("iat", "exp") if changes.get(name)}
    given = {
        "aud": f"{running.simulators.url}/maskinporten/",
        "iss": "client",
        "scope": SCOPE,
        "iat": now,
        "exp": now + 100,
        "jti": str(uuid.uuid4()),
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not None}


def ask_token(running: Running, content: dict[str, Any], **header: Any) -> requests.Response:
    assertion = jwt.encode(content, running.key, algorithm="RS256", headers={"kid": "k", **header})
    form = {"grant_type": GRANT, "assertion": assertion}
    return requests.post(f"{running.simulators.url}/maskinporten/token", form, timeout=SECONDS)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"aud": "https://maskinporten.no/token"}, "MP-110"),
        ({"exp": 500}, "MP-130"),
        ({"iat": 60}, "MP-130"),
        ({"iat": -300, "exp": -200}, "MP-130"),
        ({"iat": -60, "exp": 50}, "MP-130"),
        ({"exp": -1}, "MP-130"),
        ({"iss": None}, "MP-100"),
        ({"consumer_org": "12"}, "MP-011"),
        ({"consumer_org": "987654321", "iss_onbehalfof": "x"}, "MP-011"),
        ({"iat": None}, "MP-011"),
        ({"scope": None}, "MP-200"),
        ({"scope": "other:scope"}, "MP-200"),
        ({"jti": None}, "MP-012"),
    ],
)
def test_a_wrong_claim_is_refused(running: Running, changes: dict[str, Any], code: str) -> None:
    answer = ask_token(running, claims(running, **changes))
    assert answer.status_code == 400
    assert code in answer.json()["error_description"]


def test_a_request_is_good_once(running: Running) -> None:
    content = claims(running)
    assert ask_token(running, content).status_code == 200
    assert "MP-012" in ask_token(running, content).json()["error_description"]


def test_key_and_chain_together_are_refused(running: Running) -> None:
    assert "MP-011" in ask_token(running, claims(running), x5c=["a"]).json()["error_description"]


def test_the_token_is_signed_by_the_published_key(running: Running) -> None:
    token = ask_token(running, claims(running, consumer_org="987654321")).json()["access_token"]
    url = f"{running.simulators.url}/maskinporten/jwk"
    (published,) = requests.get(url, timeout=SECONDS).json()["keys"]
    key = jwt.PyJWK(published)
    content = jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})
    assert content["consumer"]["ID"] == "0192:987654321"
    assert "supplier" in content


@pytest.fixture
def headers(running: Running) -> dict[str, str]:
    return {"Authorization": f"Bearer {running.tokens.token(SCOPE)}"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("adressenavn=Sk&kommunenummer=9998", 400),
        ("kjoenn=mann", 400),
        ("adressenavn=Skolegata&maksTreff=10001", 400),
        ("adressenavn=Skolegata&maksTreff=0", 400),
        ("adressenavn=Skolegata&maksTreff=mange", 400),
        ("adressenavn=Skolegata&foedselsaarFraOgMed=syttini", 400),
        ("adressenavn=Skolegata&kommunenummer=99", 400),
        ("adressenavn=Skolegata&inkluderOppholdsadresse=ja", 400),
        ("adressenavn=Skolegata&kommunenummer=9998", 200),
    ],
)
def test_searches(running: Running, headers: dict[str, str], query: str, status: int) -> None:
    url = f"{running.simulators.url}{FREG}/soek?{query}"
    assert requests.get(url, headers=headers, timeout=SECONDS).status_code == status


def test_the_firewall_answers_with_a_page(running: Running, headers: dict[str, str]) -> None:
    url = f"{running.simulators.url}{FREG}/soek"
    asked = {"adressenavn": "<script>", "kommunenummer": MUNICIPALITY}
    answer = requests.get(url, asked, headers=headers, timeout=SECONDS)
    assert "html" in answer.headers["Content-Type"]


def test_a_search_for_the_whole_country_is_too_much(
    running: Running, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotarget.simulators.folkeregisteret.MAX_HITS", 2)
    url = f"{running.simulators.url}{FREG}/soek?kommunenummer={MUNICIPALITY}"
    answer = requests.get(url, headers=headers, timeout=SECONDS)
    assert (answer.status_code, answer.json()["kode"]) == (400, "FREG-006")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/bulkoppslag?part=bostedsadresse", {"foedselsEllerDNummer": [ANNE] * 1001}, 400),
        ("/bulkoppslag?part=bostedsadresse", {"foedselsEllerDNummer": []}, 400),
        ("/bulkoppslag?part=skostoerrelse", {"foedselsEllerDNummer": [ANNE]}, 400),
        ("/bulkoppslag", {"numbers": [ANNE]}, 400),
        ("/bulkoppslag", {"foedselsEllerDNummer": ANNE}, 400),
        ("/bulkoppslag", [ANNE], 400),
    ],
)
def test_bulk_questions_that_are_refused(
    running: Running, headers: dict[str, str], path: str, body: dict[str, Any], status: int
) -> None:
    url = f"{running.simulators.url}{FREG}{path}"
    assert requests.post(url, json=body, headers=headers, timeout=SECONDS).status_code == status


def test_a_single_person_and_nobody(running: Running, headers: dict[str, str]) -> None:
    base = f"{running.simulators.url}{FREG}"
    anne = requests.get(f"{base}/{ANNE}?part=navn", headers=headers, timeout=SECONDS)
    assert list(anne.json()) == ["navn"]
    odd = requests.get(f"{base}/{ANNE}?part=skostoerrelse", headers=headers, timeout=SECONDS)
    assert odd.status_code == 400
    nobody = requests.get(f"{base}/99999999999", headers=headers, timeout=SECONDS)
    assert nobody.status_code == 404


@pytest.mark.parametrize("path", [f"{FREG}/soek", "/folkeregister/api/v1/rolle/v1/personer/soek"])
def test_nobody_comes_in_without_a_token(running: Running, path: str) -> None:
    answer = requests.get(running.simulators.url + path, timeout=SECONDS)
    assert answer.status_code == 401


def test_fiks_wants_its_integration_too(running: Running) -> None:
    url = f"{running.simulators.url}/folkeregister/api/v1/rolle/v1/personer/soek?postnummer=9990"
    headers = {"Authorization": f"Bearer {running.tokens.token('ks:fiks')}"}
    assert requests.get(url, headers=headers, timeout=SECONDS).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/folkeregister/api/v1/rolle/v1/personer/soek",
        "/svarut/api/v2/kontoer/1d8c0b2e-0000-4000-8000-000000000001/forsendelser",
    ],
)
def test_services_of_fiks_tell_errors_in_one_form(running: Running, path: str) -> None:
    headers = {"Authorization": f"Bearer {running.tokens.token('ks:fiks')}"}
    error = requests.get(running.simulators.url + path, headers=headers, timeout=SECONDS).json()
    assert set(error) == FIELDS_OF_FIKS_ERRORS
    assert error["status"] == 401


@pytest.mark.parametrize(("password", "status"), [("feil", 401), ("riktig", 200)])
def test_a_wrong_password_of_the_integration_is_refused(
    running: Running, monkeypatch: pytest.MonkeyPatch, password: str, status: int
) -> None:
    monkeypatch.setattr(running.simulators.world.integration, "password", "riktig")
    headers = {
        "Authorization": f"Bearer {running.tokens.token('ks:fiks')}",
        "IntegrasjonId": "1",
        "IntegrasjonPassord": password,
    }
    for path in (FIKS_SEARCH, f"{SVARUT_BY_REFERENCE}?eksternRef=r"):
        url = running.simulators.url + path
        assert requests.get(url, headers=headers, timeout=SECONDS).status_code == status, path


@pytest.mark.parametrize(
    "body",
    [
        {"personidentifikatorer": [ANNE] * 1001},
        {"personidentifikatorer": []},
        {"personidentifikatorer": ANNE},
        {"personidentifikatorer": ["123"]},
        {"personidentifikatorer": [1810100288]},
        [ANNE],
        {},
    ],
)
def test_questions_that_the_contact_register_refuses(running: Running, body: Any) -> None:
    url = f"{running.simulators.url}/krr/rest/v2/personer"
    headers = {"Authorization": f"Bearer {running.tokens.token(KRR)}"}
    assert requests.post(url, json=body, headers=headers, timeout=SECONDS).status_code == 400


@pytest.mark.parametrize(("consumer", "status"), [({}, 403), ({"consumer_org": "987654321"}, 200)])
def test_only_a_supplier_asks_with_the_delegated_scope(
    running: Running, consumer: dict[str, str], status: int
) -> None:
    asked = claims(running, scope="krr:global/kontaktinfo.read", **consumer)
    token = ask_token(running, asked).json()["access_token"]
    answer = requests.post(
        f"{running.simulators.url}/krr/rest/v2/personer",
        json={"personidentifikatorer": [ANNE]},
        headers={"Authorization": f"Bearer {token}"},
        timeout=SECONDS,
    )
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"dcs": "KLINGON"}, 106202),
        ({"destinationTON": "FAX"}, 106202),
        ({"relativeValidityTime": -1}, 106202),
        ({"relativeValidityTime": "lenge"}, 106202),
        ({"source": "Løten"}, 106202),
        ({"userData": ""}, 106201),
        ({"destination": "4790000001"}, 2106),
        ({"dcs": "GSM", "userData": "čáhci"}, 3000),
        ({}, 1005),
    ],
)
def test_what_the_gateway_refuses(running: Running, change: dict[str, Any], code: int) -> None:
    batch = {"platformId": "1", "platformPartnerId": "2", "sendRequestMessages": [SMS | change]}
    url, auth = f"{running.simulators.url}/link/sms/sendbatch", ("simulator", "simulator")
    (row,) = requests.post(url, json=batch, auth=auth, timeout=SECONDS).json()
    assert row["resultCode"] == code
    silent = requests.post(url, json=batch | {"ignoreResponse": True}, auth=auth, timeout=SECONDS)
    assert (silent.status_code, silent.content) == (204, b"")


def test_one_sms_at_a_time_works_too(running: Running) -> None:
    message = {
        "source": "Testkommune",
        "destination": "+4790000001",
        "userData": "Hei",
        "platformId": "1",
        "platformPartnerId": "2",
        "refId": "r",
    }
    url = f"{running.simulators.url}/link/sms/send"
    answer = requests.post(url, json=message, auth=("simulator", "simulator"), timeout=SECONDS)
    assert answer.json()["resultCode"] == 1005


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"sendRequestMessages": [1]}', b"\xff"])
def test_a_malformed_batch_is_refused(running: Running, body: bytes) -> None:
    url = f"{running.simulators.url}/link/sms/sendbatch"
    answer = requests.post(url, data=body, auth=("simulator", "simulator"), timeout=SECONDS)
    assert answer.status_code == 400


def test_an_empty_population_is_nobody() -> None:
    assert Population().near(street="Skolegata", postcode="", municipality="") == []
