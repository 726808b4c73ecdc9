from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from geotarget.domain.errors import InputError
from geotarget.domain.label_sheets import SHEETS, LabelSheet

from .files.labels import Wanted
from .messages import translated

OWN = "own"
_MEASURES = (
    "width_mm", "height_mm", "columns", "rows", "gap_x_mm", "gap_y_mm", "left_mm", "top_mm",
)  # fmt: skip
_NEEDED = ("width_mm", "height_mm", "columns", "rows")


def _sheets() -> list[tuple[str, str]]:
    named = [
        (number, f"Avery {number}: {sheet.columns} × {sheet.rows}, {_size(sheet)} mm")
        for number, sheet in SHEETS.items()
    ]
    return [*named, (OWN, str(_("Own measures")))]


def _size(sheet: LabelSheet) -> str:
    return f"{sheet.width_mm:g} × {sheet.height_mm:g}".replace(".", ",")


def _millimetres(label: Any, most: float) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, min_value=0, max_value=most, localize=True)


class LabelForm(forms.Form):
    """Which sheet, what stands on a label, and where on the first sheet to begin."""

    sheet = forms.ChoiceField(label=_("Sheet of labels"), choices=_sheets)
    per = forms.ChoiceField(
        label=_("One label for each"),
        choices=[("address", _("Address")), ("unit", _("Unit (flat, shop or cabin)"))],
        widget=forms.RadioSelect,
        initial="address",
    )
    heading = forms.CharField(
        label=_("First line"), required=False, max_length=40, initial=_("To the residents of")
    )
    first = forms.IntegerField(
        label=_("Begin at label number"),
        min_value=1,
        max_value=200,
        initial=1,
        help_text=_("Where the first labels of the sheet are used already."),
    )
    width_mm = _millimetres(_("Width (mm)"), 210)
    height_mm = _millimetres(_("Height (mm)"), 297)
    columns = forms.IntegerField(label=_("Columns"), required=False, min_value=1, max_value=20)
    rows = forms.IntegerField(label=_("Rows"), required=False, min_value=1, max_value=30)
    gap_x_mm = _millimetres(_("Between columns (mm)"), 100)
    gap_y_mm = _millimetres(_("Between rows (mm)"), 100)
    left_mm = _millimetres(_("From the left edge (mm)"), 210)
    top_mm = _millimetres(_("From the upper edge (mm)"), 297)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("sheet") == OWN and not self.errors:
            for name in _NEEDED:
                if cleaned.get(name) is None:
                    self.add_error(name, _("Needed for a sheet of your own."))
        if not self.errors:
            self._check(self._sheet())
        return cleaned

    def _check(self, sheet: LabelSheet) -> None:
        try:
            sheet.check()
        except InputError as error:
            self.add_error("width_mm", translated(error))
            return
        if self.cleaned_data["first"] > sheet.labels:
            text = _("The sheet has %(count)s labels only.") % {"count": sheet.labels}
            self.add_error("first", text)

    def _sheet(self) -> LabelSheet:
        chosen = self.cleaned_data["sheet"]
        if chosen != OWN:
            return SHEETS[chosen]
        given = {name: self.cleaned_data[name] for name in _MEASURES}
        return LabelSheet(**{name: value for name, value in given.items() if value is not None})

    def wanted(self) -> Wanted:
        """Of a form that is valid."""
        given = self.cleaned_data
        return Wanted(self._sheet(), given["per"] == "unit", given["heading"], given["first"])

    def chosen_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("sheet", "per", "heading", "first")]

    def measures(self) -> list[forms.BoundField]:
        return [self[name] for name in _MEASURES]

    def has_own(self) -> bool:
        """The measures stand open: they were asked for, or one of them is wrong."""
        return self["sheet"].value() == OWN or any(field.errors for field in self.measures())
