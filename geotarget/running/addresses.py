"""Which database and broker are ours to use: the environment's, or the private ones."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from . import broker, cluster, paths


def database_url() -> str:
    """libpq connection string for the running product (role geotarget_app: rows, no tables)."""
    return os.environ.get("DATABASE_URL") or cluster.url("geotarget_app")


def database_owner_url() -> str:
    """libpq connection string for migrations (role geotarget_owner)."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    return given or cluster.url("geotarget_owner")


def database_admin_url() -> str:
    """libpq connection string of a role that may create roles, for the logins of analysts."""
    given = os.environ.get("DATABASE_ADMIN_URL")
    if given or os.environ.get("DATABASE_URL"):
        return given or database_owner_url()
    return cluster.url(cluster.SUPERUSER)


def broker_url() -> str:
    return os.environ.get("REDIS_URL") or broker.url()


def start_private() -> list[str]:
    """Start what the environment does not provide. Returns the names of what was started."""
    started = []
    if not os.environ.get("DATABASE_URL") and cluster.start():
        started.append("PostgreSQL")
    if not os.environ.get("REDIS_URL") and broker.start():
        started.append("Redis")
    return started


def private_listen() -> bool:
    """False when a private service is down. Cheap, and a busy service counts as up."""
    postgresql = paths.sockets() / paths.SOCKET_NAME
    private = {"DATABASE_URL": postgresql, "REDIS_URL": broker.socket_path()}
    return all(os.environ.get(name) or _listens(path) for name, path in private.items())


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except BlockingIOError:
            return True
        return True


def stop_private() -> list[str]:
    """Stop the private services. Returns the names of what was stopped."""
    stopped = []
    if not os.environ.get("REDIS_URL") and broker.stop():
        stopped.append("Redis")
    if not os.environ.get("DATABASE_URL") and cluster.stop():
        stopped.append("PostgreSQL")
    return stopped


def become_administrator() -> None:
    """Let this process connect as a role that may create roles."""
    os.environ["DATABASE_URL"] = database_admin_url()


def become_owner() -> None:
    """Let this process and its children connect as the owner of the tables."""
    os.environ["DATABASE_OWNER_URL"] = os.environ["DATABASE_URL"] = database_owner_url()
