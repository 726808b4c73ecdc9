"""The dispatch of `bench_send.py` with simulators that take as long as the real systems say that
they may (`geotarget/simulators/pace.py`): mostly waiting, for several minutes.
"""

from __future__ import annotations

from tests.benchmarks.bench_send import RESIDENTS, measure, table
from tests.benchmarks.report import publish


def main(write: bool) -> None:
    measured = measure(RESIDENTS, documented=True)
    text = f"## Sending, simulators at the documented latencies\n\n{table(measured)}"
    publish("send-documented", text, write=write)
