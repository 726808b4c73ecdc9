"""The page that holds a frozen list against the cadastre of today, and its new version."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.organisations.access import MemberRequest

from .. import messages
from ..against_today import Change, Difference, against_today
from ..answers import too_slow
from ..freeze import freeze_anew
from ..models import AddressList
from ..roles import draws, looks
from .lists import own_list

ROWS_PER_PAGE = 100

HEADINGS = {
    Change.NEW: _("New in the area"),
    Change.GONE: _("No longer in the cadastre"),
    Change.LEFT: _("Still in the cadastre, but not selected any more"),
    Change.CHANGED: _("Changed"),
}

TOO_SLOW = _(
    "Comparing the list with the cadastre of today took too long. Try again in a moment; the list "
    "itself stays as it is."
)


@require_safe
@looks
def list_today(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, own_list(request, pk))


@require_POST
@draws
def renew(request: MemberRequest, pk: int) -> HttpResponse:
    """Freeze the same drawing from the cadastre of today, as the next version."""
    try:
        newer = freeze_anew(own_list(request, pk), user=request.user)
    except InputError as error:
        return _page(request, own_list(request, pk), messages.translated(error), 422)
    return redirect("targeting:list", pk=newer.pk)


def _page(
    request: MemberRequest, shown: AddressList, fault: str = "", status: int = 200
) -> HttpResponse:
    may_renew = not fault
    try:
        differences = against_today(shown)
    except InputError as error:
        differences, fault, status, may_renew = [], messages.translated(error), 422, False
    except OperationalError as error:
        differences, fault, status = [], fault or too_slow(error, str(TOO_SLOW)), 422
    context = {
        "list": shown,
        "newer": AddressList.objects.filter(replaces=shown).first(),
        "fault": fault,
        "sections": [_section(request, change, differences) for change in Change],
        "is_equal": not differences and not fault,
        "may_renew": may_renew and request.membership.has_role(Role.PLANNER),
    }
    return render(request, "targeting/today.html", context, status=status)


def _section(
    request: MemberRequest, change: Change, differences: list[Difference]
) -> dict[str, Any]:
    rows = [each for each in differences if each.change == change]
    page: Page[Any] = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get(change.value))
    return {
        "name": change.value,
        "heading": HEADINGS[change],
        "count": len(rows),
        "page": page,
        "rows": [(row, *map(messages.unit_count, (row.units_then, row.units_now))) for row in page],
    }
