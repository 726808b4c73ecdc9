"""Where runtime state lives, and which account the private services run as."""

from __future__ import annotations

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from .errors import CannotRun

REPOSITORY = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Account:
    """The operating system account that owns the private services."""

    uid: int
    gid: int
    switches: bool
    """True when we are root and must start the services as somebody else."""

    def as_child(self) -> dict[str, object]:
        """Keyword arguments for `subprocess` that start a child as this account."""
        if not self.switches:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account() -> Account:
    """PostgreSQL refuses to run as root: then the services run as Debian's `postgres`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switches=False)
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        raise CannotRun("There is no account 'postgres'. Run 'make install' first.") from None
    return Account(entry.pw_uid, entry.pw_gid, switches=True)


def var() -> Path:
    """The directory of all runtime state (`GEOTARGET_VAR`)."""
    default = "/var/lib/geotarget" if os.geteuid() == 0 else str(REPOSITORY / "var")
    return Path(os.path.abspath(os.environ.get("GEOTARGET_VAR") or default))


def data() -> Path:
    return var() / "postgresql"


def logs() -> Path:
    return var() / "log"


def secrets() -> Path:
    return var() / "secrets"


def sockets() -> Path:
    """Directory of the sockets. Their paths have at most 107 bytes: a long one moves to /tmp."""
    directory = var() / "run"
    if len(os.fsencode(directory / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return directory
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]
    return Path("/tmp") / f"geotarget-{os.geteuid()}-{digest}"  # noqa: S108  (made 0700 and checked)


def make_private(directory: Path, owner: Account | None = None) -> Path:
    """Make a directory that only its owner can enter. Sockets in it are trusted for that reason.

    Raises CannotRun where somebody else already owns it.
    """
    owner = owner or Account(os.geteuid(), os.getegid(), switches=False)
    directory.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    try:
        directory.mkdir(mode=0o700)
        os.chown(directory, owner.uid, owner.gid)
    except FileExistsError:
        pass
    found = directory.lstat()
    if directory.is_symlink() or found.st_uid != owner.uid:
        raise CannotRun(
            f"{directory} does not belong to the account that must use it (uid {owner.uid}). "
            "Remove it or set GEOTARGET_VAR to another directory."
        )
    if found.st_mode & 0o077:
        directory.chmod(0o700)
    return directory


def check_reachable(directory: Path, owner: Account) -> None:
    """Raise CannotRun where the services' account cannot enter the way down to `directory`."""
    if not owner.switches:
        return
    for step in directory.parents:
        mode = step.stat()
        if mode.st_uid != owner.uid and not mode.st_mode & 0o001:
            raise CannotRun(
                f"The account 'postgres' cannot enter {step}. "
                "Set GEOTARGET_VAR to a directory below /var/lib."
            )
