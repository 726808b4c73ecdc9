"""The switches, the log and the pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
import requests

from geotarget.simulators.running import Simulators
from geotarget.simulators.words import _BOKMAL, _ENGLISH

SECONDS = 5


def get(simulators: Simulators, path: str) -> requests.Response:
    return requests.get(simulators.url + path, timeout=SECONDS)


def post(simulators: Simulators, content: Any, **more: Any) -> requests.Response:
    return requests.post(f"{simulators.url}/control", json=content, timeout=SECONDS, **more)


def arrive(simulators: Simulators, to: str = "+4790000001", text: str = "Kok vannet") -> None:
    simulators.arrived.add("sms", to=to, sender="Kommunen", text=text, reference="r")


def test_a_fault_is_switched_on_used_up_and_cleared(simulators: Simulators) -> None:
    answer = post(simulators, {"backends": {"link": {"fault": "429", "count": 2}}})
    assert answer.json()["backends"]["link"]["count"] == 2
    url = f"{simulators.url}/link/sms/send"
    statuses = [requests.post(url, timeout=SECONDS).status_code for _ in range(3)]
    assert statuses == [429, 429, 401]
    assert post(simulators, {"reset": True}).json()["backends"]["link"]["kind"] == ""


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"backends": {"pigeon": {"fault": "500"}}}, "Known: maskinporten"),
        ({"backends": {"krr": {"fault": "accept-then-reset"}}}, "krr has no fault"),
        ({"backends": {"krr": {"fault": "MP-100"}}}, "krr has no fault"),
        ({"backends": {"krr": {"count": "many"}}}, "many"),
        ({"backends": 7}, "items"),
        ({"receipts": {"delay_ms": [1]}}, "unpack"),
    ],
)
def test_a_wrong_wish_is_told(simulators: Simulators, wish: dict[str, Any], words: str) -> None:
    answer = post(simulators, wish)
    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_another_site_may_not_switch(simulators: Simulators) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert post(simulators, {"reset": True}, headers=foreign).status_code == 403


def test_the_form_does_what_the_json_does(simulators: Simulators) -> None:
    form = {"backend": "smtp", "fault": "450", "count": "", "probability": "0.5", "latency_ms": "7"}
    url = f"{simulators.url}/control"
    answer = requests.post(url, data=form, allow_redirects=False, timeout=SECONDS)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/control?lang=nb")
    fault = simulators.faults.of("smtp")
    assert (fault.kind, fault.count, fault.probability, fault.latency_ms) == ("450", None, 0.5, 7)


def test_the_receipt_form(simulators: Simulators) -> None:
    form = {"receipts": "1", "delay_from": "10", "delay_to": "20", "missing": "0.1"}
    requests.post(f"{simulators.url}/control", data=form, timeout=SECONDS)
    rules = simulators.faults.receipts
    assert (rules.delay_ms, rules.missing, rules.before_response) == ((10, 20), 0.1, False)


def test_the_log_is_asked_by_address_words_and_number(simulators: Simulators) -> None:
    arrive(simulators)
    arrive(simulators, "+4790000002", "Stengt vei")
    arrive(simulators, "+4790000001", "Vannet er tilbake")
    whole = get(simulators, "/arrived.json").json()
    assert (whole["total"], whole["addresses"], whole["addresses_more_than_once"]) == (3, 2, 1)
    assert whole["same_text_more_than_once"] == 0
    first = whole["accepted"][0]["number"]
    queries = {
        "to=%2B4790000001": 2, "to=+4790000001": 2, "words=VANN": 2, "channel=email": 0,
        f"after={first}": 2, "reference=r": 3,
    }  # fmt: skip
    for query, expected in queries.items():
        assert get(simulators, f"/arrived.json?{query}").json()["total"] == expected, query
    assert len(get(simulators, "/arrived.json?limit=1").json()["accepted"]) == 1
    assert get(simulators, "/arrived.json?after=x").status_code == 400
    post(simulators, {"clear_arrived": True})
    assert get(simulators, "/arrived.json").json()["total"] == 0


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("path", ["/", "/arrived", "/control", "/?lang=en", "/control?lang=en"])
def test_pages_have_no_script_and_a_strict_policy(simulators: Simulators, path: str) -> None:
    arrive(simulators, text="<script>alert(1)</script>")
    answer = get(simulators, path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    tags = Tags()
    tags.feed(answer.text)
    assert "script" not in {tag for tag, _ in tags.seen}
    assert not [a for _, attrs in tags.seen for a in attrs if a == "style" or a.startswith("on")]
    assert "$" not in answer.text


@pytest.mark.parametrize("path", ["/", "/control"])
def test_every_field_has_a_label(simulators: Simulators, path: str) -> None:
    tags = Tags()
    tags.feed(get(simulators, path).text)
    labelled = {attrs["for"] for tag, attrs in tags.seen if tag == "label"}
    fields = {
        attrs.get("id")
        for tag, attrs in tags.seen
        if tag in ("input", "select") and attrs.get("type") != "hidden"
    }
    assert fields == labelled


def test_the_page_shows_what_arrived_newest_first(simulators: Simulators) -> None:
    arrive(simulators, text="Eldst")
    arrive(simulators, text="Nyest & best")
    text = get(simulators, "/").text
    assert text.index("Nyest &amp; best") < text.index("Eldst")
    assert "Hva kom fram" in text
    assert "What arrived" in get(simulators, "/?lang=en").text
    assert "Eldst" not in get(simulators, "/?words=nyest").text


def test_the_same_text_twice_to_one_address_stands_out(simulators: Simulators) -> None:
    arrive(simulators)
    assert "is-bad" not in get(simulators, "/").text
    arrive(simulators)
    assert "is-bad" in get(simulators, "/").text
    assert get(simulators, "/arrived.json").json()["same_text_more_than_once"] == 1


def test_a_fault_of_no_probability_never_happens(simulators: Simulators) -> None:
    post(simulators, {"backends": {"krr": {"fault": "500", "probability": 0}}})
    assert {simulators.faults.take("krr").kind for _ in range(20)} == {""}


def test_a_long_log_shows_the_newest_and_offers_all(simulators: Simulators) -> None:
    for n in range(250):
        arrive(simulators, f"+47900{n:05d}")
    assert get(simulators, "/").text.count("<tr><td>") == 200
    assert get(simulators, "/?all=1").text.count("<tr><td>") == 250


def test_both_languages_have_every_word() -> None:
    assert _BOKMAL.keys() == _ENGLISH.keys()
    assert all(
        re.findall(r"\{.*?\}", _BOKMAL[key]) == re.findall(r"\{.*?\}", _ENGLISH[key])
        for key in _BOKMAL
    )


def test_health_and_what_is_not_there(simulators: Simulators) -> None:
    assert get(simulators, "/health").json() == {"status": "ok", "people": 8}
    assert get(simulators, "/style.css").headers["Content-Type"].startswith("text/css")
    assert get(simulators, "/nothing").status_code == 404


def test_calls_are_counted_without_anybodys_number(simulators: Simulators) -> None:
    get(simulators, "/folkeregisteret/offentlig-med-hjemmel/api/v1/personer/01810100288")
    calls = get(simulators, "/control.json").json()["calls"]
    assert "01810100288" not in str(calls)
