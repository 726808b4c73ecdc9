"""A dispatch to 100,000 residents through the simulators, by the product's own workers.

Against it a bare script that asks the registers the same and posts the same batches, at the same
concurrency. In the middle, another organisation sends a notice to ten. The simulators answer at
once; `bench_send_documented.py` is the same at the pace that the real systems document.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import django

from geotarget.running import paths
from tests.benchmarks import send_bare
from tests.benchmarks.report import publish
from tests.benchmarks.send_processes import Memory, Simulated, running

RESIDENTS = int(os.environ.get("BENCHMARK_RESIDENTS") or 100_000)
OTHERS = 10
LONGEST_SECONDS = 900


@dataclass
class Measured:
    """One dispatch. Seconds from the approval."""

    residents: int
    first: float
    last: float
    bare: float
    other: float
    memory: float
    growth: float
    receipts: float
    """A second, afterwards."""

    @property
    def share(self) -> float:
        """Of the bare script's throughput."""
        return self.bare / self.last


def main(write: bool) -> None:
    measured = measure(RESIDENTS, documented=False)
    after = (
        f"Receipts, posted one by one by the gateway afterwards: {measured.receipts:,.0f} a second."
    )
    text = f"## Sending, simulators without pauses\n\n{table(measured)}\n\n{after}"
    publish("send", text, write=write)


def measure(residents: int, *, documented: bool) -> Measured:
    """One dispatch, and the bare script after it; `documented`: at the pace of the real systems."""
    django.setup()
    from tests.benchmarks import send_world
    from tests.benchmarks.send_receipts import receipts_per_second

    send_world.empty()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        population = folder / "population.jsonl"
        town = send_world.build(residents, 1, population)
        other = send_world.build(OTHERS, 2, population)
        with running(population, folder / "log") as (simulated, memory):
            simulated.set(documented_pace=documented)
            measured = _send(town, other, simulated, memory, residents)
            if not documented:
                dispatch = town.notice.dispatch
                measured.receipts = receipts_per_second(dispatch, simulated.web_url)
            measured.bare = _bare(town, simulated, folder)
    return measured


def _send(town, other, simulated: Simulated, memory: Memory, residents: int) -> Measured:
    memory.forget()
    start = datetime.now(UTC)
    dispatch = _approve_and_send(town)
    first = None
    chunks = dispatch.chunks.count()
    first = _wait(lambda: simulated.arrived(1))[0]["at"]
    _wait(lambda: _open(dispatch) <= chunks / 2)
    other_start = datetime.now(UTC)
    second = _approve_and_send(other)
    _wait(lambda: not _open(dispatch) and not _open(second))
    arrived = simulated.arrived()
    times = Counter(entry["to"] for entry in arrived)
    assert set(times) == town.numbers | other.numbers, "not everybody was told, or somebody else"
    assert set(times.values()) == {1}, "somebody was told twice"
    ours = [entry["at"] for entry in arrived if entry["to"] in town.numbers]
    theirs = [entry["at"] for entry in arrived if entry["to"] in other.numbers]
    return Measured(
        residents=residents,
        first=_seconds(start, first),
        last=_seconds(start, max(ours)),
        bare=0.0,
        other=_seconds(other_start, max(theirs)),
        memory=memory.highest,
        growth=memory.growth,
        receipts=0.0,
    )


def _approve_and_send(town):
    from geotarget.notices.approve import approve, submit
    from geotarget.notices.send import send

    notice = submit(town.notice, user=town.world.author)
    approve(notice, content_hash=notice.content_hash(), user=town.world.approver)
    return send(notice, user=town.world.author)


def _open(dispatch) -> int:
    return dispatch.chunks.exclude(state="done").count()


def _wait(condition):
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise TimeoutError("the dispatch did not come to its end")


def _seconds(start: datetime, at: str) -> float:
    return (datetime.fromisoformat(at) - start).total_seconds()


def _bare(town, simulated: Simulated, folder: Path) -> float:
    from geotarget.domain import delivery_state, message_text

    work = send_bare.Work(
        url=simulated.url,
        key_file=str(paths.secrets() / "maskinporten.pem"),
        organisation_number=town.world.organisation.organisation_number,
        text=message_text.sms(town.notice.content()),
        groups=_groups(town),
        processes=2,
        groups_at_once=delivery_state.ROUNDS_AT_ONCE,
        searches_at_once=delivery_state.SEARCHES_AT_ONCE,
        first_batch=delivery_state.FIRST_PER_REQUEST,
        batch=delivery_state.MESSAGES_PER_REQUEST,
    )
    send_bare.write(work, folder / "work.json")
    simulated.set(clear_arrived=True)
    command = [sys.executable, "-m", "tests.benchmarks.send_bare", str(folder / "work.json")]
    done = subprocess.run(command, cwd=paths.REPOSITORY, stdout=subprocess.PIPE, check=True)
    told = {entry["to"] for entry in simulated.arrived()}
    assert told == town.numbers, "the bare script told others than the product"
    return float(done.stdout)


def _groups(town) -> list[send_bare.Searches]:
    """Searches in rounds as the product makes them (`sql/functions/claim_along.sql`)."""
    from geotarget.domain.delivery_state import ADDRESSES_AT_ONCE, LOOK_UPS_AT_ONCE
    from geotarget.notices.models import Chunk

    rest = list(Chunk.objects.filter(dispatch__notice=town.notice).order_by("position"))
    groups = [_searches(rest.pop(0))]
    while rest:
        waiting = sum(chunk.address_count for chunk in rest)
        addresses = min(ADDRESSES_AT_ONCE, max(waiting / 16, 40))
        group: send_bare.Searches = []
        while rest and (not group or addresses >= rest[0].address_count):
            more = _searches(rest[0])
            if group and len(group) + len(more) > LOOK_UPS_AT_ONCE:
                break
            addresses -= rest.pop(0).address_count
            group += more
        groups.append(group)
    return groups


def _searches(chunk) -> send_bare.Searches:
    from geotarget.notices.lookup import searches
    from geotarget.registers.folkeregisteret import MAX_HITS
    from geotarget.targeting.models import ListedAddress

    listed = ListedAddress.objects.filter(pk__in=chunk.listed_address_ids).order_by("pk")
    return [search.params(MAX_HITS) for search in searches(chunk.lookup, listed)]


def table(m: Measured) -> str:
    """What was measured, as a table of one row."""
    head = (
        "| residents | first SMS, s | all handed over, s "
        "| residents a second | bare script, s | share of its throughput "
        "| notice to ten in the middle, s | worker, MB | grown in the last third, MB |"
    )
    row = (
        f"| {m.residents:,} | {m.first:.1f} | {m.last:.1f} | {m.residents / m.last:,.0f} "
        f"| {m.bare:.1f} | {m.share:.0%} | {m.other:.1f} | {m.memory:.0f} | {m.growth:.0f} |"
    )
    return "\n".join([head, "|" + "---:|" * 9, row])
