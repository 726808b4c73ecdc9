#!/usr/bin/env python
"""Django's commands, against the same database and broker as `make run`."""

from __future__ import annotations

import os
import sys

from geotarget.running import addresses
from geotarget.running.errors import CannotRun

NEED_NO_SERVICE = {
    "--help",
    "--version",
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "version",
}
CHANGE_TABLES = {"dbshell", "flush", "makemigrations", "migrate", "sqlmigrate"}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geotarget.settings")
    command = arguments[1] if len(arguments) > 1 else "help"
    if command not in NEED_NO_SERVICE or "--database" in arguments:
        addresses.start_private()
    if command in CHANGE_TABLES:
        addresses.become_owner()

    from django.core.management import execute_from_command_line

    import geotarget.celery  # tasks sent by a command go to our broker
    import geotarget.checks  # noqa: F401  (registers them)

    execute_from_command_line(arguments)


if __name__ == "__main__":
    try:
        main(sys.argv)
    except CannotRun as problem:
        sys.exit(f"Cannot run: {problem}")
