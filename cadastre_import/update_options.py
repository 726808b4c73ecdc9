"""The options of `geotarget update`. Apart from the update itself: help must not wait for it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from .sources import RENEWED


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Areas, data sets and feeds. Without an area: the municipalities that are published."""
    parser.add_argument("--municipality", action="append", default=[], metavar="N", type=_number(4))
    parser.add_argument("--county", action="append", default=[], metavar="N", type=_number(2))
    parser.add_argument("--country", action="store_true", help="the files of the whole country")
    parser.add_argument(
        "--dataset", action="append", choices=RENEWED, help=f"default: {', '.join(RENEWED)}"
    )
    parser.add_argument("--feeds", metavar="URL", help="folder of the Atom feeds", type=_folder)
    parser.add_argument("--json", action="store_true", help="one outcome as a line of JSON")


def _number(digits: int) -> Callable[[str], str]:
    def number(text: str) -> str:
        if not re.fullmatch(rf"[0-9]{{{digits}}}", text):
            raise argparse.ArgumentTypeError(f"{text!r} is not a number of {digits} digits")
        return text

    return number


def _folder(text: str) -> str:
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).netloc:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address that begins with https://")
    return text.rstrip("/") + "/"
