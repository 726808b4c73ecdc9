from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..access import sign_in_first, wants_json
from ..forms import SignInForm


class SignIn(LoginView):
    """The page to sign in on. 429 while one has to wait."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        answer.status_code = 429 if form.has_to_wait else 200
        return answer


def not_from_this_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of Django's page where the token of a form is missing or wrong.

    Somebody whose session has ended must sign in; only for others is the page too old.
    """
    if not request.user.is_authenticated and wants_json(request):
        return sign_in_first(request)
    if wants_json(request):
        text = _("The page is too old. Reload it; what you have drawn is kept.")
        return JsonResponse({"message": text}, status=403)
    is_signing_in = request.path == reverse("login")
    context = {"is_signed_out": not request.user.is_authenticated and not is_signing_in}
    return render(request, "403_csrf.html", context, status=403)
