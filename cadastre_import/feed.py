"""The deliverer's Atom feed of ready files: one entry for each area and coordinate system.

Source: Geonorge's feeds (`MatrikkelenAdresse_AtomFeedCSV.xml` and its likes). Titles, types and
categories in them are not to be trusted (a CSV feed speaks of GML files), times have no zone. The
name of its file tells what an entry offers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urljoin, urlsplit

from lxml import etree

from .refusal import DeliveryRefused
from .sources import Source

_ATOM = "{http://www.w3.org/2005/Atom}"
_FILE = re.compile(r"Basisdata_(?P<area>\d{2}|\d{4})_[^/]+_(?P<epsg>\d{4,5})_[^_/]+_[^_/]+\.zip")
_PATTERN = re.compile(r"Basisdata_\*_(?P<stem>\w+)_(?P<format>[^_.]+)\.zip")
_BEST_FIRST = ("25833", "25832", "25835", "4258")
"""The national system needs no transformation."""


@dataclass(frozen=True)
class Offer:
    """One file that can be had. `area`: municipality (4 digits), county (2) or "0000".
    `updated` is the deliverer's text; it is compared, never reckoned with."""

    url: str
    file_name: str
    area: str
    epsg: str
    updated: str
    is_elsewhere: bool = False
    """On another host than the feed's, or without the encryption that the feed has."""


def feed_name(source: Source) -> str | None:
    """The file name of the feed of a data set; null where there is none by this pattern."""
    parts = _PATTERN.fullmatch(source.file)
    return f"{parts['stem']}_AtomFeed{parts['format']}.xml" if parts else None


def read_feed(content: bytes, url: str) -> list[Offer]:
    """The offers of a feed, those too that may not be fetched (`Offer.is_elsewhere`).

    Raises `DeliveryRefused` where it is not a feed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.tag != f"{_ATOM}feed":
        raise DeliveryRefused("%(url)s is not an Atom feed. Try again later.", url=url)
    return [offer for entry in root.iter(f"{_ATOM}entry") for offer in _offers(entry, url)]


def _offers(entry: etree._Element, feed_url: str) -> Iterator[Offer]:
    link = entry.find(f"{_ATOM}link[@rel='alternate']")
    url = urljoin(feed_url, link.get("href", "") if link is not None else "")
    file_name = urlsplit(url).path.rpartition("/")[2]
    told = _FILE.fullmatch(file_name)
    if told:
        updated = (entry.findtext(f"{_ATOM}updated") or "").strip()
        is_elsewhere = not _is_same_host(url, feed_url)
        yield Offer(url, file_name, told["area"], told["epsg"], updated, is_elsewhere)


def _is_same_host(url: str, feed_url: str) -> bool:
    """Or the same host with encryption, where the feed is read without."""
    place, feed = urlsplit(url), urlsplit(feed_url)
    if place[:2] == feed[:2]:
        return True
    is_usual = place.netloc == place.hostname and feed.netloc == feed.hostname
    schemes = (feed.scheme, place.scheme)
    return schemes == ("http", "https") and is_usual and place.hostname == feed.hostname


def best_offer(offers: Iterable[Offer], source: Source, area: str) -> Offer | None:
    """The file of a data set for an area, in the system that costs least; one that may be fetched,
    if there is one."""
    fitting = [
        offer
        for offer in offers
        if offer.area == area
        and offer.epsg in _BEST_FIRST
        and fnmatchcase(offer.file_name, source.file)
    ]
    return min(
        fitting, key=lambda one: (one.is_elsewhere, _BEST_FIRST.index(one.epsg)), default=None
    )
