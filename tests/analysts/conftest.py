from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from geotarget.running import addresses, cluster

from . import desk as places


@pytest.fixture(scope="package")
def desk(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[places.Desk]:
    """Committed, since an analyst has a connection of the own, for all tests of this folder. They
    are marked `django_db`, so that there is a database. It is left as it was found."""
    keys = str(tmp_path_factory.mktemp("keys"))
    with django_db_blocker.unblock(), override_settings(KEYS_DIR=keys):
        made = places.build(connection.settings_dict["NAME"], addresses.broker_url())
        yield made
        places.forget(made.database)
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def fresh(desk: places.Desk) -> Iterator[places.Desk]:
    """For a test that saves areas: they are gone after it."""
    yield desk
    cluster.query("DELETE FROM area", database=desk.database)
