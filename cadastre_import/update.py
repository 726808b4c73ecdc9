"""What is published, renewed from the deliverer's feeds: only what is newer is fetched.

What was fetched last for a data set and an area is a row of `cadastre_download`. The deliverer's
own time of the file decides: an update that finds nothing new costs one small question a feed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import psycopg2
from psycopg2.extensions import connection as Connection

from .feed import Offer, best_offer, feed_name, read_feed
from .fetch import Fetcher, TryLater
from .importing import Progress, run
from .refusal import DeliveryRefused, ImportBusy
from .report import Report
from .sources import RENEWED, Source, known_sources

COUNTRY = "0000"
_UPDATE_LOCK = 0x67747564
""""gtud"."""


@dataclass(frozen=True)
class Outcome:
    """What became of one data set of one area: a report where it was imported, else why not."""

    dataset: str
    area: str
    is_refused: bool = False
    why: str = ""
    report: Report | None = None


@dataclass(frozen=True)
class Update:
    """One run. `areas`: municipality or county numbers, or `COUNTRY`; empty: the municipalities
    that are published. Files wait in `folder` while they are fetched and imported."""

    dsn: str
    feeds_url: str
    folder: Path
    fetcher: Fetcher
    areas: Sequence[str] = ()
    datasets: Sequence[str] = RENEWED
    progress: Progress | None = None

    def carry_out(self) -> Iterator[Outcome]:
        """Renew each data set of each area; one that fails does not keep the others waiting.

        Raises `ImportBusy` when another update runs.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.closing(psycopg2.connect(_plain(self.dsn))) as connection:
            connection.autocommit = True
            with _locked(connection):
                for dataset in self.datasets:
                    yield from self._renew(connection, known_sources()[dataset])

    def _renew(self, connection: Connection, source: Source) -> Iterator[Outcome]:
        areas = self.areas or _published(connection, source.dataset)
        if not areas:
            return
        url = urljoin(self.feeds_url, feed_name(source) or "")
        try:
            offers = read_feed(self.fetcher.text(url), url)
        except DeliveryRefused as refusal:
            yield Outcome(source.dataset, ",".join(areas), is_refused=True, why=str(refusal))
            return
        for area in areas:
            offer = best_offer(offers, source, area)
            try:
                yield self._take(connection, source, area, offer)
            except DeliveryRefused as refusal:
                yield Outcome(source.dataset, area, is_refused=True, why=str(refusal))

    def _take(
        self, connection: Connection, source: Source, area: str, offer: Offer | None
    ) -> Outcome:
        if offer is None:
            raise TryLater(
                "%(feed)s has no file for %(area)s. Is the number right and in use today?",
                feed=feed_name(source),
                area=area,
            )
        if offer.is_elsewhere:
            raise TryLater(
                "%(feed)s has the file for %(area)s at %(url)s: on another host, or without "
                "encryption. It is not fetched. Get it from the deliverer and import it by hand.",
                feed=feed_name(source),
                area=area,
                url=offer.url,
            )
        if _fetched_last(connection, source.dataset, area) == (offer.url, offer.updated):
            return Outcome(source.dataset, area, why="nothing newer")
        target = self.folder / offer.file_name
        self.fetcher.file(offer.url, target)
        report = run(target, dsn=self.dsn, dataset=source.dataset, progress=self.progress)
        _remember(connection, source.dataset, area, offer, report.source_sha256)
        target.unlink()
        return Outcome(source.dataset, area, report=report)


def _plain(dsn: str) -> str:
    return dsn.replace("postgis://", "postgresql://", 1)


@contextlib.contextmanager
def _locked(connection: Connection) -> Iterator[None]:
    """Only one update at a time. Given back by word: of a closed connection PostgreSQL holds the
    lock for a moment more, and whoever came then was told of an update that had ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", (_UPDATE_LOCK,))
        if cursor.fetchone() != (True,):
            raise ImportBusy("Another update is running. Wait until it is done and try again.")
        try:
            yield
        finally:
            # A connection that broke has given it back.
            with contextlib.suppress(psycopg2.Error):
                cursor.execute("SELECT pg_advisory_unlock(%s, 0)", (_UPDATE_LOCK,))


def _published(connection: Connection, dataset: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT municipality_number FROM dataset_coverage "
            "WHERE dataset = %s AND source = %s ORDER BY 1",
            (dataset, known_sources()[dataset].source),
        )
        return [number for (number,) in cursor.fetchall()]


def _fetched_last(connection: Connection, dataset: str, area: str) -> tuple[str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT url, updated FROM cadastre_download WHERE dataset = %s AND area = %s",
            (dataset, area),
        )
        return cursor.fetchone()


def _remember(connection: Connection, dataset: str, area: str, offer: Offer, sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cadastre_download (dataset, area, url, updated, sha256, imported_at) "
            "VALUES (%s, %s, %s, %s, %s, now()) ON CONFLICT (dataset, area) DO UPDATE "
            "SET url = excluded.url, updated = excluded.updated, sha256 = excluded.sha256, "
            "imported_at = excluded.imported_at",
            (dataset, area, offer.url, offer.updated, sha256),
        )
