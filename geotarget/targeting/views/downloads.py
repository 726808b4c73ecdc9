"""A frozen list as a file: complete, or the download breaks off and the browser says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from geotarget.organisations.access import MemberRequest
from geotarget.organisations.audit import record

from ..export import as_csv, as_geojson
from ..listing import frozen_rows
from ..models import AddressList, ListedAddress
from ..roles import looks
from .lists import own_list

ROWS_AT_ONCE = 2_000


@require_safe
@looks
def download_csv(request: MemberRequest, pk: int) -> HttpResponseBase:
    chosen = own_list(request, pk)
    return _file(request, chosen, as_csv(_all_rows(chosen)), "csv", "text/csv; charset=utf-8")


@require_safe
@looks
def download_geojson(request: MemberRequest, pk: int) -> HttpResponseBase:
    chosen = own_list(request, pk)
    pieces = as_geojson(_all_rows(chosen), _about(chosen))
    return _file(request, chosen, pieces, "geojson", "application/geo+json")


def _all_rows(chosen: AddressList) -> Iterator[ListedAddress]:
    """Every row; an error where the list does not hold what it says, rather than a short file."""
    expected = chosen.address_count + chosen.left_out_count
    count = 0
    for row in frozen_rows(chosen).iterator(ROWS_AT_ONCE):
        count += 1
        yield row
    if count != expected:
        raise RuntimeError(f"address list {chosen.pk} has {count} rows instead of {expected}")


def _about(chosen: AddressList) -> dict[str, Any]:
    return {
        "name": chosen.name,
        "version": chosen.version,
        "rule": chosen.rule,
        "checksum": chosen.checksum,
        "dataset_version": chosen.dataset_version,
        "frozen_at": chosen.created_at.isoformat(),
    }


def _file(
    request: MemberRequest, chosen: AddressList, pieces: Iterable[str], kind: str, content_type: str
) -> StreamingHttpResponse:
    name = f"{slugify(chosen.name)[:60] or 'adresseliste'}-v{chosen.version}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    if request.method == "GET":
        subject = f"address_list:{chosen.pk}"
        count = chosen.address_count + chosen.left_out_count
        record(request.organisation, request.user, "export", subject, format=kind, rows=count)
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)
