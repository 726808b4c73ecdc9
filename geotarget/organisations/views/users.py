from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geotarget.domain.roles import Role

from .. import members
from ..access import MemberRequest, own_or_404, role_required
from ..forms import MemberForm, NewMemberForm
from ..models import Membership
from ..words import ROLE_EXPLANATIONS, ROLE_NAMES, role_name

administrator_required = role_required(Role.ADMINISTRATOR)


@require_safe
@administrator_required
def user_list(request: MemberRequest) -> HttpResponse:
    return _list_page(request)


def _list_page(request: MemberRequest, first_password: str = "") -> HttpResponse:
    """The users; `first_password` is the sentence that tells one, shown in this answer only."""
    memberships = request.organisation.memberships.select_related("user").order_by("user__username")
    rows = [(m, [role_name(role) for role in m.roles]) for m in memberships]
    context = {"rows": rows, "first_password": first_password}
    return render(request, "organisations/users.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new_user(request: MemberRequest) -> HttpResponse:
    form = NewMemberForm(request.POST or None)
    if not form.is_valid():
        return _form_page(request, form)
    membership, password = members.add(request.organisation, request.user, **form.cleaned_data)
    return _show_password(request, membership, password)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def edit_user(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _own_membership(request, pk)
    form = MemberForm(request.POST or None, membership=membership, editor=request.user)
    if not form.is_valid():
        return _form_page(request, form, membership)
    members.change(membership, request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("users")


@require_POST
@administrator_required
def remove_user(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _own_membership(request, pk)
    if membership.user_id == request.user.pk:
        messages.error(request, _("You cannot remove yourself. Ask another administrator."))
        return redirect("edit_user", pk=pk)
    members.remove(membership, request.user)
    messages.success(request, _("The user is no longer a member of the organisation."))
    return redirect("users")


@require_POST
@administrator_required
def reset_password(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _own_membership(request, pk)
    if members.belongs_elsewhere(membership):
        messages.error(request, _("The user is a member elsewhere too and keeps the password."))
        return redirect("edit_user", pk=pk)
    return _show_password(request, membership, members.new_password(membership, request.user))


def _own_membership(request: MemberRequest, pk: int) -> Membership:
    return own_or_404(Membership.objects.select_related("user"), request, pk=pk)


def _form_page(
    request: MemberRequest, form: MemberForm, membership: Membership | None = None
) -> HttpResponse:
    explanations = [(ROLE_NAMES[role], text) for role, text in ROLE_EXPLANATIONS.items()]
    context = {"form": form, "edited": membership, "role_explanations": explanations}
    status = 422 if form.errors else 200
    return render(request, "organisations/user_form.html", context, status=status)


def _show_password(request: MemberRequest, membership: Membership, password: str) -> HttpResponse:
    """In the answer itself: a message would put the password into a cookie."""
    text = _("First password of %(user)s, shown only now: %(password)s")
    told = text % {"user": membership.user.username, "password": password}
    return _list_page(request, told)
