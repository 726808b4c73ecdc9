"""The objects of a JSON array, one at a time, wherever the array stands in the file."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from .recognise import not_utf8
from .refusal import DeliveryRefused

CHUNK = 1 << 20
_ITEM_LIMIT = 200_000_000
_REST_LIMIT = 10_000_000
_BETWEEN = re.compile(r"[ \t\r\n,]*")


class JsonItems:
    """Only one object, and what was read with it, is held in memory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._stream = stream
        self.text = ""
        """What was read and not yet passed."""
        self.count = 0

    def find(self, pattern: str) -> re.Match[str] | None:
        """Stand after the first match, which is near the start of the file. Null: there is none."""
        while (found := re.search(pattern, self.text, re.DOTALL)) is None:
            if len(self.text) > CHUNK or not self.read():
                return None
        self.text = self.text[found.end() :]
        return found

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The objects from where we stand to the end of their array."""
        decoder, at = json.JSONDecoder(), 0
        while True:
            at = _end_of(_BETWEEN, self.text, at)
            if self.text.startswith("]", at):
                self.text = self.text[at:]
                return
            try:
                item, at = decoder.raw_decode(self.text, at)
            except json.JSONDecodeError:
                self.text, at = self.text[at:], 0
                if len(self.text) > _ITEM_LIMIT or not self.read():
                    raise self._broken() from None
                continue
            except (ValueError, RecursionError):  # a number of thousands of digits; deep nesting
                raise self._broken() from None
            self.count += 1
            yield item

    def refuse_more(self, before: str) -> None:
        """What follows the array must end the JSON that `before` begins, `before` ending in `[`."""
        while len(self.text) <= _REST_LIMIT and self.read():
            pass
        try:
            json.loads(before + self.text)
        except (ValueError, RecursionError):
            raise DeliveryRefused(
                "After the last of %(number)s features the JSON does not end as it should: it is "
                "two files in one, or broken. Download it again.",
                number=self.count,
            ) from None

    def read(self) -> bool:
        """Read on. At least doubling keeps re-parsing of one large object cheap."""
        block = self._stream.read(max(CHUNK, len(self.text)))
        try:
            self.text += self._decoder.decode(block)
        except UnicodeDecodeError as error:
            raise not_utf8(1, error.start + 1) from None
        return bool(block)

    def _broken(self) -> DeliveryRefused:
        return DeliveryRefused(
            "The JSON is broken or was cut short in feature %(number)s. Download it again.",
            number=self.count + 1,
        )


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
