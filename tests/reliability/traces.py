"""Where something of a resident could have stayed, and the search for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import redis
from django.db import connection

from geotarget.running import cluster

LOOKS_PERSONAL = re.compile(
    rb"314159[0-9]{5}|(?<![0-9])(?:\+|00)?47((?:90|41)[0-9]{6})(?![0-9])|Kanarifugl[0-9]{5}"
)
_HEX = re.compile(rb"\\x((?:[0-9a-f]{2})+)")


def canaries(people: Iterable[dict[str, Any]]) -> set[bytes]:
    """Identity number (the mailbox has it too), phone and name of everybody."""
    texts = (
        [person["national_id"], person["krr"]["mobile"][-8:], person["name"].split()[-1]]
        for person in people
    )
    return {text.encode() for some in texts for text in some if text}


def found(pieces: Iterable[bytes], known: set[bytes]) -> set[str]:
    """Which of the canaries stand in there."""
    candidates = {m[1] or m[0] for piece in pieces for m in LOOKS_PERSONAL.finditer(piece)}
    return {each.decode() for each in candidates & known}


def dump() -> bytes:
    """The whole database as text."""
    url = cluster.url("postgres", connection.settings_dict["NAME"])
    return cluster._run("pg_dump", "-d", url).stdout.encode()


def unpacked(text: bytes) -> Iterator[bytes]:
    """The text of a dump, and what its columns of bytes hold."""
    yield text
    for match in _HEX.finditer(text):
        yield bytes.fromhex(match[1].decode())


def broker_values(broker: redis.Redis) -> Iterator[bytes]:
    """Every key and value, unpacked, and the dump that Redis itself would write."""
    readers = {
        b"string": lambda key: [broker.get(key)],
        b"list": lambda key: broker.lrange(key, 0, -1),
        b"hash": lambda key: [part for pair in broker.hgetall(key).items() for part in pair],
        b"set": lambda key: list(broker.smembers(key)),
        b"zset": lambda key: broker.zrange(key, 0, -1),
    }
    for key in broker.scan_iter():
        kind = broker.type(key)
        yield bytes(key)
        if kind in readers:
            yield from (value for value in readers[kind](key) if value)


def files(*folders: Path, but: str = "") -> Iterator[bytes]:
    """Contents of every file below: the database's tables, indexes and log, server logs, the logs
    and temporary files of the workers, cores."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink() and path.name != but:
                try:
                    yield path.read_bytes()
                except FileNotFoundError:
                    continue
