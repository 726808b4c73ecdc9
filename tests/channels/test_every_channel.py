"""What every channel promises, under the same faults for all: see docs/adding-a-channel.md.

Each test runs for every channel of the registry, against its simulator over the real protocol.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from geotarget.channels import in_time
from geotarget.channels.contract import NOT_BEGUN, Channel, Outcome, Settling
from geotarget.channels.registry import CHANNELS
from geotarget.domain.contact_policy import ADDRESSED_BY, RULES
from tests.channels.rigs import RIGS, TEXT, Rig, go_on, outcomes
from tests.simulators.fixtures import Running

WITH_PROVIDER = [name for name in RIGS if RIGS[name].backend]
FAULTS = [(name, fault) for name, rig in RIGS.items() for fault in rig.faults()]
SAME_FOR_ALL = {"hang", "reset", "html", "accept-then-reset", "accept-then-hang"}
BUSY = {"429", "450"}
UNWELL = {"500", "421"}
SILENT_SECONDS = 0.3
PATIENT_SECONDS = 30.0
CODE = re.compile(r"[a-z0-9-]{1,60}")


@pytest.fixture
def rig(request: pytest.FixtureRequest, running: Running, closed_port: int) -> Rig:
    return RIGS[request.param](running, closed_port)


@pytest.fixture
def channel(rig: Rig) -> Iterator[Channel]:
    with closing(rig.open()) as opened:
        yield opened


every_channel = pytest.mark.parametrize("rig", RIGS, indirect=True)
every_provider = pytest.mark.parametrize("rig", WITH_PROVIDER, indirect=True)
every_fault = pytest.mark.parametrize(("rig", "fault"), FAULTS, indirect=["rig"])


def test_every_channel_is_held_to_the_contract() -> None:
    assert set(RIGS) == set(CHANNELS)


@pytest.mark.parametrize("name", WITH_PROVIDER)
def test_every_provider_can_fail_in_the_same_ways(name: str) -> None:
    faults = set(RIGS[name].faults())
    assert faults >= SAME_FOR_ALL
    assert faults & BUSY
    assert faults & UNWELL


@every_channel
def test_a_batch_is_answered_in_its_order_and_arrives_once(rig: Rig, channel: Channel) -> None:
    messages = [rig.message(n) for n in range(5)]
    handovers = channel.send(messages)
    assert outcomes(handovers) == {m.reference: Outcome.ACCEPTED for m in messages}
    assert [h.reference for h in handovers] == [m.reference for m in messages]
    assert rig.arrived() == {m.reference: 1 for m in messages}


@every_channel
def test_nothing_to_send_is_no_matter(rig: Rig, channel: Channel) -> None:
    assert channel.send([]) == []
    assert not rig.arrived()


@every_channel
def test_a_batch_that_is_too_large_or_has_a_reference_twice_is_the_callers_fault(
    rig: Rig, channel: Channel
) -> None:
    with pytest.raises(ValueError, match="at most"):
        channel.send([rig.message(n) for n in range(channel.capability.max_batch + 1)])
    with pytest.raises(ValueError, match="reference"):
        channel.send([rig.message(1), rig.message(1)])
    assert not rig.arrived()


@every_channel
def test_a_channel_goes_on_after_it_was_closed_and_may_be_closed_twice(rig: Rig) -> None:
    channel = rig.open()
    channel.close()
    channel.close()
    assert channel.send([rig.message(1)])[0].outcome is Outcome.ACCEPTED
    channel.close()


@every_channel
def test_what_a_channel_says_it_can_do_it_can(channel: Channel) -> None:
    assert channel.capability.can_be_asked == hasattr(channel, "ask")
    assert channel.capability.can_be_followed == hasattr(channel, "follow")
    assert channel.capability.can_be_followed == bool(channel.capability.max_followed)


@every_channel
def test_its_provider_takes_as_many_as_it_says(rig: Rig) -> None:
    with closing(rig.open(answer_seconds=PATIENT_SECONDS)) as patient:
        messages = [rig.message(n) for n in range(patient.capability.max_batch)]
        said = outcomes(patient.send(messages))
    assert set(said.values()) == {Outcome.ACCEPTED}
    assert rig.arrived() == dict.fromkeys(said, 1)


def test_residents_are_known_to_a_channel_by_what_it_takes() -> None:
    """What is given to a gateway is a number that it can use, and never more of a person."""
    for name, kind in ADDRESSED_BY.items():
        assert CHANNELS[name].capability.address_kind == kind, name
    channels = {channel for _, channel in RULES}
    assert channels == set(ADDRESSED_BY)


@every_channel
def test_where_nobody_listens_nothing_is_sent(rig: Rig) -> None:
    with closing(rig.nobody_there()) as nowhere:
        handovers = nowhere.send([rig.message(1), rig.message(2)])
    assert set(outcomes(handovers).values()) == {Outcome.NOT_SENT}
    assert not rig.arrived()


@every_provider
def test_a_slow_batch_comes_back_untouched_from_some_message_on(
    rig: Rig, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where each message needs a call of its own: somebody may have stopped the rest meanwhile."""
    monkeypatch.setattr(in_time, "BEGIN_WITHIN_S", 0)
    messages = [rig.message(n) for n in range(3)]
    first, *rest = channel.send(messages)
    assert first.outcome is Outcome.ACCEPTED
    left = [each for each in rest if each.reason_code == NOT_BEGUN]
    assert left in ([], rest)
    assert {each.outcome for each in left} <= {Outcome.NOT_SENT}
    assert not [each for each in left if each.is_for_all or each.is_configuration]
    assert rig.arrived() == {m.reference: 1 for m in messages[: 3 - len(left)]}


@every_provider
def test_a_wrong_account_is_told_to_the_operator(rig: Rig) -> None:
    with closing(rig.open(**rig.wrong_account)) as stranger:
        handovers = stranger.send([rig.message(1), rig.message(2)])
    assert all(h.is_configuration and h.is_for_all for h in handovers)
    assert set(outcomes(handovers).values()) <= {Outcome.REFUSED, Outcome.NOT_SENT}
    assert not rig.arrived()


@every_provider
def test_a_password_that_lies_about_on_the_machine_is_not_used(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`requests` would put what ~/.netrc has for the host in the place of our token."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with closing(rig.open()) as channel:
        assert channel.send([rig.message(1)])[0].outcome is Outcome.ACCEPTED


@every_provider
def test_one_bad_recipient_does_not_touch_the_others(rig: Rig, channel: Channel) -> None:
    good, bad, other = channel.send([rig.message(1), rig.bad_message(2), rig.message(3)])
    assert (good.outcome, other.outcome) == (Outcome.ACCEPTED, Outcome.ACCEPTED)
    assert (bad.outcome, bad.is_configuration) == (Outcome.REFUSED, False)
    assert rig.arrived() == {good.reference: 1, other.reference: 1}


@every_provider
def test_a_refusal_tells_a_code_and_nothing_of_the_message(rig: Rig, channel: Channel) -> None:
    """The code is stored."""
    bad = rig.bad_message(1)
    (handover,) = channel.send([bad])
    assert CODE.fullmatch(handover.reason_code)
    assert bad.to.lstrip("+") not in repr(handover)
    assert TEXT not in repr(handover)


@pytest.mark.parametrize(
    "rig", [name for name in WITH_PROVIDER if "redirect" in RIGS[name].faults()], indirect=True
)
def test_no_redirect_is_followed(rig: Rig, channel: Channel) -> None:
    """Neither the message nor the password goes where somebody in between says."""
    rig.break_it("redirect", count=1)
    (handover,) = channel.send([rig.message(1)])
    assert handover.outcome is not Outcome.ACCEPTED
    assert not rig.arrived()


@every_fault
def test_a_channel_is_honest(rig: Rig, channel: Channel, fault: str) -> None:
    """Accepted means it arrived; refused or not sent means it did not; else it is unknown."""
    rig.break_it(fault)
    said = outcomes(channel.send([rig.message(n) for n in range(3)]))
    arrived = rig.arrived()
    assert max(arrived.values(), default=0) <= 1
    for reference, outcome in said.items():
        if outcome is not Outcome.UNKNOWN:
            assert bool(arrived[reference]) == (outcome is Outcome.ACCEPTED), (reference, outcome)


@every_fault
def test_everybody_is_told_once_when_the_fault_has_passed(
    rig: Rig, channel: Channel, fault: str
) -> None:
    """What is not sent may be sent again; what is unknown is settled in the channel's own way."""
    rig.break_it(fault, count=1)
    messages = [rig.message(n) for n in range(3)]
    so_far = outcomes(channel.send(messages))
    rig.break_it("")
    for _ in range(3):
        go_on(channel, messages, so_far)
    arrived = rig.arrived()
    assert max(arrived.values(), default=0) <= 1
    left = {reference for reference, outcome in so_far.items() if outcome is not Outcome.ACCEPTED}
    if channel.capability.settling in (Settling.REPEAT, Settling.ASK):
        assert {so_far[reference] for reference in left} <= {Outcome.REFUSED}
    assert all(arrived[m.reference] for m in messages if m.reference not in left)


@every_provider
def test_nobody_is_told_twice_in_a_storm_of_faults(rig: Rig, channel: Channel) -> None:
    dice = random.Random(8058)
    kinds = [kind for kind in rig.faults() if "hang" not in kind]
    messages = [rig.message(n) for n in range(12)]
    so_far = {m.reference: Outcome.NOT_SENT for m in messages}
    for _ in range(15):
        rig.break_it(dice.choice(kinds), probability=0.5)
        go_on(channel, messages, so_far)
    rig.break_it("")
    for _ in range(3):
        go_on(channel, messages, so_far)
    arrived = rig.arrived()
    assert max(arrived.values()) == 1
    for reference, outcome in so_far.items():
        assert outcome is not Outcome.NOT_SENT
        assert arrived[reference] or outcome is not Outcome.ACCEPTED
    if channel.capability.settling in (Settling.REPEAT, Settling.ASK):
        assert Outcome.UNKNOWN not in so_far.values()


@every_fault
def test_nothing_of_a_message_is_logged_or_printed(
    rig: Rig,
    channel: Channel,
    fault: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also not by the libraries that a channel uses, in an address (URL) for example."""
    caplog.set_level("DEBUG")
    rig.break_it(fault)
    message = rig.message(1)
    handovers = channel.send([message])
    seen = caplog.text + "".join(capsys.readouterr()) + repr(handovers) + repr(message)
    assert not [secret for secret in (message.to.lstrip("+"), TEXT) if secret in seen]


@every_provider
def test_a_slow_provider_is_waited_for_and_a_silent_one_is_not(rig: Rig) -> None:
    rig.break_it("", latency_ms=20)
    with closing(rig.open()) as patient:
        assert patient.send([rig.message(1)])[0].outcome is Outcome.ACCEPTED
    rig.break_it("", latency_ms=int(SILENT_SECONDS * 2000))
    with closing(rig.open(answer_seconds=SILENT_SECONDS)) as impatient:
        (handover,) = impatient.send([rig.message(2)])
    assert handover.outcome in (Outcome.UNKNOWN, Outcome.NOT_SENT)
    # The provider comes to it only now: no other test shall find it there.
    time.sleep(SILENT_SECONDS * 2)
