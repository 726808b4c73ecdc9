from __future__ import annotations

import pytest

from geotarget.organisations.models import Organisation

from .members import make_organisation


@pytest.fixture
def strandvik(db: None) -> Organisation:
    return make_organisation("310000019", "Strandvik kommune", "9901")


@pytest.fixture
def fjellvik(db: None) -> Organisation:
    return make_organisation("310000027", "Fjellvik kommune", "9902")
