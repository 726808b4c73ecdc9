"""`geotarget territory old|renumber`: territories follow municipalities that got another number."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

Ready = Callable[[], object]


def add_to(commands: Any, start: Ready, set_up_django: Ready) -> None:
    """The command and its acts; `start` starts the services."""
    territory = commands.add_parser("territory", help="municipalities that got another number")
    acts = territory.add_subparsers(metavar="ACT", required=True, parser_class=type(territory))

    def act(name: str, about: str, run: Callable[[argparse.Namespace], int]) -> Any:
        def ready(options: argparse.Namespace) -> int:
            start()
            set_up_django()
            return run(options)

        parser = acts.add_parser(name, help=about)
        parser.set_defaults(act=ready)
        return parser

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
