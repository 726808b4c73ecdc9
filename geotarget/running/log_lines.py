"""Log lines: what happened and to which id, never to whom, and nothing that opens a door."""

from __future__ import annotations

import logging
import re
from typing import Any

_SECRET_PATH = re.compile(r"((?:receipts/[a-z]+|opt-out/[0-9]+)/)[^/?#\s\"']+", re.IGNORECASE)


class OpenLine(logging.LogRecord):
    """A log record without the secrets of the addresses that receipts are posted to.

    A record of this kind is made for every logger of the process, gunicorn's too, so that no
    handler has to be trusted to leave the path of a failed request out.
    """

    secrets: tuple[str, ...] = ()
    """Also taken out where no such path is around them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        try:
            said = self.getMessage()
        except (TypeError, ValueError, KeyError):
            return  # Arguments that do not fit: logging itself reports them, with the call.
        open_line = _SECRET_PATH.sub(r"\1…", said)
        for secret in self.secrets:
            open_line = open_line.replace(secret, "…")
        if open_line != said:
            self.msg, self.args = open_line, ()


def keep_secret(*secrets: str) -> None:
    """From now on no record of this process holds one of them."""
    OpenLine.secrets = secrets
    logging.setLogRecordFactory(OpenLine)


def one_line(record: logging.LogRecord) -> bool:
    """Filter of failed requests: what a person may not do is one line; a trace is for what failed
    on our side. The request, which holds the path, is not handed on to handlers."""
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = record.exc_text = None
    record.__dict__.pop("request", None)
    return True


def log_settings(level: str) -> dict[str, Any]:
    """Of `LOGGING` in Django's settings."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"one_line": {"()": "django.utils.log.CallbackFilter", "callback": one_line}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # At DEBUG it writes the questions put to registers.
            "urllib3": {"handlers": [], "level": "INFO", "propagate": True},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"filters": ["one_line"]},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
