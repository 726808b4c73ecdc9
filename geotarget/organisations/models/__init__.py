"""The tenant: organisations, their territory, their users with roles, and the audit log."""

from .analyst import AnalystLogin
from .api_token import ApiToken
from .audit import AuditEntry
from .organisation import Organisation, OrganisationLogo, TerritoryMunicipality, in_territory
from .sign_in import SignInAttempt
from .user import Membership, User

__all__ = [
    "AnalystLogin",
    "ApiToken",
    "AuditEntry",
    "Membership",
    "Organisation",
    "OrganisationLogo",
    "SignInAttempt",
    "TerritoryMunicipality",
    "User",
    "in_territory",
]
