"""The part of a notice's form that chooses among the residents."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from geotarget.domain.audience import OF_AGE, OLDEST, Ages, Audience
from geotarget.domain.message_class import MessageClass

_WHOLE = {"invalid": _("Write a whole number of years.")}


def _years(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=OLDEST,
        error_messages=_WHOLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class AudienceFields(forms.Form):
    """Nothing filled in: everybody who may be told."""

    age_from = _years(_("Age from (years)"))
    age_to = _years(_("Age to (years)"))
    child_from = _years(_("Lives with a child from (years)"))
    child_to = _years(
        _("Lives with a child to (years)"),
        _("The adults of the home are told. Where the child lives half of the time counts too."),
    )
    election_on = forms.DateField(
        label=_("First-time voters in the election of"),
        help_text=_(
            "The day of the election. Those who come of age in its year or the three years before; "
            "whether they have the right to vote is not looked up."
        ),
        required=False,
        error_messages={"invalid": _("Write a date, as 13.09.2027.")},
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"autocomplete": "off"}),
    )

    def audience(self) -> Audience:
        """What is chosen, of a form that is valid."""
        return Audience(
            ages=self._ages("age"),
            children=self._ages("child"),
            election_on=self.cleaned_data.get("election_on"),
        )

    def check_audience(self, minimum_age: int) -> None:
        """Errors at the fields that are wrong."""
        for name, least in (("age", minimum_age), ("child", 0)):
            self._check_range(name, least)
        children = self._ages("child")
        if children and (children[1] is None or children[1] >= OF_AGE):
            self.add_error("child_to", str(_("A child is under 18: write an age up to 17.")))
        day = self.cleaned_data.get("election_on")
        if day and abs(day.year - datetime.date.today().year) > 1:
            self.add_error("election_on", str(_("Choose an election of this year or the next.")))
        is_emergency = self.cleaned_data.get("message_class") == MessageClass.EMERGENCY
        if is_emergency and not self.audience().is_everybody:
            text = _("In an emergency everybody is told. Leave the choice of residents empty.")
            self.add_error("message_class", str(text))

    def _check_range(self, name: str, least: int) -> None:
        low, high = self._ages(name) or (None, None)
        if high is not None and high < (low or 0):
            self.add_error(f"{name}_to", str(_("The highest age is below the lowest.")))
        elif high is not None and high < least:
            text = _("Nobody is told who is younger than %(age)s years.") % {"age": least}
            self.add_error(f"{name}_to", text)

    def _ages(self, name: str) -> Ages | None:
        low, high = (self.cleaned_data.get(f"{name}_{end}") for end in ("from", "to"))
        return None if low is None and high is None else (low, high)
