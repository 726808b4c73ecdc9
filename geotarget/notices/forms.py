from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from geotarget.domain.contact_policy import may_tell_businesses
from geotarget.domain.message_class import MessageClass
from geotarget.domain.message_text import Content
from geotarget.domain.notice_state import MIN_REASON
from geotarget.domain.sending_time import MINUTES_A_DAY, MOST_WAVES
from geotarget.domain.short_code import EXAMPLE, read_code
from geotarget.organisations.models import Organisation
from geotarget.targeting.messages import address_count, unit_count
from geotarget.targeting.models import AddressList

from .audience_form import AudienceFields
from .characters import no_control_characters, one_line, paragraphs_only, something_to_read
from .models import Approval, Notice
from .models.notice import WRITTEN, code_page
from .outside import has_letters, uses_altinn
from .sms_size import size_of, too_long
from .time_field import NorwegianTime
from .words import CLASS_EXPLANATIONS, CLASS_NAMES

REQUIRED = {"required": _("Fill in this field.")}
KNOWS_HOLIDAY_HOMES = _("I know that the owners of the holiday homes are not notified.")
LISTS_OFFERED = 200
"""The newest lists; an older one is reached from its own page ("Write a notice")."""


class Line(forms.CharField):
    """Text of one line, without the invisible characters that are pasted along."""

    default_validators = [no_control_characters, something_to_read]

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))


class Paragraphs(forms.CharField):
    """Text of several lines; line ends become what is sent."""

    default_validators = [paragraphs_only, something_to_read]

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(name: str, label: Any, help_text: Any = "", **more: Any) -> Line:
    return Line(
        label=label,
        help_text=help_text,
        max_length=Notice._meta.get_field(name).max_length,
        error_messages=REQUIRED,
        **more,
    )


def _paragraphs(name: str, label: Any, help_text: Any, rows: int, **more: Any) -> Paragraphs:
    return Paragraphs(
        label=label,
        help_text=help_text,
        max_length=Notice._meta.get_field(name).max_length,
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


class ListChoice(forms.ModelChoiceField):
    """The organisation's frozen lists, newest first."""

    def label_from_instance(self, shown: Any) -> str:
        day = date_format(shown.created_at, "SHORT_DATE_FORMAT")
        counts = f"{address_count(shown.address_count)} · {unit_count(shown.unit_count)}"
        return f"{shown.name} – {counts} – {day}"


class NoticeForm(AudienceFields):
    """Everything that approval covers. All of it is required, but for the SMS of a letter and the
    choice among the residents."""

    address_list = ListChoice(
        queryset=AddressList.objects.none(),
        label=_("Address list"),
        empty_label=_("Choose a list"),
        error_messages={"required": _("Choose a list.")},
        help_text=_("Who gets the notice: the residents of these addresses."),
    )
    tells_businesses = forms.BooleanField(
        label=_("Also tell businesses at these addresses"),
        help_text=_(
            "Through Altinn, to the organisation that a place of business belongs to: one message "
            "each. Write which place it is about; the reader may sit elsewhere."
        ),
        required=False,
    )
    headline = _line("headline", _("Headline"), _("For you and your colleagues; not sent."))
    message_class = forms.ChoiceField(
        label=_("Kind of notice"),
        choices=[(c.value, CLASS_NAMES[c]) for c in MessageClass],
        widget=forms.RadioSelect,
    )
    sms_text = _paragraphs(
        "sms_text",
        _("Text of the SMS"),
        _("Department, phone and the code of the public page are added in lines of their own."),
        5,
        required=False,
    )
    email_subject = _line("email_subject", _("Subject of the e-mail, heading of the letter"))
    email_text = _paragraphs(
        "email_text",
        _("Text of the e-mail or the letter"),
        _(
            "E-mail is for those without a mobile number. Department, purpose and legal basis are "
            "added."
        ),
        10,
    )
    purpose = _line("purpose", _("Purpose"), _("What the notice is for, in one sentence."))
    legal_basis = _line(
        "legal_basis",
        _("Legal basis"),
        _("Why the residents' contact data may be used, as an article or a section of law."),
    )
    department = _line("department", _("Responsible department"), _("As residents know it."))
    contact_phone = _line(
        "contact_phone",
        _("Contact phone"),
        _("Where residents can ask."),
        validators=[RegexValidator(r"^\+?[0-9][0-9 ]{2,}$", _("Write digits and spaces only."))],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    public_page = forms.ChoiceField(
        label=_("Public page"),
        help_text=_(
            "Text and map for everybody who has the code, which stands in a last line of the "
            "message: so residents can see that it is genuine. It never tells who was told."
        ),
        choices=[
            ("", _("As is usual for the kind: not for letters, else yes")),
            ("yes", _("Yes")),
            ("no", _("No")),
        ],
        required=False,
    )

    send_at = NorwegianTime(
        label=_("Not before"),
        help_text=_("By the clock in Norway. Empty: when somebody presses the button."),
        required=False,
    )
    wave_addresses = forms.IntegerField(
        label=_("Addresses at a time"),
        help_text=_("So that not everybody calls at once. Empty: all at once."),
        required=False,
        min_value=10,
        max_value=1_000_000,
    )
    wave_minutes = forms.IntegerField(
        label=_("Minutes between"),
        help_text=_("From one wave to the next."),
        required=False,
        min_value=1,
        max_value=MINUTES_A_DAY,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisation = organisation
        if not uses_altinn(organisation):
            del self.fields["tells_businesses"]
        own = AddressList.objects.filter(organisation=organisation)
        self.fields["address_list"].queryset = own.defer("geom", "drawing")  # type: ignore[attr-defined]
        self.fields["address_list"].choices = self._offered(own)  # type: ignore[attr-defined]

    def _offered(self, own: QuerySet[AddressList]) -> list[tuple[str, str]]:
        """The newest lists, and the one that is chosen already."""
        field: Any = self.fields["address_list"]
        newest = own.defer("geom", "drawing").order_by("-created_at", "-pk")
        offered = list(newest[:LISTS_OFFERED])
        chosen = str(self["address_list"].value() or "")
        if chosen.isdecimal() and chosen not in {str(row.pk) for row in offered}:
            offered += newest.filter(pk=int(chosen))
        rows = [(str(row.pk), field.label_from_instance(row)) for row in offered]
        return [("", str(field.empty_label)), *rows]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_audience(self._organisation.minimum_age)
        self._check_waves(cleaned)
        self._check_businesses(cleaned)
        if cleaned.get("message_class") == MessageClass.FORMAL:
            return self._clean_letter(cleaned)
        if cleaned.get("message_class") == MessageClass.INFORMATION:
            return self._clean_information(cleaned)
        if cleaned.get("sms_text") == "":
            self.add_error("sms_text", REQUIRED["required"])
        if {"sms_text", "department", "contact_phone"} <= cleaned.keys():
            problem = too_long(size_of(content_of(cleaned, self._organisation), self._organisation))
            if problem:
                self.add_error("sms_text", problem)
        return cleaned

    def _check_businesses(self, cleaned: dict[str, Any]) -> None:
        chosen = cleaned.get("message_class")
        if not (cleaned.get("tells_businesses") and chosen):
            return
        if not may_tell_businesses(MessageClass(chosen)):
            problem = _("Businesses can only be told service and emergency notices.")
            self.add_error("tells_businesses", str(problem))

    def _check_waves(self, cleaned: dict[str, Any]) -> None:
        size, minutes = cleaned.get("wave_addresses"), cleaned.get("wave_minutes")
        if (size is None) != (minutes is None) and not {"wave_addresses", "wave_minutes"} & set(
            self.errors
        ):
            empty = "wave_addresses" if size is None else "wave_minutes"
            self.add_error(empty, _("Fill in both fields for waves, or none."))
        chosen = cleaned.get("address_list")
        if size and chosen and chosen.address_count > size * MOST_WAVES:
            self.add_error("wave_addresses", _("That is more than 200 waves. Take more at a time."))

    def _clean_letter(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """No SMS is sent: what was typed for one is dropped, and so is what is wrong with it."""
        self.errors.pop("sms_text", None)
        if not has_letters(self._organisation):
            problem = _("Your organisation has no account at SvarUt. Tell your administrator.")
            self.add_error("message_class", str(problem))
        return cleaned | {"sms_text": ""}

    def _clean_information(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """By e-mail alone, and only where one can opt out of it."""
        self.errors.pop("sms_text", None)
        if uses_altinn(self._organisation):
            problem = _("Your organisation sends through Altinn, where nobody can opt out.")
            self.add_error("message_class", str(problem))
        return cleaned | {"sms_text": ""}

    def content(self) -> dict[str, Any]:
        """Words, choice among the residents, and pace, without the list."""
        values = self.cleaned_data | {
            "audience": self.audience().as_json(),
            "is_public": is_public(self.cleaned_data),
            "tells_businesses": bool(self.cleaned_data.get("tells_businesses")),
        }
        return {name: values[name] for name in (*Notice.CONTENT_FIELDS, *Notice.PACE_FIELDS)}

    def classes(self) -> list[tuple[Any, Any]]:
        """Each radio button with what the class means."""
        return [
            (button, CLASS_EXPLANATIONS[MessageClass(str(button.data["value"]))])
            for button in self["message_class"]
        ]


def is_public(values: Any) -> bool:
    """Whether the notice gets a public page, by what is chosen or usual."""
    chosen = values.get("public_page")
    return chosen == "yes" or (not chosen and values.get("message_class") != MessageClass.FORMAL)


def content_of(values: Any, organisation: Organisation) -> Content:
    """What residents would get, of a form that may be half filled in. All codes are as long."""
    code = read_code(EXAMPLE) if is_public(values) else ""
    written = {name: values.get(name) or "" for name in WRITTEN}
    language = organisation.written_in
    return Content(**written, code=code, code_page=code_page(), written_in=language)


class ReturnForm(forms.Form):
    because = Paragraphs(
        label=_("What must be mended"),
        max_length=Notice._meta.get_field("returned_because").max_length,
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EmergencyForm(forms.Form):
    """The act itself checks length of the reason and the typed number."""

    typed_address_count = forms.CharField(
        label=_("Number of addresses"),
        help_text=_(
            "Type the number of addresses of the list, as a check that it is the right one."
        ),
        max_length=20,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = Paragraphs(
        label=_("Why it cannot wait for approval"),
        help_text=format_lazy(
            _("At least {limit} characters. It is logged, and read at the review afterwards."),
            limit=MIN_REASON,
        ),
        max_length=Approval._meta.get_field("reason").max_length,
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    knows_holiday_homes = forms.BooleanField(required=False, label=KNOWS_HOLIDAY_HOMES)

    def clean_typed_address_count(self) -> int:
        digits = "".join(self.cleaned_data["typed_address_count"].split())
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
            raise ValidationError(_now("Type the number with digits."))
        return int(digits)
