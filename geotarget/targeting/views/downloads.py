"""A frozen list as a file: complete, or an error that says why, never a short file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import IO, Any, ParamSpec

from django.contrib import messages as notes
from django.db import OperationalError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from geotarget.domain.errors import InputError
from geotarget.organisations.access import MemberRequest, wants_json
from geotarget.organisations.attachment import attachment_headers
from geotarget.organisations.audit import record

from ..answers import too_slow
from ..export import as_csv, as_geojson
from ..files.about import as_properties, expected_rows
from ..files.geopackage import as_geopackage
from ..files.map_sheet import as_map
from ..files.neighbours import neighbours_as_csv
from ..files.spreadsheet import as_xlsx
from ..listing import frozen_rows
from ..messages import translated
from ..models import AddressList, ListedAddress
from ..roles import looks
from .lists import own_list

ROWS_AT_ONCE = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

P = ParamSpec("P")


def tells_why_not(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """A file that cannot be made: words where JSON is wanted, else on the page of the list."""

    @wraps(view)
    def telling(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except InputError as error:
            said = translated(error)
        except OperationalError as error:
            said = too_slow(
                error, _("Making the file took too long. Choose CSV, or try again later.")
            )
        return _refused(args[0], said, kwargs["pk"])  # type: ignore[arg-type]

    return telling


def _refused(request: HttpRequest, said: str, pk: Any) -> HttpResponseBase:
    if wants_json(request):
        return JsonResponse({"message": said}, status=422, headers={"Cache-Control": "no-store"})
    notes.error(request, said)
    return redirect("targeting:list", pk=pk)


@require_safe
@looks
def download_csv(request: MemberRequest, pk: int) -> HttpResponseBase:
    chosen = own_list(request, pk)
    return as_file(request, chosen, as_csv(all_rows(chosen)), "csv", "text/csv; charset=utf-8")


@require_safe
@looks
def download_neighbours(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The neighbouring properties of a list, unbuilt ones too; 404 where it has none."""
    chosen = own_list(request, pk)
    if not chosen.neighbours:
        raise Http404
    pieces = neighbours_as_csv(chosen.neighbours)
    return as_file(request, chosen, pieces, "csv", "text/csv; charset=utf-8", "-naboeiendommer")


@require_safe
@looks
def download_geojson(request: MemberRequest, pk: int) -> HttpResponseBase:
    chosen = own_list(request, pk)
    pieces = as_geojson(all_rows(chosen), as_properties(chosen))
    return as_file(request, chosen, pieces, "geojson", "application/geo+json")


@require_safe
@looks
@tells_why_not
def download_xlsx(request: MemberRequest, pk: int) -> HttpResponseBase:
    chosen = own_list(request, pk)
    return as_file(request, chosen, as_xlsx(chosen, all_rows(chosen)), "xlsx", XLSX)


@require_safe
@looks
@tells_why_not
def download_geopackage(request: MemberRequest, pk: int) -> HttpResponseBase:
    chosen = own_list(request, pk)
    made = as_geopackage(chosen, all_rows(chosen))
    return as_file(request, chosen, made, "gpkg", "application/geopackage+sqlite3")


@require_safe
@looks
@tells_why_not
def download_map(request: MemberRequest, pk: int) -> HttpResponseBase:
    chosen = own_list(request, pk)
    return as_file(request, chosen, as_map(chosen), "pdf", "application/pdf", "-kart")


def all_rows(chosen: AddressList) -> Iterator[ListedAddress]:
    """Every row; an error where the list does not hold what it says, rather than a short file."""
    expected = expected_rows(chosen)
    count = 0
    for row in frozen_rows(chosen).iterator(ROWS_AT_ONCE):
        count += 1
        yield row
    if count != expected:
        raise RuntimeError(f"address list {chosen.pk} has {count} rows instead of {expected}")


def as_file(
    request: MemberRequest,
    chosen: AddressList,
    content: Iterable[str] | IO[bytes],
    kind: str,
    content_type: str,
    what: str = "",
) -> HttpResponseBase:
    """The answer with the file, and its line in the log. `what` tells kinds of one ending apart."""
    name = f"{slugify(chosen.name)[:60] or 'adresseliste'}-v{chosen.version}{what}.{kind}"
    headers = attachment_headers(name)
    if request.method == "GET":
        subject = f"address_list:{chosen.pk}"
        count = expected_rows(chosen)
        logged = f"{what[1:]}.{kind}" if what else kind
        record(request.organisation, request.user, "export", subject, format=logged, rows=count)
    if hasattr(content, "read"):
        return FileResponse(
            content, as_attachment=True, filename=name, content_type=content_type, headers=headers
        )
    return StreamingHttpResponse(content, content_type=content_type, headers=headers)
