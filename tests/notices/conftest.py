"""A world and the simulators that know it. Each test module freezes and sends its own list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geotarget.celery import app
from geotarget.notices.models import Dispatch
from geotarget.simulators.running import Simulators
from tests.notices.outside import simulated_outside
from tests.notices.world import World, make_world

app.set_default()


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> World:
    settings.KEYS_DIR = str(tmp_path / "keys")
    return make_world()


@pytest.fixture
def simulators(
    world: World, dispatch: Dispatch, tmp_path: Path, settings: Any
) -> Iterator[Simulators]:
    with simulated_outside(tmp_path, world.people, settings) as running:
        yield running
