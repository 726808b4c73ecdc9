from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geotarget.domain.message_class import MessageClass
from geotarget.domain.sending_time import Hours
from geotarget.organisations.models import Organisation

from .hours import clock, hours_for
from .models import SendingLimit
from .words import CLASS_NAMES

LONGEST = 20
ANY_HOUR = "00.00–24.00"
LIMIT = "limit"
CLASSES = [each for each in MessageClass if each != MessageClass.EMERGENCY]


class Between(forms.Field):
    """As 09.00–17.00."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "")[:LONGEST].replace("–", "-").replace(" ", "").replace(":", ".")
        try:
            minutes = [_minutes(part) for part in text.split("-")]
        except ValueError:
            minutes = []
        if len(minutes) != 2 or not 0 <= minutes[0] < minutes[1] <= 24 * 60:
            raise ValidationError(_("Write hours within one day, as 09.00–17.00."))
        return Hours(*minutes)

    def prepare_value(self, value: Any) -> Any:
        return f"{clock(value.opens)}–{clock(value.closes)}" if isinstance(value, Hours) else value


class HoursForm(forms.Form):
    """One field for each class but emergencies, which go at any hour."""

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data)
        for message_class in CLASSES:
            self.fields[message_class.value] = Between(
                label=CLASS_NAMES[message_class],
                initial=hours_for(organisation, message_class) or ANY_HOUR,
            )

        limit = SendingLimit.objects.filter(organisation=organisation).first()
        self.fields[LIMIT] = forms.IntegerField(
            label=_("Most addresses that one approver may release"),
            help_text=_("Above it two must approve. Empty: one is always enough."),
            required=False,
            min_value=1,
            max_value=10_000_000,
            initial=limit and limit.one_approver_addresses,
        )

    def limit(self) -> int | None:
        number: int | None = self.cleaned_data[LIMIT]
        return number

    def chosen(self) -> dict[MessageClass, Hours]:
        return {each: self.cleaned_data[each.value] for each in CLASSES}


def _minutes(text: str) -> int:
    hour, _dot, minute = text.partition(".")
    if not (hour.isdecimal() and (minute or "0").isdecimal() and int(minute or 0) < 60):
        raise ValueError(text)
    return int(hour) * 60 + int(minute or 0)
