from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from geotarget.domain.roles import Role

from .access import membership_for, memberships_of
from .words import role_name


def current_membership(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the current membership and the user's others; asked for when shown."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "membership": SimpleLazyObject(lambda: membership_for(request)),
        "memberships": SimpleLazyObject(lambda: list(memberships_of(request.user))),  # type: ignore[arg-type]
        "may_see_lists": SimpleLazyObject(lambda: _may_see_lists(request)),
        "role_names": SimpleLazyObject(lambda: _role_names(request)),
    }


def training(request: HttpRequest) -> dict[str, bool]:
    """Context processor: whether nothing is really sent, which every page must say."""
    return {"is_training": settings.TRAINING}


def _role_names(request: HttpRequest) -> list[str]:
    membership = membership_for(request)
    return [role_name(role) for role in membership.roles] if membership else []


def _may_see_lists(request: HttpRequest) -> bool:
    membership = membership_for(request)
    without = {Role.ADMINISTRATOR.value, Role.FRONT_DESK.value}
    return membership is not None and not set(membership.roles) <= without
