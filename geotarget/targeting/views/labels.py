"""The page on which one chooses a sheet of labels, and its PDF."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geotarget.domain.errors import InputError
from geotarget.organisations.access import MemberRequest

from ..files.labels import as_labels
from ..label_form import LabelForm
from ..messages import translated
from ..models import AddressList
from ..roles import looks
from .downloads import all_rows, as_file
from .lists import own_list


@require_safe
@looks
def labels(request: MemberRequest, pk: int) -> HttpResponse:
    chosen = own_list(request, pk)
    return _page(request, chosen, LabelForm(initial={"per": chosen.per}))


@require_safe
@looks
def download_labels(request: MemberRequest, pk: int) -> HttpResponseBase:
    chosen = own_list(request, pk)
    form = LabelForm(request.GET)
    if not form.is_valid():
        return _page(request, chosen, form, 422)
    try:
        made = as_labels(chosen, all_rows(chosen), form.wanted())
    except InputError as error:
        form.add_error(None, translated(error))
        return _page(request, chosen, form, 422)
    return as_file(request, chosen, made, "pdf", "application/pdf", "-etiketter")


def _page(
    request: MemberRequest, chosen: AddressList, form: LabelForm, status: int = 200
) -> HttpResponse:
    context = {"list": chosen, "form": form}
    return render(request, "targeting/labels.html", context, status=status)
