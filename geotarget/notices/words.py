"""What the user reads for the codes of notices and their dispatch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from geotarget.channels.contract import Outcome
from geotarget.domain.contact_policy import ALTINN, EMAIL, LETTER, SMS
from geotarget.domain.delivery_state import Problem
from geotarget.domain.message_class import MessageClass
from geotarget.domain.message_words import WrittenIn
from geotarget.domain.notice_state import NoticeState
from geotarget.targeting.business_address import Care

from .models import Notice
from .standing import Standing

STATE_NAMES = {
    NoticeState.DRAFT: _("Draft"),
    NoticeState.SUBMITTED: _("Waits for approval"),
    NoticeState.APPROVED: _("Approved, not sent"),
    NoticeState.DISPATCHED: _("Being sent"),
}
STATE_COLOURS = {
    NoticeState.DRAFT: "neutral",
    NoticeState.SUBMITTED: "warning",
    NoticeState.APPROVED: "info",
    NoticeState.DISPATCHED: "info",
}


STANDING_STATES = {
    Standing.COUNTDOWN: (_("Begins soon"), "info"),
    Standing.PLANNED: (_("Planned"), "info"),
    Standing.PAUSED: (_("Paused"), "warning"),
    Standing.OUTSIDE_HOURS: (_("Waits for allowed hours"), "info"),
    Standing.STOPPED: (_("Stopped"), "warning"),
    Standing.UNDONE: (_("Undone, nothing was sent"), "neutral"),
}


def dispatch_state(
    standing: Standing, *, is_open: bool, has_failed: bool, is_unclear: bool
) -> tuple[Any, str]:
    """Name and colour of a dispatch, the same wherever it is shown; never "sent" too early.

    `has_failed`: addresses that were never done; `is_unclear`: messages of which nobody knows
    whether they were handed over, or that were not, or persons whom the register did not show.
    """
    if standing in STANDING_STATES:
        return STANDING_STATES[standing]
    if is_open:
        return STATE_NAMES[NoticeState.DISPATCHED], STATE_COLOURS[NoticeState.DISPATCHED]
    if has_failed:
        return _("Ended, not complete"), "danger"
    if is_unclear:
        return _("Sent, something is unclear"), "warning"
    return _("Sent"), "success"


FOLLOW_UP_NAMES = {
    Notice.FollowUp.CORRECTION: _("Correction"),
    Notice.FollowUp.FOLLOW_UP: _("Follow-up to the same addresses"),
    Notice.FollowUp.ALL_CLEAR: _("All-clear"),
}
FOLLOW_UP_BUTTONS = {
    Notice.FollowUp.CORRECTION: _("Write a correction"),
    Notice.FollowUp.FOLLOW_UP: _("Follow up to the same addresses"),
    Notice.FollowUp.ALL_CLEAR: _("Call the notice off"),
}
FIRST_WORDS = {
    WrittenIn.BOKMAL: {
        Notice.FollowUp.CORRECTION: "Rettelse: ",
        Notice.FollowUp.FOLLOW_UP: "",
        Notice.FollowUp.ALL_CLEAR: "Opphevet: ",
    },
    WrittenIn.NYNORSK: {
        Notice.FollowUp.CORRECTION: "Retting: ",
        Notice.FollowUp.FOLLOW_UP: "",
        Notice.FollowUp.ALL_CLEAR: "Oppheva: ",
    },
}
"""What residents read first, in the organisation's form of Norwegian; the sender rewrites it."""

CLASS_NAMES = {
    MessageClass.SERVICE: _("Service notice"),
    MessageClass.INFORMATION: _("Information"),
    MessageClass.EMERGENCY: _("Emergency notice"),
    MessageClass.FORMAL: _("Formal letter"),
}
CLASS_EXPLANATIONS = {
    MessageClass.SERVICE: _(
        "Water shutoff, road works and the like. Somebody else must approve it. Also reaches those "
        "who are reserved against digital communication."
    ),
    MessageClass.INFORMATION: _(
        "News, hearings, invitations: what nobody has to know. By e-mail alone, with a link to opt "
        "out. Not to those who are reserved or have opted out, nor to addresses that nobody has "
        "confirmed for 18 months."
    ),
    MessageClass.EMERGENCY: _(
        "Danger to life, health or property. Reaches the same people; whoever has the right may "
        "send it without approval, and an approver reviews it afterwards."
    ),
    MessageClass.FORMAL: _(
        "Decisions and other important letters. Everybody gets a letter through SvarUt: in a "
        "digital mailbox, in Altinn or on paper. An SMS or e-mail says at most that it has been "
        "sent."
    ),
}

CHANNEL_NAMES = {
    SMS: _("SMS"),
    EMAIL: _("E-mail"),
    LETTER: _("Letter through SvarUt"),
    ALTINN: _("SMS or e-mail through Altinn"),
}

CARE_NAMES = {
    Care.HOME: _("care home"),
    Care.HOSPITAL: _("hospital"),
    Care.DENTIST: _("dentist"),
    Care.HEALTH: _("health service"),
    Care.NURSERY: _("nursery"),
}
"""Of what the business register knows at an address."""

OUTCOMES = {
    Outcome.ACCEPTED: _("handed over"),
    Outcome.REFUSED: _("refused by the provider"),
    Outcome.NOT_SENT: _("not sent, the provider does not answer; try again later"),
    Outcome.UNKNOWN: _("unknown whether it was handed over"),
}

PROBLEMS = {
    Problem.POPULATION_REGISTER_DOWN: _("The population register does not answer."),
    Problem.CONTACT_REGISTER_DOWN: _("The contact register does not answer."),
    Problem.SIGN_IN_DOWN: _("Maskinporten does not answer; the registers need it to let us in."),
    Problem.NOT_AUTHORISED: _("A register or provider refuses us access. Tell your administrator."),
    Problem.REGISTER_REFUSES: _("A register refuses our question. Tell your administrator."),
    Problem.CHANNEL_BUSY: _("The provider of SMS, e-mail or letters does not take messages now."),
    Problem.CHANNEL_UNCLEAR: _(
        "The provider of SMS, e-mail or letters gives unclear answers. We wait with the rest."
    ),
    Problem.SOME_LATER: _("Some recipients do not take messages just now. They are tried again."),
    Problem.RESIDENTS_UNREAD: _(
        "The population register did not answer for everybody. We try again."
    ),
    Problem.TOO_MANY_OTHERS: _("Too many others would be looked up."),
    Problem.INTERNAL: _("Something failed on our side. It is logged."),
}

ACTS = {
    "write": _("Written"),
    "change": _("Changed"),
    "submit": _("Submitted for approval"),
    "send_back": _("Sent back"),
    "approve": _("Approved"),
    "reach": _("Reach counted"),
    "try_out": _("Test sent to oneself"),
    "send": _("Sending started"),
    "send_emergency": _("Sending started without approval"),
    "review": _("Reviewed afterwards"),
    "pause": _("Paused"),
    "resume": _("Resumed"),
    "stop": _("Stopped"),
    "approve_first": _("Approved by the first of two"),
    "follow_up": _("A notice to the same addresses begun"),
    "take_new_addresses": _("New addresses taken along"),
    "undo": _("Undone before anything was sent"),
    "close": _("Key destroyed"),
    "paper_list": _("Paper list made"),
    "campaign_record": _("Signed record made"),
    "tell_again": _("What was unknown sent once more"),
    "write_anew": _("Written anew"),
    "forget": _("Outcome per address deleted"),
}


@dataclass(frozen=True)
class ResidentRow:
    """One row of the report: which counts (names in `progress.Counts`) it adds up."""

    key: str
    counts: tuple[str, ...]
    label: Any
    explanation: Any
    usual: bool = True
    """Shown at nought too."""


RESIDENT_ROWS = (
    ResidentRow(
        "delivered",
        ("delivered",),
        _("delivered"),
        _("The receipt says that the message arrived; a letter is in the mailbox or printed."),
    ),
    ResidentRow(
        "accepted",
        ("accepted",),
        _("handed over, no receipt yet"),
        _(
            "The provider has taken the message. For e-mail a receipt comes only "
            "when it is not delivered."
        ),
    ),
    ResidentRow(
        "not_delivered",
        ("not_delivered",),
        _("not delivered"),
        _(
            "The receipt says that it did not arrive, as when a number is out of use. Who also has "
            "an e-mail address is sent an e-mail."
        ),
    ),
    ResidentRow(
        "unknown",
        ("unknown",),
        _("unknown"),
        _(
            "The provider gave no clear answer: the connection broke, or it answered with an "
            "error. It is not sent again by itself, so that nobody gets it twice; "
            "a receipt may settle it."
        ),
    ),
    ResidentRow(
        "no_contact",
        ("no_contact",),
        _("not reached digitally"),
        _("No mobile number or e-mail that may be used."),
    ),
    ResidentRow(
        "refused",
        ("refused",),
        _("refused"),
        _("The provider refused the message, as for an invalid number."),
        usual=False,
    ),
    ResidentRow(
        "underway",
        ("ready", "sending"),
        _("on the way to the provider"),
        _("Looked up, and about to be handed over."),
        usual=False,
    ),
    ResidentRow(
        "given_up",
        ("given_up",),
        _("not handed over"),
        _("The deadline passed first."),
        usual=False,
    ),
    ResidentRow(
        "stopped",
        ("stopped",),
        _("stopped"),
        _("Looked up, and never handed over: somebody stopped the dispatch."),
        usual=False,
    ),
)
