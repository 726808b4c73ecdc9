"""For whom a request is made: known by a token or by a signed-in session, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from geotarget.domain.scopes import Scope
from geotarget.organisations.access import membership_for
from geotarget.organisations.api_tokens import token_with
from geotarget.organisations.models import ApiToken, Organisation, User
from geotarget.targeting.roles import LOOKING

SCHEME = "Bearer"


@dataclass(frozen=True)
class Caller:
    """`request.auth` of every answered request."""

    organisation: Organisation
    user: User
    """Who signed in, or who made the token."""
    scopes: frozenset[Scope]
    token: ApiToken | None = None

    territory: list[str] = field(default_factory=list)
    """Municipality numbers of today."""

    @property
    def logged_as(self) -> dict[str, int]:
        """What the audit log tells of it beside the user."""
        return {"api_token": self.token.pk} if self.token else {}


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer gt_…`"""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        scheme, _space, key = request.headers.get("Authorization", "").strip().partition(" ")
        if not scheme:
            return None
        token = token_with(key.strip()) if scheme.lower() == SCHEME.lower() else None
        if token is None:
            raise AuthenticationFailed(
                _("The key is unknown, revoked or over. Ask an administrator for a new one.")
            )
        scopes = frozenset(Scope(scope) for scope in token.scopes)
        return token.created_by, _caller(token.organisation, token.created_by, scopes, token)

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="Geotarget"'


class MemberAuthentication(SessionAuthentication):
    """Who is signed in may read what the pages show; unsafe methods need the CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        signed_in = super().authenticate(request)
        if signed_in is None or isinstance(signed_in[0], AnonymousUser):
            return None
        membership = membership_for(request._request)
        if membership is None:
            raise PermissionDenied(
                _("You are not a member of any organisation. Ask your administrator to add you.")
            )
        may_look = any(membership.has_role(role) for role in LOOKING)
        scopes = frozenset({Scope.READ} if may_look else ())
        return signed_in[0], _caller(membership.organisation, signed_in[0], scopes)

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(
                _("The request lacks the CSRF token of the session. Send it as X-CSRFToken.")
            ) from None


def _caller(
    organisation: Organisation, user: User, scopes: frozenset[Scope], token: ApiToken | None = None
) -> Caller:
    return Caller(organisation, user, scopes, token, organisation.municipality_numbers())


class HasScope(BasePermission):
    """The view names the scope of each method in `scopes`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        needed = view.scopes.get("GET" if request.method == "HEAD" else request.method)
        if request.auth is None:
            return False
        if needed is None or needed in request.auth.scopes:
            return True
        raise PermissionDenied(
            _("This needs the scope “%(scope)s”, which the key or the signed-in person lacks.")
            % {"scope": needed}
        )
