from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geotarget.domain.scopes import Scope

from .. import api_tokens
from ..access import MemberRequest, own_or_404
from ..forms import ApiTokenForm
from ..models import ApiToken
from ..words import SCOPE_NAMES
from .users import administrator_required


@require_safe
@administrator_required
def token_list(request: MemberRequest) -> HttpResponse:
    return _list_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new_token(request: MemberRequest) -> HttpResponse:
    form = ApiTokenForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "organisations/token_form.html", {"form": form}, status=status)
    _token, key = api_tokens.make(request.organisation, request.user, **form.cleaned_data)
    return _list_page(request, key)


@require_POST
@administrator_required
def revoke_token(request: MemberRequest, pk: int) -> HttpResponse:
    token = own_or_404(ApiToken.objects.select_related("organisation"), request, pk=pk)
    api_tokens.revoke(token, request.user)
    messages.success(request, _("The key no longer works."))
    return redirect("tokens")


def _list_page(request: MemberRequest, key: str = "") -> HttpResponse:
    """The tokens, the newest first; `key` is shown in this answer only, and put in no cookie."""
    own = api_tokens.of_administrators().filter(organisation=request.organisation)
    tokens = own.select_related("created_by").order_by("-pk")
    rows = [(token, _scopes(token), _state(token)) for token in tokens]
    return render(request, "organisations/tokens.html", {"rows": rows, "key": key})


def _scopes(token: ApiToken) -> list[str]:
    return [str(SCOPE_NAMES[Scope(scope)]) for scope in token.scopes]


def _state(token: ApiToken) -> str:
    """Why it does not work any more; empty while it does."""
    if token.revoked_at:
        return _("Revoked")
    if token.is_over:
        return _("Over")
    if not token.has_maker:  # type: ignore[attr-defined]
        return _("Stopped: its maker is no longer an administrator")
    return ""
