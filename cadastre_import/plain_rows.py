"""Rows of a CSV delivery whose fields are so plainly written that COPY can type them itself.

Nearly all rows of a delivery are. A whole block is looked at in one go, by numpy; what is not plain
is no fault yet: it goes as text to the checks in SQL, which know the exceptions and word the
faults. A source tells under `plain` how each column must look:

    digits A..B    A to B ASCII digits; `digits 0..B` may be empty
    decimal        digits, perhaps with a minus before and one point between them; `decimal?` may be
                   empty
    moment         empty, or a time `12.06.2025 09:03:43`, perhaps with up to six digits of a second
    text A..       at least A bytes; `text 0..` may be empty and is then an empty text
    is A|B         one of these words; `is ` and nothing more: empty
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
"""Where fields start and end in the block, of shape (rows, columns)."""
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_DIGIT, _POINT = 0, 1
"""Weights of bytes; any other byte weighs 2."""
_MAX_DIGITS = 20
_MOMENT = b"00.00.0000 00:00:00"
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
        weighed = _Weighed(fields.given)
        plain = np.ones(len(fields.starts), np.bool_)
        for column, check in self._checks:
            plain &= check(weighed, fields.starts[:, column], fields.ends[:, column])
        return plain


@dataclass(frozen=True)
class Fields:
    """Where in a block the fields of its rows start and end."""

    block: bytes
    given: Bytes
    starts: Places
    ends: Places

    def of_rows(self, places: Rows) -> Fields:
        """Some rows, in their order."""
        if len(places) == len(self.starts):
            return self
        return Fields(self.block, self.given, self.starts[places], self.ends[places])

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


class _Weighed:
    """A block, and for each place in it the weight of all bytes before."""

    def __init__(self, given: Bytes) -> None:
        self.given = given
        no_digit = given - ord("0") > 9  # bytes do not go below 0
        weights = no_digit.view(np.uint8) + (no_digit & (given != ord("."))).view(np.uint8)
        self._before = np.zeros(len(given) + 1, np.int32)
        np.cumsum(weights, out=self._before[1:])

    def weight(self, starts: Places, ends: Places) -> npt.NDArray[np.int32]:
        """0: all digits; 1: and one point; more: something else."""
        return self._before[ends] - self._before[starts]

    def heads(self, starts: Places, length: int) -> npt.NDArray[np.uint8]:
        """The first bytes of each field and of what follows it, of shape (rows, length)."""
        places = starts[:, None] + np.arange(length)
        return self.given.take(places, mode="clip")


Check = Callable[[_Weighed, Places, Places], Mask]


def _check(form: str) -> Check:
    kind, _, told = form.partition(" ")
    if kind == "digits":
        fewest, most = map(int, told.split(".."))
        return lambda fields, starts, ends: _are_digits(fields, starts, ends, fewest, most)
    if kind == "text":
        fewest = int(told.removesuffix(".."))
        return lambda fields, starts, ends: ends - starts >= fewest
    if kind == "is":
        words = [word.encode() for word in told.split("|")]
        return lambda fields, starts, ends: _are_words(fields, starts, ends, words)
    return {"decimal": _are_decimals, "decimal?": _or_empty, "moment": _are_moments}[kind]


def _are_digits(fields: _Weighed, starts: Places, ends: Places, fewest: int, most: int) -> Mask:
    length = ends - starts
    fits = (length >= fewest) & (length <= most)
    return np.asarray(fits & (fields.weight(starts, ends) == _DIGIT))


def _are_decimals(fields: _Weighed, starts: Places, ends: Places) -> Mask:
    first = starts + (fields.given[starts] == ord("-"))
    length = ends - first
    begins = fields.weight(first, first + 1) == _DIGIT
    fits = begins & (length > 0) & (length <= _MAX_DIGITS)
    return np.asarray(fits & (fields.weight(first, ends) <= _POINT))


def _or_empty(fields: _Weighed, starts: Places, ends: Places) -> Mask:
    return np.asarray((starts == ends) | _are_decimals(fields, starts, ends))


def _are_words(fields: _Weighed, starts: Places, ends: Places, words: Sequence[bytes]) -> Mask:
    found = np.zeros(len(starts), np.bool_)
    for word in words:
        heads = fields.heads(starts, len(word))
        same = (heads == np.frombuffer(word, np.uint8)).all(axis=1)
        found |= same & (ends - starts == len(word))
    return found


def _are_moments(fields: _Weighed, starts: Places, ends: Places) -> Mask:
    length = ends - starts
    behind = starts + len(_MOMENT)
    whole = (length == len(_MOMENT)) | (
        (length > len(_MOMENT) + 1)
        & (length <= len(_MOMENT) + _FRACTION)
        & (fields.given.take(behind, mode="clip") == ord("."))
        & (fields.weight(np.minimum(behind, ends), ends) == _POINT)
    )
    is_time = whole & _are_times(fields.heads(starts, len(_MOMENT)))
    return np.asarray((length == 0) | is_time)


def _are_times(heads: npt.NDArray[np.uint8]) -> Mask:
    """Nineteen bytes each: whether they are a moment that the calendar has."""
    pattern = np.frombuffer(_MOMENT, np.uint8)
    is_digit = pattern == ord("0")
    digits = heads.astype(np.int16) - ord("0")
    shaped = (heads[:, ~is_digit] == pattern[~is_digit]).all(axis=1)
    shaped &= ((digits[:, is_digit] >= 0) & (digits[:, is_digit] <= 9)).all(axis=1)
    day, month, century, hour, minute, second = (
        digits[:, place] * 10 + digits[:, place + 1] for place in (0, 3, 6, 11, 14, 17)
    )
    year = century * 100 + digits[:, 8] * 10 + digits[:, 9]
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = _DAYS.take(month, mode="clip") + ((month == 2) & is_leap)
    known = (year >= 1900) & (year < 2100) & (month >= 1) & (month <= 12)
    known &= (day >= 1) & (day <= last) & (hour < 24) & (minute < 60) & (second < 60)
    return np.asarray(shaped & known)
