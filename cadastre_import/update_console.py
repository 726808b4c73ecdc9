"""The update as a person at a terminal sees it, and as the nightly one is started."""

from __future__ import annotations

import argparse
import functools
import json
import sys
from pathlib import Path

from geotarget.domain.printable import printable

from .console import as_text, progress_bar
from .fetch import Fetcher
from .sources import RENEWED
from .update import COUNTRY, Outcome, Update


def update_all(options: argparse.Namespace, feeds: str, dsn: str, folder: Path) -> int:
    """Carry the update out and tell each outcome. `feeds`: used where no option names others.

    Exit code: 1 when something was refused.
    """
    areas = [*options.municipality, *options.county, *([COUNTRY] if options.country else [])]
    code = 0
    with progress_bar() as show:
        update = Update(
            dsn=dsn,
            feeds_url=options.feeds or feeds,
            folder=folder,
            fetcher=Fetcher(progress=functools.partial(show, "fetch") if show else _silent),
            areas=areas,
            datasets=options.dataset or RENEWED,
            progress=show,
        )
        for outcome in update.carry_out():
            code = max(code, int(outcome.is_refused))
            _tell(outcome, as_json=options.json)
    return code


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_fields(outcome), ensure_ascii=False), flush=True)
    elif outcome.report:
        print(as_text(outcome.report))
    else:
        where = sys.stderr if outcome.is_refused else sys.stdout
        print(printable(f"{outcome.dataset} {outcome.area}: {outcome.why}"), file=where)


def _fields(outcome: Outcome) -> dict[str, object]:
    return {
        "dataset": outcome.dataset,
        "area": outcome.area,
        "refused": outcome.is_refused,
        "why": outcome.why,
        "report": outcome.report.as_json() if outcome.report else None,
    }
