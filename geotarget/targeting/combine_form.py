from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from geotarget.domain.combination import Combination
from geotarget.organisations.models import Organisation

from .freeze import MAX_NAME
from .messages import COMBINATION_NAMES, grouped
from .models import AddressList

MOST_OFFERED = 500


class CombineForm(forms.Form):
    """Which lists of an organisation, and how."""

    operation = forms.ChoiceField(
        label=_("How"),
        choices=[(each.value, name) for each, name in COMBINATION_NAMES.items()],
        widget=forms.RadioSelect,
        initial=Combination.ANY.value,
    )
    first = forms.ChoiceField(label=_("The first list"))
    others = forms.MultipleChoiceField(
        label=_("The other lists"), widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(
        label=_("Name of the new list"), required=False, max_length=MAX_NAME, strip=True
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = AddressList.objects.filter(organisation=organisation).defer("geom", "drawing")
        self.offered = {row.pk: row for row in own.order_by("-created_at")[:MOST_OFFERED]}
        self.has_more = own.count() > MOST_OFFERED
        choices = [(str(pk), _told(row)) for pk, row in self.offered.items()]
        for name in ("first", "others"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and set(cleaned["others"]) <= {cleaned["first"]}:
            self.add_error("others", _("Choose at least one more list than the first."))
        return cleaned

    def operation_chosen(self) -> Combination:
        return Combination(self.cleaned_data["operation"])

    def lists(self) -> list[AddressList]:
        """The first list, then the others as they were offered; each once."""
        chosen = [self.cleaned_data["first"], *self.cleaned_data["others"]]
        return [self.offered[int(pk)] for pk in dict.fromkeys(chosen)]


def _told(row: AddressList) -> str:
    words = _("%(name)s, version %(version)s of %(day)s: %(count)s addresses")
    facts = {"name": row.name, "version": row.version, "count": grouped(row.address_count)}
    return words % {**facts, "day": date_format(localtime(row.created_at), "SHORT_DATETIME_FORMAT")}
