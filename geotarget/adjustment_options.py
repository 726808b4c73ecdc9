"""Single addresses added or taken out, as options of a command (`domain/adjustments.py`)."""

from __future__ import annotations

import argparse

from geotarget.domain.adjustments import (
    REASONS_FOR,
    Adjustment,
    AdjustmentAct,
    parse_adjustments,
)
from geotarget.domain.errors import InputError
from geotarget.domain.rules import Per


def add_arguments(parser: argparse.ArgumentParser) -> None:
    by_hand = parser.add_argument_group("single addresses, whatever the area")
    for act, about in ((AdjustmentAct.ADD, "add"), (AdjustmentAct.TAKE_OUT, "take out")):
        by_hand.add_argument(
            _option(act),
            action="append",
            default=[],
            metavar="ADRESSEID=REASON",
            help=f"{about} one; reasons: {', '.join(REASONS_FOR[act])}",
        )
    parser.add_argument(
        "--per",
        choices=[str(per) for per in Per],
        default=str(Per.ADDRESS),
        help="what gets one each, told with --count; default: address",
    )


def read(options: argparse.Namespace) -> tuple[Adjustment, ...]:
    """Raises `InputError`."""
    return parse_adjustments(
        [_adjustment(act, told) for act in AdjustmentAct for told in getattr(options, str(act))]
    )


def _adjustment(act: AdjustmentAct, told: str) -> dict[str, str]:
    address, is_told, reason = told.partition("=")
    if not is_told:
        raise InputError(
            "%(option)s %(told)s: write it as ADRESSEID=REASON.",
            option=_option(act),
            told=told[:60],
        )
    return {"address": address, "act": str(act), "reason": reason}


def _option(act: AdjustmentAct) -> str:
    return f"--{act}".replace("_", "-")
