"""The registers' way of proving who we are, lent to the channels."""

from __future__ import annotations

from geotarget.channels.access import NoAccess
from geotarget.registers.asking import Access
from geotarget.registers.errors import RegisterError, RegisterUnavailable


class ProvenAccess:
    """An `Access` of the registers as a channel understands it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def headers(self, *, fresh: bool) -> dict[str, str]:
        """See `channels.access.Access`."""
        try:
            return self._access.headers(fresh=fresh)
        except RegisterUnavailable as error:
            wait = error.retry_after_seconds
            raise NoAccess("sign-in-down", retry_after_seconds=wait) from None
        except RegisterError:
            raise NoAccess("sign-in-refused", is_configuration=True) from None
