from __future__ import annotations

import pytest

from cadastre_import.feed import best_offer, feed_name, read_feed
from cadastre_import.refusal import DeliveryRefused
from cadastre_import.sources import RENEWED, known_sources

from .deliveries import real_file

URL = "https://download.example/geonorge/ATOM-feeds/MatrikkelenAdresse_AtomFeedCSV.xml"
ADDRESS = known_sources()["address"]


def feed(*urls: str) -> bytes:
    entries = "".join(
        f"<entry><link rel='alternate' href='{url}'/><updated>2026-07-18T16:21:07</updated></entry>"
        for url in urls
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode()


def file_url(area: str, epsg: str, host: str = "https://download.example") -> str:
    return f"{host}/geonorge/Basisdata/Basisdata_{area}_Navn_{epsg}_MatrikkelenAdresse_CSV.zip"


def test_the_feeds_are_named_after_the_files() -> None:
    assert [feed_name(known_sources()[dataset]) for dataset in RENEWED] == [
        "MatrikkelenAdresse_AtomFeedCSV.xml",
        "MatrikkelenAdresseLeilighetsniva_AtomFeedCSV.xml",
        "MatrikkelenEiendomskartTeig_AtomFeedGML.xml",
        "MatrikkelenBygning_AtomFeedGML.xml",
    ]


def test_a_real_feed() -> None:
    """Its CSV entries say GML, and a county is there beside the municipality."""
    content = real_file("api/kartverket_bulk_atom_feed.xml").read_bytes()
    offers = read_feed(content, "https://nedlasting.geonorge.no/geonorge/ATOM-feeds/x.xml")
    found = best_offer(offers, ADDRESS, "5610")
    assert found is not None
    assert found.file_name == "Basisdata_5610_Karasjok_25833_MatrikkelenAdresse_CSV.zip"
    assert found.updated == "2026-07-01T10:20:59"
    country = best_offer(offers, ADDRESS, "0000")
    assert country is not None
    assert country.epsg == "25833"


def test_the_system_that_costs_least_is_taken() -> None:
    offers = read_feed(feed(file_url("9901", "4258"), file_url("9901", "25832")), URL)
    found = best_offer(offers, ADDRESS, "9901")
    assert found is not None
    assert found.epsg == "25832"
    assert best_offer(offers, ADDRESS, "9902") is None


def test_a_file_that_may_be_fetched_goes_before_one_that_may_not() -> None:
    urls = file_url("9901", "25833", "https://elsewhere.example"), file_url("9901", "4258")
    found = best_offer(read_feed(feed(*urls), URL), ADDRESS, "9901")
    assert found is not None
    assert (found.epsg, found.is_elsewhere) == ("4258", False)


@pytest.mark.parametrize(
    ("feed_url", "host", "is_elsewhere"),
    [
        ("http://download.example/x.xml", "https://download.example", False),
        ("http://download.example:8080/x.xml", "http://download.example:8080", False),
        ("https://download.example/x.xml", "http://download.example", True),
        ("http://download.example/x.xml", "https://elsewhere.example", True),
        ("http://download.example:8080/x.xml", "https://download.example", True),
        ("http://download.example/x.xml", "https://me@download.example", True),
    ],
)
def test_the_same_host_is_fetched_from_and_never_with_less_protection(
    feed_url: str, host: str, is_elsewhere: bool
) -> None:
    (offer,) = read_feed(feed(file_url("9901", "25833", host)), feed_url)
    assert offer.is_elsewhere is is_elsewhere


@pytest.mark.parametrize(
    "url",
    [
        "https://download.example/geonorge/Basisdata/other.zip",
        "file:///etc/passwd",
        "",
    ],
)
def test_what_is_not_the_deliverers_own_file_is_no_offer(url: str) -> None:
    assert read_feed(feed(url), URL) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Vedlikehold</body></html>",
        b"<!DOCTYPE feed [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><rss>&b;</rss>",
    ],
)
def test_what_is_not_a_feed_is_told(content: bytes) -> None:
    with pytest.raises(DeliveryRefused, match="is not an Atom feed"):
        read_feed(content, URL)
