"""The SMS accounts that an organisation may send by, by the names of the installation's settings.

Which of them it has chosen, in its own order, stands in `Organisation.sms_accounts`.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Organisation

SHARED, SECOND_SHARED = "link-sms", "link-sms-2"


def shared_accounts() -> list[str]:
    """Those of the installation, in the order in which they are tried."""
    return [name for name in (SHARED, SECOND_SHARED) if name in settings.CHANNELS]


def accounts_of(organisation: Organisation) -> list[str]:
    """Its own, then those of the installation. Never another organisation's."""
    own = (
        name
        for name, numbers in settings.OWN_SMS_ACCOUNTS.items()
        if organisation.organisation_number in numbers
    )
    return [*sorted(own), *shared_accounts()]


def tried_in_order(organisation: Organisation) -> list[str]:
    """What it has chosen of what it may use still; all of the installation's where it chose none.

    Empty where everything that it has chosen is gone: nobody else's agreement pays then.
    """
    if not organisation.sms_accounts:
        return shared_accounts()
    allowed = accounts_of(organisation)
    return [name for name in organisation.sms_accounts if name in allowed]


def account_name(provider: str) -> str:
    """For a page."""
    if provider == SHARED:
        return _("Shared account")
    if provider == SECOND_SHARED:
        return _("Second shared account")
    return provider.removeprefix(f"{SHARED}-")
