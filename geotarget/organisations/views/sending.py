from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geotarget.domain.roles import Role

from ..access import MemberRequest, role_required
from ..change_sending import change_sending
from ..forms import SendingForm


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def edit_sending(request: MemberRequest) -> HttpResponse:
    """Through whom, with which announcements, and at which price."""
    form = SendingForm(request.POST or None, organisation=request.organisation)
    if form.is_valid():
        change_sending(request.organisation, request.user, **form.chosen())
        messages.success(request, _("Saved."))
        return redirect("sending")
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "organisations/sending.html", context, status=status)
