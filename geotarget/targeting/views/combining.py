"""The page that puts frozen lists together: count first, then freeze."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geotarget.domain.errors import InputError
from geotarget.organisations.access import MemberRequest

from .. import messages
from ..answers import too_slow
from ..combine import combine, combined_count
from ..combine_form import CombineForm
from ..roles import draws


@require_http_methods(["GET", "HEAD", "POST"])
@draws
def combine_lists(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        first = request.GET.get("first", "")
        return _page(request, CombineForm(request.organisation, initial={"first": first}))
    form = CombineForm(request.organisation, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        if "freeze" not in request.POST:
            return _page(request, form, counted=_counted(request, form))
        made = combine(
            form.operation_chosen(),
            form.lists(),
            name=form.cleaned_data["name"],
            organisation=request.organisation,
            user=request.user,
        )
    except InputError as error:
        form.add_error(None, messages.translated(error))
    except OperationalError as error:
        form.add_error(None, too_slow(error, _too_large()))
    else:
        return redirect("targeting:list", pk=made.pk)
    return _page(request, form, status=422)


def _too_large() -> str:
    return _("The lists are too large to put together in time. Choose fewer or smaller ones.")


def _counted(request: MemberRequest, form: CombineForm) -> str:
    included, outside = combined_count(form.operation_chosen(), form.lists(), request.organisation)
    said = _("That gives %(addresses)s.") % {"addresses": messages.address_count(included)}
    if outside:
        left_out = _("Outside your territory and left out: %(count)s.")
        said += " " + left_out % {"count": messages.grouped(outside)}
    return said


def _page(
    request: MemberRequest, form: CombineForm, counted: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "counted": counted}
    return render(request, "targeting/combine.html", context, status=status)
