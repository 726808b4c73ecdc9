"""Which data set a delivery is, told from its first bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import IO

from .refusal import DeliveryRefused
from .sources import Source, known_datasets, known_sources

HEAD_BYTES = 65_536
_BLOCK = 1 << 20
BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MOST_COLUMNS = 500
"""The widest delivery has 46 columns; a table of the database has room for 1,600."""


def recognise(
    stream: IO[bytes], dataset: str | None = None, layers: Sequence[str] | None = None
) -> Source:
    """The source of a delivery; the stream is at its start again. `dataset`: what is expected;
    `layers`: what GDAL finds in it, where it is GDAL that reads it."""
    if dataset is not None and dataset not in known_datasets():
        raise DeliveryRefused(
            "There is no data set “%(asked)s”. Known: %(known)s.",
            asked=dataset,
            known=", ".join(known_datasets()),
        )
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if layers is None and (head[:2] in _UTF_16 or b"\0" in head[:2]):
        raise DeliveryRefused(
            "The file is UTF-16 or UTF-32, as Excel saves “Unicode text”. Give the file as "
            "delivered, in UTF-8."
        )
    body = head.removeprefix(BOM).lstrip()
    if not body:
        raise DeliveryRefused("The file is empty. Download it again.")
    source = (
        _by_layers(layers) if layers is not None else _by_start(head, body[:1], stream, dataset)
    )
    if dataset is not None and source.dataset != dataset:
        raise DeliveryRefused(
            "This is a delivery of %(found)s (%(title)s), not of %(asked)s. "
            "Leave out --dataset or give the right file.",
            found=source.dataset,
            title=source.title,
            asked=dataset,
        )
    return source


def _by_start(head: bytes, first: bytes, stream: IO[bytes], dataset: str | None) -> Source:
    if first == b"<":
        return _by_namespace(head, stream)
    if first == b"{":
        return _by_collection(head)
    if first == b"[":
        return _by_keys(head)
    return _by_header(head, dataset)


def _by_namespace(head: bytes, stream: IO[bytes]) -> Source:
    if re.search(rb"<!DOCTYPE", head, re.IGNORECASE):
        raise DeliveryRefused(
            "The GML has a document type definition (DTD). No delivery has one, and it can be "
            "used for attacks. Get the file from the deliverer itself."
        )
    text = head.decode("utf-8", "replace")
    named = [s for s in known_sources().values() if s.namespace and s.namespace in text]
    if len(named) > 1:
        return _by_first_feature(named, stream)
    if named:
        return named[0]
    raise _unknown("its XML namespace belongs to none of them")


def _by_first_feature(candidates: list[Source], stream: IO[bytes]) -> Source:
    """Which of the data sets of one namespace it is; borders may stand before the first feature."""
    names = "|".join(name for source in candidates for name in source.features).encode()
    before = b""
    try:
        while block := stream.read(_BLOCK):
            found = re.search(rb"<(?:\w+:)?(" + names + rb")[\s>]", before + block)
            if found:
                name = found[1].decode()
                return next(source for source in candidates if name in source.features)
            before = block[-100:]
    finally:
        stream.seek(0)
    raise _unknown("it has none of the features of its XML namespace")


def _by_layers(layers: Sequence[str]) -> Source:
    present = {name.casefold() for name in layers}
    for source in known_sources().values():
        if source.layers and present >= {name.casefold() for name in source.layers}:
            return source
    wanted = "; ".join(
        f"{source.title} has {' and '.join(source.layers)}"
        for source in known_sources().values()
        if source.layers
    )
    raise _unknown(f"its layers are {', '.join(layers)[:200] or 'none'}, but {wanted}")


def _by_collection(head: bytes) -> Source:
    text = head.decode("utf-8", "replace")
    known = [source for source in known_sources().values() if source.collection]
    if is_plain_collection(text):
        return _by_properties(text, known)
    for source in known:
        if re.search(rf'"{source.collection}"\s*:\s*\{{', text):
            return source
    raise _unknown("it is JSON without a collection of that name")


def _by_properties(text: str, known: list[Source]) -> Source:
    """The data set whose properties are those of the first feature: all that it must have, and none
    that it has not. Parcels and school districts have the number and name of a municipality too."""
    found = re.search(r'"features".*?"properties"\s*:\s*(?=\{)', text, re.DOTALL)
    try:
        names = set(json.JSONDecoder().raw_decode(text, found.end())[0]) if found else set()
    except (ValueError, RecursionError):
        names = set()
    nearest = [source for source in known if names and not set(source.requires) - names]
    others = [sorted(names - set(source.properties)) for source in nearest]
    for source, other in zip(nearest, others, strict=True):
        if not other:
            return source
    if nearest:
        raise _unknown(
            f"its features are like {nearest[0].title}, which has no “{', '.join(others[0])[:200]}”"
        )
    raise _unknown("it is JSON without a collection of that name")


def _by_keys(head: bytes) -> Source:
    text = head.decode("utf-8", "replace")
    for source in known_sources().values():
        if source.format == "json" and all(json.dumps(key) in text for key in source.requires):
            return source
    raise _unknown("it is JSON whose objects have other names")


def is_plain_collection(text: str) -> bool:
    """Whether a GeoJSON is a FeatureCollection itself, and not a collection per type."""
    return re.match(r'\s*\{\s*"(type|name|crs|bbox)"', text) is not None


def _by_header(head: bytes, dataset: str | None) -> Source:
    first = head.split(b"\n", 1)[0].rstrip(b"\r").decode("cp1252", "replace")
    for source in known_sources().values():
        if source.first_line and re.fullmatch(source.first_line, first):
            return source
    header = read_header(head)
    candidates = [source for source in known_sources().values() if source.format == "csv"]
    for source in candidates:
        if not source.missing_from(header):
            return source
    nearest = min(candidates, key=lambda s: (s.dataset != dataset, len(s.missing_from(header))))
    missing = nearest.missing_from(header)
    if len(missing) < len(nearest.requires) / 2 or nearest.dataset == dataset:
        raise DeliveryRefused(
            "Line 1: the header looks like %(title)s but these columns are missing: %(missing)s. "
            "Give the file as delivered.",
            title=nearest.title,
            missing=", ".join(missing),
        )
    raise _unknown("line 1 is not the header of any of them")


def read_header(head: bytes) -> list[str]:
    """Names in the first line of a CSV delivery."""
    first = head.removeprefix(BOM).split(b"\n", 1)[0].rstrip(b"\r")
    if b"\r" in first:
        raise DeliveryRefused(
            "The lines end with CR alone, as on old Macs, so that the file is one long line. Give "
            "the file as delivered: its lines end with CR and LF."
        )
    if first.count(b";") >= _MOST_COLUMNS:
        raise DeliveryRefused(
            "Line 1: the header has %(count)s columns; no delivery has more than %(limit)s. Give "
            "the file as delivered.",
            count=first.count(b";") + 1,
            limit=_MOST_COLUMNS,
        )
    try:
        return [name.strip().strip('"') for name in first.decode("utf-8").split(";")]
    except UnicodeDecodeError as error:
        raise not_utf8(1, error.start + 1) from None


def not_utf8(line: int, byte: int) -> DeliveryRefused:
    return DeliveryRefused(
        "Line %(line)s, byte %(byte)s: this is not UTF-8; it looks like Windows-1252. "
        "Give the file as delivered, not one saved by Excel.",
        line=line,
        byte=byte,
    )


def _unknown(why: str) -> DeliveryRefused:
    return DeliveryRefused(
        "The file is none of the known deliveries: %(why)s. Known are deliveries of: %(known)s. "
        "Their forms stand in docs/import.md.",
        why=why,
        known=", ".join(known_datasets()),
    )
