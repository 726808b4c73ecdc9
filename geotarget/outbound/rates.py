"""Agreed rates: calls to a register, or messages to a provider, a second, of all workers."""

from __future__ import annotations

from collections.abc import Callable

_BY_SETTING = {
    # Folkeregisteret closes to an address that asks 60,000 times a minute.
    "FOLKEREGISTERET_PER_SECOND": ("folkeregisteret", 900.0),
    "KRR_PER_SECOND": ("krr", 0.0),
    "SMS_PER_SECOND": ("link-sms", 0.0),
    "SECOND_SMS_PER_SECOND": ("link-sms-2", 0.0),
    "EMAIL_PER_SECOND": ("smtp-email", 0.0),
    "LETTERS_PER_SECOND": ("svarut", 0.0),
    "ALTINN_PER_SECOND": ("altinn", 0.0),
}


def rates(read: Callable[[str, float], float]) -> dict[str, float]:
    """By gate; 0: as fast as it takes. `read` gives a setting, or the second of its arguments."""
    return {gate: read(setting, default) for setting, (gate, default) in _BY_SETTING.items()}
