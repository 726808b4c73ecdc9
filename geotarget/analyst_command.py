"""`geotarget analyst add|remove|list`: database logins for QGIS and SQL (docs/gis-analysts.md)."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from geotarget.command_acts import Ready, acts_of
from geotarget.domain.errors import InputError
from geotarget.running import addresses


def add_to(commands: Any, start: Ready, set_up_django: Ready) -> None:
    """The command and its acts; `start` starts the services."""
    analyst = commands.add_parser("analyst", help="database logins for QGIS and SQL")
    act = acts_of(analyst, start, addresses.become_administrator, set_up_django)
    add = act("add", "make a login and show its password once", _add)
    add.add_argument("login", metavar="LOGIN")
    add.add_argument("--organisation", metavar="NUMBER", help="its organisation number")
    add.add_argument("--user", metavar="USERNAME", help="the member whose login it is")
    add.add_argument("--by", metavar="USERNAME", help="the administrator who decides it")
    add.add_argument("--open-data", action="store_true", help="for a program: open cadastre only")
    remove = act("remove", "end a login and its sessions", _remove)
    remove.add_argument("login", metavar="LOGIN")
    remove.add_argument("--by", metavar="USERNAME", help="the administrator who decides it")
    act("list", "logins, whose they are", _list).add_argument("--json", action="store_true")


def _add(options: argparse.Namespace) -> int:
    from geotarget.targeting import analysts

    named = (options.organisation, options.user, options.by)
    if options.open_data and not any(named):
        made = analysts.add_open(options.login)
    elif all(named) and not options.open_data:
        made = analysts.add(
            options.login,
            organisation=options.organisation,
            username=options.user,
            administrator=options.by,
        )
    else:
        raise InputError("Give --organisation, --user and --by; or --open-data alone.")
    for warning in made.warnings:
        print(f"geotarget: {warning}", file=sys.stderr)
    print(f"login:    {made.login}\npassword: {made.password}")
    print("The password is shown once and stored nowhere.", file=sys.stderr)
    return 0


def _remove(options: argparse.Namespace) -> int:
    from geotarget.targeting import analysts

    analysts.remove(options.login, administrator=options.by)
    print(f"{options.login} is removed.")
    return 0


def _list(options: argparse.Namespace) -> int:
    from geotarget.targeting import analysts

    rows = analysts.logins()
    if options.json:
        print(json.dumps([asdict(row) for row in rows]))
        return 0
    for row in rows:
        whose = f"{row.user} in {row.organisation}" if row.organisation else "open data only"
        gone = " (no member any more)" if row.organisation and not row.is_member else ""
        print(f"{row.login:<20}{whose}{gone}, {row.connections} connections")
    return 0
