from __future__ import annotations

from tests.simulators.fixtures import all_simulators, closed_port, running, simulators

__all__ = ["all_simulators", "closed_port", "running", "simulators"]
