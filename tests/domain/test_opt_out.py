"""Links to opt out by: unguessable, with nothing of the person, for one organisation only."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.domain.opt_out import NoOptOutLink, OptOutKey

KEY, OTHER = OptOutKey(b"k" * 32), OptOutKey(b"o" * 32)
EMAIL = "kari.oppdiktet@epost.example"


def test_a_link_opens_to_what_is_kept_of_its_address() -> None:
    assert KEY.opened(KEY.token("smtp-email", EMAIL)) == KEY.hashed("smtp-email", EMAIL)


def test_no_two_links_are_alike_and_none_holds_the_hash() -> None:
    tokens = {KEY.token("smtp-email", EMAIL) for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) == 80 for token in tokens)
    kept = KEY.hashed("smtp-email", EMAIL)
    assert not any(kept in base64.urlsafe_b64decode(token) for token in tokens)


def test_what_is_kept_differs_by_organisation_channel_and_address() -> None:
    kept = {
        key.hashed(channel, address)
        for key in (KEY, OTHER)
        for channel in ("smtp-email", "link-sms")
        for address in (EMAIL, f"x{EMAIL}")
    }
    assert len(kept) == 8


def test_another_organisation_cannot_open_it() -> None:
    with pytest.raises(NoOptOutLink):
        OTHER.opened(KEY.token("smtp-email", EMAIL))


@given(at=st.integers(0, 79), sign=st.sampled_from("AZaz09-_= æ"))
def test_a_changed_link_is_none(at: int, sign: str) -> None:
    token = KEY.token("smtp-email", EMAIL)
    if token[at] != sign:
        with pytest.raises(NoOptOutLink):
            KEY.opened(token[:at] + sign + token[at + 1 :])


@given(st.text(max_size=100))
def test_what_somebody_makes_up_is_none(token: str) -> None:
    with pytest.raises(NoOptOutLink):
        KEY.opened(token)
