"""Opting out of information: the link in each message, what is kept of it, and who is left out.

No person is stored: a keyed hash of the address that the message went to, and the day.
See docs/decisions/opt-out.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from geotarget.domain.contact_policy import EMAIL, SMS, Reachable, address_for
from geotarget.domain.opt_out import OptOutKey
from geotarget.domain.retention import OPT_OUT
from geotarget.organisations.models import Organisation

from . import keyring
from .models import OptOut

_AT_ONCE = 1000
_ADDRESSED = (SMS, EMAIL)
"""Channels whose addresses a person can have opted out with."""


def link(organisation: Organisation, channel: str, address: str) -> str:
    """The address of the page on which whoever has this address opts out."""
    token = _key(organisation.pk).token(channel, address)
    return settings.PUBLIC_URL + reverse("notices:opt_out", args=(organisation.pk, token))


def opened(organisation: Organisation, token: str) -> bytes:
    """What is kept of the address that a link was made for. Raises NoOptOutLink."""
    return _key(organisation.pk).opened(token)


def opt_out(organisation: Organisation, address_hash: bytes) -> None:
    """Keep it; once more begins its time anew."""
    OptOut.objects.update_or_create(
        organisation=organisation,
        address_hash=address_hash,
        defaults={"since": timezone.localdate()},
    )


def opt_in(organisation: Organisation, address_hash: bytes) -> None:
    """Forget it: they want information again."""
    OptOut.objects.filter(organisation=organisation, address_hash=address_hash).delete()


def has_opted_out(organisation: Organisation, address_hash: bytes) -> bool:
    return OptOut.objects.filter(organisation=organisation, address_hash=address_hash).exists()


def hashed(organisation: Organisation, channel: str, address: str) -> bytes:
    """What is kept of an address."""
    return _key(organisation.pk).hashed(channel, address)


def without_opted_out(
    organisation: Organisation, people: Mapping[str, Reachable]
) -> dict[str, Reachable]:
    """Whoever has opted out with one address is not told at another: all of theirs are dropped."""
    key = _key(organisation.pk)
    hashes = {
        number: {key.hashed(channel, address) for channel, address in _addresses(person)}
        for number, person in people.items()
    }
    kept_out = _kept(organisation, {each for some in hashes.values() for each in some})
    return {
        number: Reachable(number) if hashes[number] & kept_out else person
        for number, person in people.items()
    }


def forget_old() -> int:
    """Delete what is past its retention. Returns how many."""
    deleted, _ = OptOut.objects.filter(since__lt=timezone.localdate() - OPT_OUT).delete()
    return deleted


def _addresses(person: Reachable) -> list[tuple[str, str]]:
    found = ((channel, address_for(channel, person)) for channel in _ADDRESSED)
    return [(channel, address) for channel, address in found if address]


def _kept(organisation: Organisation, hashes: Iterable[bytes]) -> set[bytes]:
    asked = list(hashes)
    found: set[bytes] = set()
    for start in range(0, len(asked), _AT_ONCE):
        some = OptOut.objects.filter(
            organisation=organisation, address_hash__in=asked[start : start + _AT_ONCE]
        )
        found.update(map(bytes, some.values_list("address_hash", flat=True)))
    return found


def _key(organisation_id: int) -> OptOutKey:
    """Under another key nobody who has opted out would be known again."""
    kept = OptOut.objects.filter(organisation=organisation_id)
    return OptOutKey(keyring.organisation_key(organisation_id, is_in_use=kept.exists))
