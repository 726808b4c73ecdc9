"""What a dispatch came to: per small area, and the paper list of addresses without a message."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from geotarget.domain.errors import InputError
from geotarget.domain.small_counts import FEWEST_SHOWN
from geotarget.organisations.access import MemberRequest
from geotarget.organisations.attachment import attachment_headers
from geotarget.targeting.export import as_csv
from geotarget.targeting.messages import address_count, translated
from geotarget.targeting.models import ListedAddress

from .. import paper_list
from ..areas import area_result
from ..models import Dispatch
from ..report import report
from ..roles import looks, makes_paper_lists
from .finding import own_dispatch

NOT_ON_PAPER = frozenset({"med", "grunn"})
"""Columns of a list's export: on the paper list every address is in, and none has a reason."""


@require_safe
@looks
def areas(request: MemberRequest, pk: int) -> HttpResponse:
    dispatch = own_dispatch(request, pk)
    context = {
        "dispatch": dispatch,
        "report": report(dispatch),
        "result": area_result(dispatch),
        "fewest": FEWEST_SHOWN,
    }
    return render(request, "notices/areas.html", context)


@require_safe
@makes_paper_lists
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    """What the list is, how long it can be made, and how many addresses it would hold."""
    return _paper_page(request, own_dispatch(request, pk))


@require_POST
@makes_paper_lists
def paper_csv(request: MemberRequest, pk: int) -> HttpResponseBase:
    dispatch = own_dispatch(request, pk)
    try:
        rows = paper_list.make(dispatch, form="csv", user=request.user)
    except InputError as error:
        return _paper_page(request, dispatch, translated(error))
    name = f"papirliste-{dispatch.pk}.csv"
    return StreamingHttpResponse(
        as_csv(rows, without=NOT_ON_PAPER),
        content_type="text/csv; charset=utf-8",
        headers=attachment_headers(name),
    )


@require_POST
@makes_paper_lists
def paper_print(request: MemberRequest, pk: int) -> HttpResponse:
    dispatch = own_dispatch(request, pk)
    try:
        rows = paper_list.make(dispatch, form="print", user=request.user)
    except InputError as error:
        return _paper_page(request, dispatch, translated(error))
    context = {
        "dispatch": dispatch,
        "rows": [(row, _property(row)) for row in rows],
        "count": address_count(len(rows)),
        "made_at": timezone.now(),
    }
    return render(request, "notices/paper_print.html", context)


def _paper_page(request: MemberRequest, dispatch: Dispatch, problem: str = "") -> HttpResponse:
    possible = paper_list.may_be_made(dispatch)
    context = {
        "dispatch": dispatch,
        "report": report(dispatch),
        "problem": problem,
        "possible": possible,
        "ends_at": paper_list.ends_at(dispatch),
        "count": address_count(paper_list.count(dispatch)) if possible else "",
    }
    return render(request, "notices/paper.html", context, status=422 if problem else 200)


def _property(row: ListedAddress) -> str:
    """gårds-, bruks- and festenummer as people write them."""
    return "/".join(str(number) for number in (row.gnr, row.bnr, row.fnr) if number)
