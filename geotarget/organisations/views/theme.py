from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from geotarget.domain.roles import Role

from ..access import MemberRequest, role_required
from ..forms import ThemeForm
from ..theme import change_theme, logo_of, stylesheet

KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
"""The address changes with what is there."""


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def edit_theme(request: MemberRequest) -> HttpResponse:
    """Colour and logo of the organisation."""
    form = ThemeForm(
        request.POST or None, request.FILES or None, initial={"colour": request.organisation.colour}
    )
    if form.is_valid():
        change_theme(request.organisation, request.user, **form.chosen())
        messages.success(request, _("Saved."))
        return redirect("theme")
    context = {"form": form}
    return render(request, "organisations/theme.html", context, status=422 if form.errors else 200)


@require_safe
@role_required(*Role)
def theme_css(request: MemberRequest, colour: str) -> HttpResponse:
    """Only the colour that the organisation has: the address holds it, so browsers may keep it."""
    if request.organisation.colour != f"#{colour}":
        raise Http404
    return HttpResponse(
        stylesheet(f"#{colour}"), content_type="text/css; charset=utf-8", headers=KEPT
    )


@require_safe
@role_required(*Role)
def logo(request: MemberRequest, digest: str) -> HttpResponse:
    png = logo_of(request.organisation) if request.organisation.logo_digest == digest else None
    if png is None:
        raise Http404
    return HttpResponse(png, content_type="image/png", headers=KEPT)
