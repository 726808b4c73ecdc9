"""What became of a campaign: the record of what the simulators accepted, and the population."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from geotarget.domain.contact_policy import ALTINN, EMAIL, SMS
from geotarget.domain.delivery_state import AttemptState
from geotarget.domain.tokens import Tokens
from geotarget.notices import keyring, paper_list
from geotarget.notices.business_report import business_counts
from geotarget.notices.models import Attempt, Recipient
from geotarget.notices.progress import counts
from geotarget.simulators.arrived import Arrival, Arrived
from tests.reliability.town import Campaign, Ways

Row = tuple[str, str, str]
"""Channel, state and reference of a message."""

TOLD = frozenset({AttemptState.ACCEPTED, AttemptState.DELIVERED, AttemptState.NOT_DELIVERED})
FAILED = frozenset({AttemptState.NOT_DELIVERED, AttemptState.REFUSED})
OPEN = frozenset({AttemptState.READY, AttemptState.SENDING})


def is_settled(campaign: Campaign, arrived: Arrived) -> bool:
    """Nothing is open, and nothing is unknown that somebody can still be asked about: what an SMS
    gateway has accepted is settled by its receipt, Altinn is sent the same key, SvarUt is asked.
    Nobody's first message has failed without the second being sent. No business waits."""
    if business_counts(campaign.dispatch).is_open:
        return False
    came = {entry.reference for entry in arrived.matching()}
    for channel, state, reference in _messages(campaign).values():
        if state in OPEN:
            return False
        can_be_told = channel not in (EMAIL, SMS) or (channel == SMS and reference in came)
        if state == AttemptState.UNKNOWN and can_be_told:
            return False
    return not any(_waits_for_next(rows, ways) for rows, ways in _rows_of_people(campaign))


def judge(campaign: Campaign, arrived: Arrived) -> Counter[str]:
    """Assert that nobody is lost and nobody told twice. Returns the states by channel."""
    mine = set(campaign.dispatch.attempts.values_list("reference", flat=True))
    came = [entry for entry in arrived.matching() if entry.reference in mine]
    _nobody_twice(campaign, came)
    arrived_here = {entry.reference for entry in came}
    states = _nobody_lost(campaign, arrived_here) + _no_business_lost(campaign, arrived_here)
    now = counts(campaign.dispatch)
    assert now.adds_up, now
    assert not now.ready + now.sending + now.given_up, now
    return states


def nothing_arrived_unknown_to_us(arrived: Arrived) -> None:
    """Everything that was accepted anywhere has its row."""
    came = {entry.reference for entry in arrived.matching()}
    ours = set(Attempt.objects.values_list("reference", flat=True))
    assert not came - ours, f"{len(came - ours)} messages arrived that no row tells of"


def _nobody_twice(campaign: Campaign, came: list[Arrival]) -> None:
    references = Counter(entry.reference for entry in came)
    assert set(references.values()) <= {1}, f"accepted twice: {references.most_common(3)}"
    told = Counter(entry.to for entry in came)
    too_often = told - campaign.expected()
    assert not too_often, f"told too often, or not to be told at all: {too_often.most_common(3)}"


def _nobody_lost(campaign: Campaign, came: set[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    told: set[str] = set()
    people = zip(campaign.ways, _rows_of_people(campaign), strict=True)
    for national_id, (rows, _) in people:
        assert rows, "lost: no message to a resident who can be reached"
        for channel, state, reference in rows:
            found[f"{channel} {state}"] += 1
            _is_true(channel, state, reference in came)
        before = {state for _, state, _ in rows[:-1]}
        assert before <= FAILED, f"told by a second channel though the first may have: {before}"
        if rows[-1][1] in (AttemptState.ACCEPTED, AttemptState.DELIVERED):
            told.add(national_id)
    _paper_list_is_the_rest(campaign, told)
    return found


def _no_business_lost(campaign: Campaign, came: set[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    messages, tokens = _messages(campaign), _tokens(campaign)
    for number in campaign.businesses:
        row = messages.get(tokens.address(ALTINN, number))
        assert row, "lost: no message to a business"
        found[f"business {row[1]}"] += 1
        _is_true(*row[:2], row[2] in came)
    return found


def _tokens(campaign: Campaign) -> Tokens:
    dispatch = campaign.dispatch
    dispatch.refresh_from_db()
    return Tokens(keyring.open_key(dispatch.pk, dispatch.wrapped_key))


def _rows_of_people(campaign: Campaign) -> Iterator[tuple[list[Row], Ways]]:
    """The messages of each resident who must be reached, in the order of their ways. Nothing where
    the resident has no row: somebody else may have the number."""
    tokens, messages = _tokens(campaign), _messages(campaign)
    residents = Recipient.objects.filter(dispatch=campaign.dispatch)
    known = set(map(bytes, residents.values_list("person_token", flat=True)))
    for national_id, ways in campaign.ways.items():
        is_known = tokens.person(national_id) in known
        found = [messages.get(tokens.address(*way)) for way in ways] if is_known else []
        yield [row for row in found if row], ways


def _waits_for_next(rows: list[Row], ways: Ways) -> bool:
    return bool(rows) and rows[-1][1] in FAILED and len(rows) < len(ways)


def _messages(campaign: Campaign) -> dict[bytes, Row]:
    rows = campaign.dispatch.attempts.values_list("address_token", "channel", "state", "reference")
    return {bytes(token): (channel, state, reference) for token, channel, state, reference in rows}


def _paper_list_is_the_rest(campaign: Campaign, told: set[str]) -> None:
    """It holds every address at which nobody is counted as told, and no other."""
    dispatch = campaign.dispatch
    reached = {campaign.home[n] for n in told}
    made = paper_list.make(dispatch, form="csv", user=dispatch.started_by)
    assert {row.source_id for row in made} == campaign.homes - reached


def _is_true(channel: str, state: str, has_arrived: bool) -> None:
    if state in TOLD:
        assert has_arrived, f"counted as told by {channel} and was not"
        return
    assert state == AttemptState.UNKNOWN, f"neither told nor unknown: {channel} {state}"
    assert channel in (EMAIL, SMS), f"{channel} could have been asked"
    assert channel == EMAIL or not has_arrived, "its receipt should have settled it"
