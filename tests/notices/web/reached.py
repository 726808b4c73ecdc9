"""Residents of a dispatch as workers would have written them."""

from __future__ import annotations

from geotarget.notices.models import Attempt, Dispatch, Recipient


def reach(dispatch: Dispatch, small_area: str = "", **states: int) -> None:
    """Residents of the first chunk whose message is in each state; `nobody` has none."""
    chunk = dispatch.chunks.first()
    for state, count in states.items():
        for number in range(count):
            token = f"{small_area}{state}{number}".encode()
            attempt = None
            if state != "nobody":
                attempt = Attempt.objects.create(
                    dispatch=dispatch,
                    chunk=chunk,
                    channel="link-sms",
                    address_token=token,
                    reference=f"{dispatch.pk}-{small_area[-4:]}-{state}-{number}",
                    state=state,
                )
            Recipient.objects.create(
                dispatch=dispatch,
                chunk=chunk,
                person_token=token,
                attempt=attempt,
                small_area=small_area,
            )
