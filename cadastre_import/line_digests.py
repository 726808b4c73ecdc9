"""A number for the text of each row: equal fields have equal numbers.

Made by numpy for all rows of a block at once, of eight bytes of a field at a time. Not for secrets:
two rows that nobody made for the purpose have the same number once in 2^64.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .field_words import WORD
from .plain_rows import Fields

Digests = npt.NDArray[np.uint64]

_FORM = "1"
"""Raise it when the importer makes something else of the same text: then no row is taken for one
that was published before."""


class LineDigests:
    """`columns` in the order of the file; of those, `used` are told apart."""

    def __init__(self, columns: Sequence[str], used: Sequence[str]) -> None:
        self._places = np.array([columns.index(name) for name in used])
        self._start = np.uint64(_odd(";".join(used)))
        self._weights = np.array([_odd(name) for name in used], np.uint64)[:, None]
        self._first, self._second = np.uint64(_odd("/first")), np.uint64(_odd("/second"))

    def of(self, fields: Fields) -> Digests:
        """One for each row. No field may hold the byte 0."""
        starts = fields.starts.T[self._places]
        lengths = fields.ends.T[self._places] - starts
        words = fields.words
        # Which field a byte belongs to is told by the lengths: no separator has to be mixed in.
        digests: Digests = (lengths.astype(np.uint64) * self._weights).sum(axis=0, dtype=np.uint64)
        digests += self._start
        heads = words.at(starts, lengths)
        for column, longest in enumerate(lengths.max(axis=1, initial=0).tolist()):
            self._mix(digests, heads[column])
            for behind in range(WORD, longest, WORD):
                rows = np.flatnonzero(lengths[column] > behind)
                word = words.at(starts[column][rows] + behind, lengths[column][rows] - behind)
                chosen = digests[rows]
                self._mix(chosen, word)
                digests[rows] = chosen
        return digests

    def _mix(self, digests: Digests, words: Digests) -> None:
        """In place. Each step can be undone, so that no word is lost; the swap of the bytes lets
        the last letters of a word reach all of the number."""
        digests ^= words
        digests *= self._first
        digests.byteswap(True)
        digests *= self._second


def _odd(name: str) -> int:
    """The same number for the same name, in every process and for ever."""
    digest = hashlib.blake2b(f"{_FORM}/{name}".encode(), digest_size=WORD).digest()
    return int.from_bytes(digest, "little") | 1
