from __future__ import annotations

from django.db import connection

MAX_ZOOM = 16
"""Deeper tiles are drawn from these: at zoom 16 a tile unit is 15 cm."""


def tile(z: int, x: int, y: int) -> bytes:
    """A vector tile (MVT 2.1) of municipalities, parcels and addresses; empty where nothing is.

    Its layers are simply put one after another: a protocol buffer with a repeated field may be
    made so.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT municipality_tile(%(z)s, %(x)s, %(y)s), parcel_tile(%(z)s, %(x)s, %(y)s), "
            "address_tile(%(z)s, %(x)s, %(y)s)",
            {"z": z, "x": x, "y": y},
        )
        return b"".join(bytes(layer) for layer in cursor.fetchone() if layer)
