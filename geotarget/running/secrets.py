"""Secrets of this installation: random, made once, kept in files that only we can read."""

from __future__ import annotations

import os
import secrets as random
import subprocess
from pathlib import Path

from . import paths
from .errors import CannotRun


def secret(name: str) -> str:
    """The secret called `name`, 64 hexadecimal characters. Made at the first call."""
    path = paths.make_private(paths.secrets()) / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        _write_once(path, random.token_hex(32))
        return path.read_text(encoding="ascii").strip()


def key_pair(name: str) -> tuple[Path, Path]:
    """Paths of an RSA key pair in PEM, `name.pem` and `name.public.pem`. Made at the first call."""
    directory = paths.make_private(paths.secrets())
    private, public = directory / f"{name}.pem", directory / f"{name}.public.pem"
    if not private.exists():
        _write_once(private, _openssl("genpkey", "-algorithm", "RSA", text=""))
    if not public.exists():
        _write_once(public, _openssl("pkey", "-pubout", text=private.read_text(encoding="ascii")))
    return private, public


def _openssl(*arguments: str, text: str) -> str:
    done = subprocess.run(["openssl", *arguments], input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotRun(f"openssl could not make a key: {done.stderr.strip()}")
    return done.stdout


def _write_once(path: Path, value: str) -> None:
    """Publish a whole file by a hard link: of two starters at once, one wins and both agree."""
    side = path.with_name(f"{path.name}.{os.getpid()}.{random.token_hex(4)}")
    descriptor = os.open(side, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value)
        file.flush()
        os.fsync(descriptor)
    try:
        os.link(side, path)
    except FileExistsError:
        pass
    finally:
        side.unlink()
