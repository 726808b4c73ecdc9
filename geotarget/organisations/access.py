"""Who may do what for which organisation. Every page asks here, and only here.

`@role_required(Role.PLANNER)` lets a view be reached by members with one of the roles, and puts the
membership on the request. What belongs to another organisation does not exist: `own_or_404`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from geotarget.domain.roles import Role

from .models import Membership, Organisation, User

SESSION_KEY = "organisation_id"

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request after `role_required`: signed in, and acting for one organisation."""

    user: User
    membership: Membership
    organisation: Organisation


View = Callable[P, HttpResponseBase]


def memberships_of(user: User) -> QuerySet[Membership]:
    """The user's memberships, in the order in which a page lists them."""
    return user.memberships.select_related("organisation").order_by("organisation__name")


def membership_for(request: HttpRequest) -> Membership | None:
    """The membership the user acts by now: the one chosen in this session, else the first."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_membership"):
        request._membership = _current(request)  # type: ignore[attr-defined]
    return cast("Membership | None", request._membership)  # type: ignore[attr-defined]


def _current(request: HttpRequest) -> Membership | None:
    mine = list(memberships_of(cast(User, request.user)))
    chosen = request.session.get(SESSION_KEY)
    return next((m for m in mine if m.organisation_id == chosen), mine[0] if mine else None)


def choose_organisation(request: HttpRequest, organisation_id: int) -> Membership:
    """Act for another of the user's own organisations from now on; 404 for all others."""
    mine = memberships_of(cast(User, request.user))
    membership = get_object_or_404(mine, organisation_id=organisation_id)
    request.session[SESSION_KEY] = membership.organisation_id
    return membership


def role_required(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Only for signed-in members with one of `roles` (any member when none is named).

    Others are sent to sign in or get 403; a request that wants JSON gets its 401 as JSON.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request = cast(Any, args[0])
            if not request.user.is_authenticated:
                return sign_in_first(request)
            request.membership = _allowed(request, roles)
            request.organisation = request.membership.organisation
            if _page_is_of_another(request):
                return _changed_organisation(request)
            return view(*args, **kwargs)

        guarded.required_roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


member_required = role_required()


def own_or_404(queryset: QuerySet[Any], request: MemberRequest, **lookup: Any) -> Any:
    """The row if it is the current organisation's; another organisation's does not exist."""
    return get_object_or_404(queryset, organisation=request.organisation, **lookup)


def _allowed(request: HttpRequest, roles: tuple[Role, ...]) -> Membership:
    membership = membership_for(request)
    if membership is None:
        raise PermissionDenied(
            _("You are not a member of any organisation. Ask your administrator to add you.")
        )
    if roles and not any(membership.has_role(role) for role in roles):
        raise PermissionDenied(
            _("Your roles do not allow this. Ask your administrator if you need it.")
        )
    return membership


def _page_is_of_another(request: MemberRequest) -> bool:
    """Whether the page that asks was made for another organisation than the session has now."""
    page_of = request.headers.get("X-Organisation", "")
    return page_of not in ("", str(request.organisation.pk))


def _changed_organisation(request: MemberRequest) -> HttpResponse:
    message = _(
        "You have changed to %(name)s in another tab. Change back there, or reload this page; what "
        "you have drawn is kept for the organisation it was drawn for."
    )
    return JsonResponse({"message": message % {"name": request.organisation.name}}, status=409)


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Off to the sign-in page; a request that wants JSON gets a 401 that says so."""
    if wants_json(request):
        message = _("You have been signed out. Sign in again; your work is kept on this page.")
        return JsonResponse({"message": message, "signed_out": True}, status=401)
    return redirect_to_login(request.get_full_path())
