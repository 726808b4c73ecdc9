"""The OpenAPI document is true: what it allows is answered, what it does not is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from geotarget.organisations.models import Organisation
from geotarget.wsgi import application

from .conftest import key_for

CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 7,
        "generation": {"deterministic": True},
        # The same questions tomorrow, whatever words our source has by then.
        "analysis": {"constants": {"enabled": False}},
        # The same bodies as those of preview and address_search.
        "operations": [
            {"include-operation-id": name, "phases": {"coverage": {"enabled": False}}}
            for name in ("freeze", "parcel_search")
        ],
        # A ring that crosses itself is as described, and cannot be counted.
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "404", "422"]}},
    }
)
document = schemathesis.openapi.from_wsgi("/api/v1/schema", application, config=CONFIG)


@pytest.fixture
def key(strandvik: Organisation, settings: Any) -> Iterator[str]:
    """The requests are part of the test's own transaction, as those of Django's test client."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield key_for(strandvik)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@document.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_is_as_described(case: schemathesis.Case, key: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
