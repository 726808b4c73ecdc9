"""`geotarget territory old|renumber`: territories follow municipalities that got another number."""

from __future__ import annotations

import argparse
from typing import Any

from geotarget.command_acts import Ready, acts_of


def add_to(commands: Any, start: Ready, set_up_django: Ready) -> None:
    """The command and its acts; `start` starts the services."""
    territory = commands.add_parser("territory", help="municipalities that got another number")
    act = acts_of(territory, start, set_up_django)
    act("old", "old numbers in territories, and what they became", _old)
    renumber = act(
        "renumber", "put new numbers in the place of an old one, from today on", _renumber
    )
    renumber.add_argument("old", metavar="OLD")
    renumber.add_argument("new", metavar="NEW", nargs="+")
    renumber.add_argument("--organisation", metavar="NUMBER", required=True)
    renumber.add_argument("--by", metavar="USERNAME", required=True, help="the administrator")
    renumber.add_argument(
        "--register",
        metavar="NUMBER",
        help="organisation whose register access is used from now on",
    )


def _old(options: argparse.Namespace) -> int:
    from geotarget.organisations.renumber import old_numbers

    for found in old_numbers():
        print(f"{found.organisation}  {found.number} -> {' or '.join(found.candidates)}")
    return 0


def _renumber(options: argparse.Namespace) -> int:
    from geotarget.organisations.renumber import renumber

    renumber(
        options.organisation,
        options.old,
        options.new,
        administrator=options.by,
        register=options.register,
    )
    print(f"{options.old} is {', '.join(options.new)} from today on.")
    return 0
