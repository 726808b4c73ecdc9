"""Read points from a vector tile (Mapbox Vector Tile 2.1), as little of it as the tests need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LAYERS, NAME, FEATURES, KEYS, VALUES = 3, 1, 2, 3, 4
TAGS, GEOMETRY = 2, 4


def points(tile: bytes, layer: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Column and row in units of the tile, and the attributes, of each point of a layer."""
    for content in _all(tile, LAYERS):
        if next(_all(content, NAME)).decode() == layer:
            keys = [key.decode() for key in _all(content, KEYS)]
            values = [next(value for _, value in _fields(one)) for one in _all(content, VALUES)]
            for feature in _all(content, FEATURES):
                tags = _numbers(b"".join(_all(feature, TAGS)))
                pairs = zip(tags[::2], tags[1::2], strict=True)
                column, row = map(_signed, _numbers(next(_all(feature, GEOMETRY)))[1:3])
                yield column, row, {keys[key]: values[value] for key, value in pairs}


def _all(message: bytes, number: int) -> Iterator[Any]:
    return (value for found, value in _fields(message) if found == number)


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Fields of a protocol buffer: numbers, and bytes for what has a length."""
    at = 0
    while at < len(message):
        head, at = _number(message, at)
        if head & 7 == 0:
            value, at = _number(message, at)
            yield head >> 3, value
        else:
            assert head & 7 == 2
            length, at = _number(message, at)
            yield head >> 3, message[at : at + length]
            at += length


def _numbers(packed: bytes) -> list[int]:
    found, at = [], 0
    while at < len(packed):
        value, at = _number(packed, at)
        found.append(value)
    return found


def _number(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _signed(value: int) -> int:
    """Zigzag: 0, -1, 1, -2, ..."""
    return value >> 1 ^ -(value & 1)
