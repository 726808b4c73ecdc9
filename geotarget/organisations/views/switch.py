from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..access import MemberRequest, choose_organisation, member_required


@require_POST
@member_required
def switch_organisation(request: MemberRequest) -> HttpResponse:
    """Act for another of one's own organisations."""
    chosen = request.POST.get("organisation", "")
    if not chosen.isascii() or not chosen.isdigit() or len(chosen) > 18:
        raise Http404
    membership = choose_organisation(request, int(chosen))
    name = membership.organisation.name
    messages.success(request, _("You now work for %(name)s.") % {"name": name})
    return redirect("home")
