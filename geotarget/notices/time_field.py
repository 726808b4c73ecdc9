from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from geotarget.domain.errors import InputError
from geotarget.domain.sending_time import LONGEST_AHEAD, in_norway
from geotarget.targeting.messages import translated

FIRST_YEAR, LAST_YEAR = 2000, 2200


class NorwegianTime(forms.Field):
    """A day and a time by the clock in Norway; what the clock leaps over is told."""

    widget = forms.DateTimeInput(
        format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": "60"}
    )

    def to_python(self, value: Any) -> datetime.datetime | None:
        if not value:
            return None
        try:
            wanted = datetime.datetime.fromisoformat(str(value))
            if wanted.tzinfo or not FIRST_YEAR <= wanted.year <= LAST_YEAR:
                raise ValueError(value)
        except ValueError:
            raise ValidationError(_("Write day and time, as 2026-05-04T09:00.")) from None
        try:
            return in_norway(wanted.replace(second=0, microsecond=0, fold=0))
        except InputError as error:
            raise ValidationError(translated(error)) from None

    def validate(self, value: datetime.datetime | None) -> None:
        super().validate(value)
        if value and value <= timezone.now():
            raise ValidationError(_("The time has passed. Choose a later one, or none."))
        if value and value > timezone.now() + LONGEST_AHEAD:
            raise ValidationError(_("Choose a time within 60 days."))

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime.datetime) else value
