from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from geotarget.domain.roles import Role
from geotarget.organisations.models import Organisation
from tests.organisations.members import make_member, make_organisation, signed_in

from . import strandvik as cadastre

Post = Callable[..., HttpResponse]


@pytest.fixture
def town(db: None) -> None:
    """The cadastre of Strandvik and its neighbour Fjellvik."""
    cadastre.build()


@pytest.fixture
def strandvik(town: None) -> Organisation:
    return make_organisation("310000019", "Strandvik kommune", "9901")


@pytest.fixture
def planner(strandvik: Organisation) -> Client:
    return signed_in(make_member(strandvik, "planlegger", Role.PLANNER))


@pytest.fixture
def post(planner: Client) -> Post:
    """Post JSON to a path under /map/ as the planner of Strandvik."""

    def posting(name: str, body: dict[str, Any]) -> HttpResponse:
        return post_json(planner, f"/map/{name}/", body)

    return posting


def post_json(client: Client, url: str, body: Any) -> HttpResponse:
    content = body if isinstance(body, (str, bytes)) else json.dumps(body)
    headers = {"accept": "application/json"}
    return client.post(url, content, content_type="application/json", headers=headers)
