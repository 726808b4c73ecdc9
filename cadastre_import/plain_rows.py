"""Rows of a CSV delivery whose fields are so plainly written that COPY can type them itself.

Nearly all rows of a delivery are. A whole block is looked at in one go, by numpy; what is not plain
is no fault yet: it goes as text to the checks in SQL, which know the exceptions and word the
faults. A source tells under `plain` how each column must look:

    digits A..B    A to B ASCII digits; `digits 0..B` may be empty
    decimal        digits, perhaps with a minus before and one point between them; `decimal?` may be
                   empty
    moment         empty, or a time `12.06.2025 09:03:43`, perhaps with up to six digits of a second
    text A..B      A to B bytes, where the database takes B characters; `text 0..B` may be empty and
                   is then an empty text
    is A|B         one of these words; `is ` and nothing more: empty
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .field_words import WORD, Words, no_digits, number_of, same_bytes

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
"""Where fields start and end in the block, of shape (rows, columns)."""
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_POINT = ord(".")
_POINT_ALONE = number_of(bytes([_POINT ^ ord("0")] * WORD))
"""What is left of points in a word when the zeros are taken off."""
_ZEROS = number_of(b"0" * WORD)
_LOW = np.uint64(15)
_MAX_DIGITS = 20
_MOMENT = b"00.00.0000 00:00:00"
_SHAPE = [
    (number_of(part), number_of(bytes(0 if byte == ord("0") else 255 for byte in part)))
    for part in (_MOMENT[:WORD], _MOMENT[WORD : 2 * WORD], _MOMENT[2 * WORD :])
]
"""Of each word of a moment: what is in it, and where its separators are."""
_NUMBERS = (0, 3, 6, 8, 11, 14, 17)
"""Where a moment has its day, month, century, year of it, hour, minute and second."""
_FRACTION = 7
"""Bytes of ".123456"."""
_LARGEST = 30 << 20
"""Bytes; glibc keeps pieces of up to 32 MB."""
_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


class PlainRows:
    """`columns` in the order of the file; `forms` for those of them that must look so."""

    def __init__(self, columns: Sequence[str], forms: Mapping[str, str]) -> None:
        # What glibc has once given back as one piece it keeps from then on: without this the system
        # hands out and clears the same pages for every block, half of the time of reading.
        np.empty(_LARGEST, np.uint8)
        self._width = len(columns)
        self._checks = [
            (columns.index(name), _check(form)) for name, form in forms.items() if name in columns
        ]

    def fields(self, block: bytes) -> Fields | None:
        """A block's fields; None where not every line has all columns, or has a line end inside.
        The block is of whole lines, each with `\\n` or `\\r\\n` at its end."""
        given = np.frombuffer(block, np.uint8)
        line_ends = given == ord("\n")
        separators = np.flatnonzero((given == ord(";")) | line_ends)
        rows = np.count_nonzero(line_ends)  # several times as fast as bytes.count
        if separators.size != rows * self._width:
            return None
        ends = separators.reshape(rows, self._width)
        if (given[ends[:, -1]] != ord("\n")).any():
            return None
        starts = np.concatenate(([0], separators[:-1] + 1)).reshape(rows, self._width)
        if b"\r" in block:
            returns = given[ends[:, -1] - 1] == ord("\r")
            if np.count_nonzero(returns) != np.count_nonzero(given == ord("\r")):
                return None
            ends[:, -1] -= returns
        return Fields(block, given, starts, ends)

    def mask(self, fields: Fields) -> Mask:
        """Which rows are plain."""
        fields = fields.cut_out()
        words = fields.words
        plain = np.ones(len(fields.starts), np.bool_)
        for column, check in self._checks:
            plain &= check(words, fields.starts[:, column].copy(), fields.ends[:, column].copy())
        return plain


@dataclass(frozen=True)
class Fields:
    """Where in a block the fields of its rows start and end."""

    block: bytes
    given: Bytes
    starts: Places
    ends: Places

    @functools.cached_property
    def words(self) -> Words:
        return Words(self.block)

    @property
    def longest(self) -> int:
        """Bytes of the longest row, without its line end."""
        return int((self.ends[:, -1] - self.starts[:, 0]).max(initial=0))

    def of_rows(self, places: Rows) -> Fields:
        """Some rows, in their order."""
        if len(places) == len(self.starts):
            return self
        some = Fields(self.block, self.given, self.starts[places], self.ends[places])
        some.__dict__["words"] = self.words
        return some

    def cut_out(self) -> Fields:
        """The same rows in a block of nothing else, where they are a small part of theirs."""
        lengths = self.ends[:, -1] - self.starts[:, 0] + 1
        if 2 * lengths.sum() > len(self.block):
            return self
        block = b"".join([b"%b\n" % line for line in self.lines()])
        moved = (np.cumsum(lengths) - lengths - self.starts[:, 0])[:, None]
        return Fields(block, np.frombuffer(block, np.uint8), self.starts + moved, self.ends + moved)

    def lines(self) -> list[bytes]:
        """The rows as they stand in the block, without line end."""
        return _cut(self.block, self.starts[:, 0], self.ends[:, -1])

    def lines_of(self, kept: npt.NDArray[np.bool_]) -> list[bytes]:
        """The same of some columns alone; `kept` says of each column whether it is one."""
        turns = np.diff(kept, prepend=False, append=False)
        first, last = np.flatnonzero(turns)[::2], np.flatnonzero(turns)[1::2] - 1
        edges = np.empty((len(self.starts), 2 * len(first)), np.int64)
        edges[:, ::2] = self.starts[:, first]
        edges[:, 1::2] = self.ends[:, last] + 1  # with the separator, but for the last
        edges[:, -1] -= 1
        lengths = np.diff(edges.ravel(), prepend=0, append=len(self.block))
        is_kept = np.arange(lengths.size) % 2 == 1
        text = self.given[np.repeat(is_kept, lengths)].tobytes()
        sizes = (edges[:, 1::2] - edges[:, ::2]).sum(axis=1)
        ends = sizes.cumsum()
        return _cut(text, ends - sizes, ends)


def _cut(text: bytes, starts: Rows, ends: Rows) -> list[bytes]:
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    return [text[start:end] for start, end in spans]


Check = Callable[[Words, Places, Places], Mask]
"""Of fields that start and end there, one of each row."""


def _check(form: str) -> Check:
    kind, _, told = form.partition(" ")
    if kind == "digits":
        fewest, most = map(int, told.split(".."))
        return lambda words, starts, ends: _are_digits(words, starts, ends, fewest, most)
    if kind == "text":
        fewest, most = map(int, told.split(".."))
        return lambda words, starts, ends: (ends - starts >= fewest) & (ends - starts <= most)
    if kind == "is":
        known = [word.encode() for word in told.split("|")]
        return lambda words, starts, ends: _are_known(words, starts, ends, known)
    return {"decimal": _are_decimals, "decimal?": _or_empty, "moment": _are_moments}[kind]


def _are_digits(words: Words, starts: Places, ends: Places, fewest: int, most: int) -> Mask:
    length = ends - starts
    plain = (length >= fewest) & (length <= most)
    for behind in range(0, min(most, int(length.max(initial=0))), WORD):
        plain &= no_digits(words.at(starts + behind, length - behind, of=_ZEROS)) == 0
    return np.asarray(plain)


def _are_decimals(words: Words, starts: Places, ends: Places) -> Mask:
    first = starts + (words.given[starts] == ord("-"))
    length = ends - first
    plain = (
        (length > 0) & (length <= _MAX_DIGITS) & (words.given.take(first, mode="clip") != _POINT)
    )
    points = np.zeros(len(starts), np.uint8)
    for behind in range(0, min(_MAX_DIGITS, int(length.max(initial=0))), WORD):
        differs = words.at(first + behind, length - behind, of=_ZEROS)
        others = no_digits(differs)
        points += np.bitwise_count(others)
        plain &= others == same_bytes(differs, _POINT_ALONE)
    return np.asarray(plain & (points <= 1))


def _or_empty(words: Words, starts: Places, ends: Places) -> Mask:
    given = np.flatnonzero(starts != ends)
    plain = np.ones(len(starts), np.bool_)
    plain[given] = _are_decimals(words, starts[given], ends[given])
    return plain


def _are_known(words: Words, starts: Places, ends: Places, known: Sequence[bytes]) -> Mask:
    found = np.zeros(len(starts), np.bool_)
    for each in known:
        same = ends - starts == len(each)
        for behind in range(0, len(each), WORD):
            wanted = number_of(each[behind : behind + WORD])
            same &= words.at(starts + behind, ends - starts - behind) == wanted
        found |= same
    return found


def _are_moments(words: Words, starts: Places, ends: Places) -> Mask:
    length = ends - starts
    behind = starts + len(_MOMENT)
    fraction = length - len(_MOMENT) - 1
    whole = (fraction == -1) | (
        (fraction > 0)
        & (fraction < _FRACTION)
        & (words.given.take(behind, mode="clip") == _POINT)
        & (no_digits(words.at(behind + 1, fraction, of=_ZEROS)) == 0)
    )
    return np.asarray((length == 0) | (whole & _are_times(words, starts, length)))


def _are_times(words: Words, starts: Places, lengths: Places) -> Mask:
    """Whether the first nineteen bytes are a moment that the calendar has."""
    shaped = np.ones(len(starts), np.bool_)
    differs = []
    for behind, (pattern, separators) in zip(range(0, len(_MOMENT), WORD), _SHAPE, strict=True):
        part = words.at(starts + behind, np.minimum(lengths, len(_MOMENT)) - behind, of=pattern)
        shaped &= (no_digits(part) == 0) & (part & separators == 0)
        differs.append(part)

    def two_digits(place: int) -> npt.NDArray[np.int64]:
        part, at = differs[place // WORD], np.uint64(8 * (place % WORD))
        tens, ones = part >> at & _LOW, part >> at + np.uint64(8) & _LOW
        return (tens * np.uint64(10) + ones).view(np.int64)

    day, month, century, of_century, hour, minute, second = map(two_digits, _NUMBERS)
    year = century * 100 + of_century
    is_leap = (year & 3 == 0) & ((of_century != 0) | (century & 3 == 0))
    last = _DAYS.take(month, mode="clip") + ((month == 2) & is_leap)
    known = (year >= 1900) & (year < 2100) & (month >= 1) & (month <= 12)
    known &= (day >= 1) & (day <= last) & (hour < 24) & (minute < 60) & (second < 60)
    return np.asarray(shaped & known)
