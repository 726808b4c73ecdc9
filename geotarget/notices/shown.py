"""What the pages of a notice and of its dispatch show of both: texts, sender, and the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from geotarget.domain import message_text
from geotarget.domain.audience import read_audience
from geotarget.domain.contact_policy import ALTINN, ANNOUNCEMENT_ORDER, channel_order
from geotarget.domain.message_class import MessageClass
from geotarget.domain.short_code import shown as shown_code
from geotarget.targeting.messages import address_count, grouped, unit_count
from geotarget.targeting.models import AddressList

from .audience import in_words as audience_in_words
from .models import Notice
from .models.dispatch import Dispatch
from .outside import Sender, uses_altinn
from .public_page import has_page
from .sms_size import SizeInWords, size_in_words
from .words import CHANNEL_NAMES


@dataclass(frozen=True)
class ShownContent:
    """Exactly what a resident gets, on the phone and as e-mail."""

    way: str
    """As "SMS, else e-mail"."""
    audience: str
    """Which of the residents, in words."""
    sms: str
    sms_is_sent: bool
    sms_sender: str
    sms_size: SizeInWords
    announcement: str
    """Of a letter, by SMS or e-mail; empty where the organisation does not announce letters."""
    code: str
    """Of the public page, as people read it; empty where there is none, or none any more."""
    email_body: str
    letter_body: str
    email_subject: str
    email_sender: str
    email_reply_to: str


def shown_content(words: Notice | Dispatch, sender: Sender) -> ShownContent:
    content = words.content()
    return ShownContent(
        way=_way(words),
        audience=audience_in_words(read_audience(words.audience), _minimum_age(words)),
        sms=message_text.sms(content),
        sms_is_sent=bool(content.sms_text),
        sms_sender=sender.sms_sender,
        sms_size=size_in_words(content, words.organisation),
        announcement=_announcement(words),
        code=_code(words),
        email_body=message_text.email_body(content, _("(each recipient's own link)")),
        letter_body=message_text.letter_body(content),
        email_subject=content.email_subject,
        email_sender=sender.email_sender,
        email_reply_to=sender.email_reply_to,
    )


def _code(words: Notice | Dispatch) -> str:
    is_found = has_page(words) if isinstance(words, Dispatch) else words.is_public
    return shown_code(words.code) if is_found else ""


def _announcement(words: Notice | Dispatch) -> str:
    announced = words.message_class in ANNOUNCEMENT_ORDER and words.organisation.announces_letters
    return message_text.announcement(words.content(), words.organisation.name) if announced else ""


def _minimum_age(words: Notice | Dispatch) -> int:
    is_sent = isinstance(words, Dispatch)
    return words.minimum_age if is_sent else words.organisation.minimum_age


def _way(words: Notice | Dispatch) -> str:
    order = channel_order(MessageClass(words.message_class), by_altinn=_by_altinn(words))
    names = [str(CHANNEL_NAMES[channel]) for channel in order]
    if len(names) < 2:
        return "".join(names)
    second = names[1][:1].lower() + names[1][1:]
    return _("%(first)s, else %(second)s") % {"first": names[0], "second": second}


def _by_altinn(words: Notice | Dispatch) -> bool:
    """What was sent went as it went, whatever the organisation has chosen since."""
    if isinstance(words, Dispatch) and words.attempts.exists():
        return words.attempts.filter(channel=ALTINN).exists()
    return uses_altinn(words.organisation)


@dataclass(frozen=True)
class ShownList:
    row: AddressList
    counts: str
    """As "1 address · 24 units", never "24 recipients"."""
    addresses: str
    outside: str
    """Addresses outside the territory, left out; empty when there are none."""


def shown_list(row: AddressList) -> ShownList:
    addresses = address_count(row.address_count)
    outside = row.outside_territory_count
    return ShownList(
        row=row,
        counts=f"{addresses} · {unit_count(row.unit_count)}",
        addresses=addresses,
        outside=grouped(outside) if outside else "",
    )
