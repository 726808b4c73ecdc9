"""What is kept of a dispatch when it is over."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from geotarget.organisations.access import MemberRequest
from geotarget.organisations.attachment import attachment_headers
from geotarget.organisations.audit import record

from .. import campaign_record as made
from ..roles import looks
from ..signed_file import signed_file
from .finding import own_dispatch


@require_POST
@looks
def campaign_record(request: MemberRequest, pk: int) -> HttpResponse:
    """The signed record as a zip; each time with a line in the audit log."""
    dispatch = own_dispatch(request, pk)
    record(request.organisation, request.user, "campaign_record", f"dispatch:{dispatch.pk}")
    content = made.campaign_record(dispatch)
    packed = signed_file(made.FILE_NAME, content, made.how_to_verify())
    name = f"utsending-{dispatch.pk}.zip"
    headers = attachment_headers(name)
    return HttpResponse(packed, content_type="application/zip", headers=headers)
