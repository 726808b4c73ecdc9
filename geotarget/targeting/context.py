from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from geotarget.cadastre.state import cadastre_state
from geotarget.organisations.access import membership_for

OLD_AFTER_DAYS = 14
"""Addresses change every week; older data gets pointed out to whoever sends."""


@dataclass(frozen=True)
class DataAge:
    extracted_at: datetime.datetime | None

    @property
    def days(self) -> int:
        return (timezone.now() - self.extracted_at).days if self.extracted_at else 0

    @property
    def is_old(self) -> bool:
        return self.days > OLD_AFTER_DAYS


def age_of_data(request: HttpRequest) -> dict[str, Any]:
    """Context processor: how old the address data of the current territory is, when it is shown."""
    return {"data_age": SimpleLazyObject(lambda: _age(request))}


def _age(request: HttpRequest) -> DataAge | None:
    membership = membership_for(request)
    if membership is None:
        return None
    numbers = membership.organisation.municipality_numbers()
    return DataAge(cadastre_state(numbers).extracted_at)
