"""A gzip delivery as a stream that ends where a decompression bomb begins.

A zip says beforehand what it unpacks to; of gzip it is known only while it is unpacked.
"""

from __future__ import annotations

import gzip
from typing import IO

from .limits import Limits
from .refusal import DeliveryRefused


class Unpacked(gzip.GzipFile):
    """Raises `DeliveryRefused` from the read that goes beyond the limits."""

    def __init__(self, name: str, packed: IO[bytes], limits: Limits) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self._file_name = name
        self._packed = packed
        self._limits = limits

    def read(self, size: int | None = -1) -> bytes:
        return self._within(super().read(size))

    def readline(self, size: int | None = -1) -> bytes:
        return self._within(super().readline(size))

    def _within(self, block: bytes) -> bytes:
        if self._limits.is_bomb(self.tell(), self._packed.tell()):
            raise unpacks_to(
                self._file_name, self.tell(), self._packed.tell(), self._limits, "at least "
            )
        return block


def unpacks_to(
    name: str, size: int, packed: int, limits: Limits, least: str = ""
) -> DeliveryRefused:
    """`size` and `packed` in bytes; which of the two limits it is that it breaks."""
    if size > limits.unpacked_bytes:
        return DeliveryRefused(
            "%(name)s would unpack to %(least)s%(size)s bytes; the limit is %(limit)s. "
            "Get the file from the deliverer itself.",
            name=name,
            least=least,
            size=size,
            limit=limits.unpacked_bytes,
        )
    return DeliveryRefused(
        "%(name)s would unpack to %(least)s%(size)s bytes, %(ratio)s times what it is packed to; "
        "a delivery unpacks to at most %(limit)s times. Get the file from the deliverer itself.",
        name=name,
        least=least,
        size=size,
        ratio=size // max(packed, 1),
        limit=limits.unpack_ratio,
    )
