"""A second account at an SMS gateway, for what the first surely did not take.

See docs/decisions/second-provider.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_OWN = ("username", "password", "platform_id", "platform_partner_id")


def second_accounts(
    first: Mapping[str, Mapping[str, Any]], read: Callable[[str, str], str]
) -> dict[str, dict[str, Any]]:
    """Settings of the channels' second accounts, by provider; none where no address is set. `read`
    gives a setting, or the second of its arguments."""
    url = read("SECOND_LINK_URL", "")
    own = {name: read(f"SECOND_LINK_{name.upper()}", "simulator") for name in _OWN}
    return {"link-sms-2": {**first["link-sms"], **own, "base_url": url}} if url else {}
