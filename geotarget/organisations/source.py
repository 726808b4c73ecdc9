from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def source_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """Who called the outermost of our own proxies. What stands further left in the header, the
    caller may have written. None where the header does not name so many, or no address."""
    if settings.TRUSTED_PROXIES == 0:
        return _address(request.META["REMOTE_ADDR"])
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    if len(hops) < settings.TRUSTED_PROXIES:
        return None
    return _address(hops[-settings.TRUSTED_PROXIES].strip())


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
