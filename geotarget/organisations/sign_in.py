"""Limit how often passwords can be tried, by user name and by source address.

Who keeps trying one name from one address waits first, so that a stranger's guesses lock nobody
else out. Names and addresses are kept as keyed hashes, and no longer than they count.
"""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import SignInAttempt

WINDOW = datetime.timedelta(minutes=15)
MOST_OF_BOTH = 5
"""Failures of one name from one address within the window."""
MOST_OF_ONE = 50
"""Failures of one name from anywhere, or of any name from one address: a town hall has one."""


def may_try(username: str, address: str) -> bool:
    """Count a try before the password is looked at, so that tries at the same moment all count."""
    SignInAttempt.objects.filter(at__lt=timezone.now() - WINDOW).delete()
    name, source = _hash(username), _hash(address)
    this = SignInAttempt.objects.create(name=name, source=source)
    both, one = Q(name=name, source=source), Q(name=name) | Q(source=source)
    is_refused = _count(both) > MOST_OF_BOTH or _count(one) > MOST_OF_ONE
    if is_refused:
        this.delete()
    return not is_refused


def succeeded(username: str, address: str) -> None:
    """Whoever knows the password starts anew."""
    SignInAttempt.objects.filter(name=_hash(username), source=_hash(address)).delete()


def forget(username: str) -> None:
    """After a new password nobody has to wait."""
    SignInAttempt.objects.filter(name=_hash(username)).delete()


def _count(which: Q) -> int:
    return SignInAttempt.objects.filter(which).count()


def _hash(text: str) -> str:
    return salted_hmac("sign-in", text.strip().casefold(), algorithm="sha256").hexdigest()
