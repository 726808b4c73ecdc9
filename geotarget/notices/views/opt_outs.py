"""Where a recipient of information opts out: without signing in, without a cookie, by one click.

Mail programs post to the address of the header (RFC 8058), each recipient's own. Fetching it only
shows a button: scanners of mail follow links.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from geotarget.domain.opt_out import NoOptOutLink
from geotarget.organisations.guesses import has_guessed_too_often, note_wrong_guess
from geotarget.organisations.models import Organisation

from .. import opt_out as acts


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, organisation_id: int, token: str) -> HttpResponse:
    """200 for a link that was given out, however often; 404 for any other; 429 for who guesses."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    address_hash = _opened(organisation, token)
    if organisation is None or address_hash is None:
        return _refused(request)
    if request.method == "POST":
        act = acts.opt_in if "again" in request.POST else acts.opt_out
        act(organisation, address_hash)
    context = {
        "organisation": organisation,
        "is_out": acts.has_opted_out(organisation, address_hash),
    }
    return render(request, "notices/opt_out.html", context)


def _opened(organisation: Organisation | None, token: str) -> bytes | None:
    try:
        return acts.opened(organisation, token) if organisation else None
    except NoOptOutLink:
        return None


def _refused(request: HttpRequest) -> HttpResponse:
    status = 429 if has_guessed_too_often(request) else 404
    note_wrong_guess(request)
    return render(request, "notices/opt_out.html", {}, status=status)
