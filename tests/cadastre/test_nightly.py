from __future__ import annotations

import logging
import sys

import pytest

from geotarget.cadastre import nightly
from geotarget.celery import app
from geotarget.schedule import BEAT_SCHEDULE


def test_beat_knows_every_task_it_names() -> None:
    app.loader.import_default_modules()
    assert {each["task"] for each in BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_every_outcome_is_a_line_of_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program = "print('address 9901'); print('unit 9901'); raise SystemExit(1)"
    monkeypatch.setattr(nightly, "COMMAND", (sys.executable, "-c", program))
    caplog.set_level(logging.INFO, nightly.__name__)
    nightly.start_update().join(30)
    assert caplog.messages == [
        "update: address 9901",
        "update: unit 9901",
        "The update of the cadastre ended with exit code 1.",
    ]
