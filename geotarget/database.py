"""How a libpq URL becomes Django's settings of a database."""

from __future__ import annotations

from typing import Any

from environ import Env

# Who is cut off must be noticed, on both sides, before a lease is over: the server would keep the
# locks of a host that is gone for hours, and a worker would wait as long for an answer.
_NOTICED_GONE: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
    "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2"
    " -c tcp_user_timeout=15000",
}


def database(url: str) -> dict[str, Any]:
    """A libpq URL as Django wants it: `?host=/directory` is a host, so that `dbshell` knows it."""
    config: dict[str, Any] = Env.db_url_config(url, engine="django.contrib.gis.db.backends.postgis")
    config["HOST"] = config.get("OPTIONS", {}).pop("host", "") or config["HOST"]
    if config["HOST"] and not config["HOST"].startswith("/"):
        config["OPTIONS"] = _NOTICED_GONE | config.get("OPTIONS", {})
    return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
