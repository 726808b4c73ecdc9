"""How many SMS a notice becomes, in words. The form, the preview and the counter ask here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geotarget.domain import message_text
from geotarget.domain.message_text import Content
from geotarget.domain.sms_text import (
    ALTINN,
    LINK_COMMON,
    SegmentRule,
    SmsSize,
    measure,
    plain_suggestion,
)
from geotarget.organisations.models import Organisation
from geotarget.targeting.messages import grouped

from .outside import uses_altinn


def rule_for(organisation: Organisation) -> SegmentRule:
    """How the gateway counts that the organisation's SMS go by."""
    return ALTINN if uses_altinn(organisation) else LINK_COMMON


@dataclass(frozen=True)
class SizeInWords:
    size: str
    warning: str
    """Why the text is dear or cannot be sent; empty when there is nothing to say."""
    plain: str
    """The author's text with plain characters, where that makes it cheaper; else empty."""


def size_of(content: Content, organisation: Organisation) -> SmsSize:
    """The size of the whole SMS as residents get it, the line with the sender included."""
    return measure(message_text.sms(content), rule_for(organisation))


def size_in_words(content: Content, organisation: Organisation) -> SizeInWords:
    size = size_of(content, organisation)
    plainer = replace(content, sms_text=plain_suggestion(content.sms_text))
    plain = size_of(plainer, organisation)
    cheaper = plain.parts < size.parts
    return SizeInWords(
        size=" · ".join([*_size(size), *_cost(size, organisation.sms_part_ore)]),
        warning=too_long(size) or _dear(size, plain.parts if cheaper else None),
        plain=plainer.sms_text if cheaper else "",
    )


def too_long(size: SmsSize) -> str:
    """What to do about a text that no gateway takes; empty for one that fits."""
    if not size.too_long:
        return ""
    text = _("The text becomes %(parts)s SMS; at most %(limit)s can be sent. Shorten it.")
    return text % {"parts": size.parts, "limit": LINK_COMMON.max_parts}


def _size(size: SmsSize) -> list[str]:
    parts = ngettext("%(parts)s SMS", "%(parts)s SMS to each", size.parts) % {"parts": size.parts}
    used = ngettext("%(count)s character", "%(count)s characters", size.units)
    left = ngettext("%(count)s left", "%(count)s left", size.units_left)
    return [used % {"count": grouped(size.units)}, parts, left % {"count": size.units_left}]


def _cost(size: SmsSize, part_ore: int | None) -> list[str]:
    """`part_ore`: what is paid for one part, in øre; None where nobody has said."""
    if part_ore is None:
        return []
    text = _("%(each)s kroner to each phone, %(thousand)s to a thousand")
    each = number_format(Decimal(size.parts * part_ore) / 100, decimal_pos=2)
    return [text % {"each": each, "thousand": grouped(size.parts * part_ore * 10)}]


def _dear(size: SmsSize, plain_parts: int | None) -> str:
    if not size.forcing:
        return ""
    params = {"characters": " ".join(size.forcing), "parts": size.parts, "plain": plain_parts}
    if plain_parts is None:
        text = _("These characters leave room for only 70 instead of 160 in an SMS: %(characters)s")
    else:
        text = _(
            "These characters make it %(parts)s SMS; with plain characters it is %(plain)s: "
            "%(characters)s"
        )
    return text % params
