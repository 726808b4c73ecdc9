from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import MemberRequest, member_required
from ..home import cards_for


@require_safe
@member_required
def home(request: MemberRequest) -> HttpResponse:
    return render(request, "organisations/home.html", {"cards": cards_for(request.membership)})
