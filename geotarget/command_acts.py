"""A command with acts of its own, as `geotarget analyst add`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Protocol

Ready = Callable[[], object]
Run = Callable[[argparse.Namespace], int]


class AddAct(Protocol):
    def __call__(self, name: str, about: str, run: Run) -> Any:
        """The parser of the act, for its arguments."""


def acts_of(command: Any, *ready: Ready) -> AddAct:
    """Adds acts to the parser of a command. What is in `ready` is called before one is run."""
    acts = command.add_subparsers(metavar="ACT", required=True, parser_class=type(command))

    def act(name: str, about: str, run: Run) -> Any:
        def readied(options: argparse.Namespace) -> int:
            for each in ready:
                each()
            return run(options)

        parser = acts.add_parser(name, help=about)
        parser.set_defaults(act=readied)
        return parser

    return act
