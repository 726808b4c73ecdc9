"""Which addresses stand on a parcel is known whatever is linked, unlinked and emptied."""

from __future__ import annotations

import random

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

ROUNDS = 12
MAKE = """
INSERT INTO address (source, source_id, kind, municipality_number, street_code, street_name, letter,
  extra_name, label, postcode, post_town, census_tract, geom)
SELECT 'test', n::text, 'vegadresse', '9001', '', '', '', '', '', '', '', '',
       ST_SetSRID(ST_MakePoint(n, n), 25833)
  FROM generate_series(1, 3000) AS n;
INSERT INTO parcel (source, source_id, municipality_number, label, geom, is_disputed,
                    is_unregistered_joint_land, row_hash)
SELECT 'test', n::text, '9001', '', 'SRID=25833;MULTIPOLYGON EMPTY', false, false, ''
  FROM generate_series(1, 3) AS n;
"""
LINK = """
INSERT INTO parcel_address (parcel_id, address_id, stands_on, same_property)
SELECT p.id, a.id, random() < 0.7, true FROM parcel p, address a WHERE random() < %s
ON CONFLICT DO NOTHING
"""
UNLINK = "DELETE FROM parcel_address WHERE random() < %s"
NOTED = """
SELECT s.block * 1024 + n FROM address_standing s, generate_series(0, 1023) AS n
 WHERE get_bit(s.bits, n) = 1
"""
STANDING = "SELECT DISTINCT address_id FROM parcel_address WHERE stands_on"


def ids(sql: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def test_each_bit_says_what_the_links_say() -> None:
    dice = random.Random(25833)
    with connection.cursor() as cursor:
        cursor.execute(MAKE)
        cursor.execute("SELECT setseed(0.5)")
        for _ in range(ROUNDS):
            cursor.execute(dice.choice([LINK, UNLINK]), [dice.choice([0.001, 0.3, 0.9])])
            assert ids(NOTED) == ids(STANDING)
        cursor.execute(LINK, [0.5])
        assert ids(NOTED) == ids(STANDING) != set()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE parcel_address")
        assert ids(NOTED) == set()


def test_what_is_built_anew_stays_noted() -> None:
    """As an import does it: links are deleted and made in one function."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE)
        cursor.execute(
            "UPDATE parcel SET geom = ST_Multi(ST_MakeEnvelope(0, 0, 2000.5, 2000.5, 25833))"
            " WHERE source_id = '1'"
        )
        for _ in range(2):
            cursor.execute("SELECT link_parcel_addresses('{}', array_agg(id)) FROM parcel")
            assert ids(NOTED) == ids(STANDING) != set()
        cursor.execute("UPDATE parcel SET geom = 'SRID=25833;MULTIPOLYGON EMPTY'")
        cursor.execute("SELECT link_parcel_addresses(array_agg(id), '{}') FROM address")
        assert ids(NOTED) == set()
