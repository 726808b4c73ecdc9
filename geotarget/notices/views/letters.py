"""A notice as the PDF that goes out where it is a letter."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from geotarget.organisations.access import MemberRequest

from ..letter_document import letter_document
from ..models import Dispatch, Notice
from ..roles import looks
from .finding import own_dispatch, own_notice


@require_safe
@looks
def letter(request: MemberRequest, pk: int) -> HttpResponse:
    """As it would be sent now."""
    return _pdf(own_notice(request, pk))


@require_safe
@looks
def sent_letter(request: MemberRequest, pk: int) -> HttpResponse:
    """As it is sent, with the texts of the dispatch."""
    return _pdf(own_dispatch(request, pk))


def _pdf(words: Notice | Dispatch) -> HttpResponse:
    headers = {"Content-Disposition": 'inline; filename="brev.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(letter_document(words), content_type="application/pdf", headers=headers)
