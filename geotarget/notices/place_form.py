"""A vulnerable place: what it is called, and what address is searched for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import REQUIRED, Line
from .models import VulnerablePlace


class PlaceForm(forms.Form):
    name = Line(
        label=_("Name of the place"),
        help_text=_("As Strandvik sykehjem. Not the name of a person."),
        max_length=VulnerablePlace._meta.get_field("name").max_length,
        error_messages=REQUIRED,
    )
    text = Line(
        label=_("Its address"),
        help_text=_(
            "Choose among the addresses of care homes and health services that the business "
            "register knows, or type another."
        ),
        max_length=100,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"list": "care", "autocomplete": "off"}),
    )
