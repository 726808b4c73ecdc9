"""Statuses of KS SvarUt (v3): where a letter is."""

from __future__ import annotations

from geotarget.channels.contract import Delivery

_DELIVERED = frozenset({"LEVERT_ALTINN", "LEVERT_SDP", "LEVERT_NHN_MOTTAKER", "LEST", "PRINTET"})
"""In the recipient's digital mailbox, or printed and given to the post."""

_FAILED = frozenset({"AVVIST", "FEILET_UNDER_MOTTAK", "IKKE_LEVERT", "SLETTET", "MANUELT_HANDTERT"})
"""MANUELT_HANDTERT: SvarUt does no more with it, the sender has to."""


def delivery_of(status: str) -> Delivery:
    """What a status means. One that nobody documented is taken as on its way."""
    if status in _DELIVERED:
        return Delivery.DELIVERED
    return Delivery.FAILED if status in _FAILED else Delivery.PENDING
