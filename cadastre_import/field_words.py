"""Fields of a block as numbers of eight bytes, so that numpy looks at eight bytes of a field of all
rows at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]

WORD = 8
_MASKS = np.array([(1 << (8 * length)) - 1 for length in range(WORD + 1)], np.uint64)
"""What is kept of a word of which so many bytes belong to the field."""
_HIGH, _SEVEN = np.uint64(0x80 * 0x0101010101010101), np.uint64(0x7F * 0x0101010101010101)
_TO_HIGH = np.uint64((0x80 - 10) * 0x0101010101010101)
"""Lifts what is over 9 to the highest bit of its byte."""


class Words:
    """The eight bytes from any place of a block on, as a number."""

    def __init__(self, block: bytes) -> None:
        padded = block + bytes(4 * WORD)
        self.given = np.frombuffer(padded, np.uint8)
        self._from: Numbers = np.ndarray((len(padded) - WORD + 1,), "<u8", padded, 0, (1,))

    def at(
        self,
        starts: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.int64],
        of: np.uint64 = np.uint64(0),  # noqa: B008
    ) -> Numbers:
        """`lengths`: how many bytes from there on belong to the field; the others are 0. `of`: what
        is taken off (XOR) those that do."""
        words: Numbers = self._from[starts]
        if of:
            words ^= of
        words &= _MASKS.take(lengths, mode="clip")
        return words


def number_of(text: bytes) -> np.uint64:
    """Of at most eight bytes, as they stand in a word."""
    return np.uint64(int.from_bytes(text, "little"))


def no_digits(differs: Numbers) -> Numbers:
    """The highest bit of each byte that is not 0 to 9: of words less zeros, of what is no digit.
    Where there is a byte of 128 or more, a digit after it may be taken for none as well."""
    return (differs + _TO_HIGH | differs) & _HIGH


def same_bytes(words: Numbers, wanted: np.uint64) -> Numbers:
    """The highest bit of each byte that is as in `wanted`."""
    differs = words ^ wanted
    return ~((differs & _SEVEN) + _SEVEN | differs) & _HIGH
