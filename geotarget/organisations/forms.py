from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from geotarget.domain.colours import checked_colour
from geotarget.domain.errors import InputError
from geotarget.domain.message_words import WrittenIn
from geotarget.domain.phone import can_receive_sms, normalised
from geotarget.domain.roles import Role

from . import api_tokens, members, sign_in, theme
from .models import Membership, Organisation, User
from .sms_accounts import account_name, accounts_of, shared_accounts
from .source import source_address
from .words import ROLE_NAMES, SCOPE_EXPLANATIONS

T = TypeVar("T")


class SignInForm(AuthenticationForm):
    """User name and password; `has_to_wait` after too many wrong ones."""

    has_to_wait = False

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username", "")
        address = str(source_address(cast(HttpRequest, self.request)))
        if not sign_in.may_try(name, address):
            self.has_to_wait = True
            raise forms.ValidationError(
                _(
                    "Too many wrong passwords. Wait 15 minutes and try again, or ask your "
                    "administrator for a new password."
                )
            )
        cleaned: dict[str, Any] = super().clean()
        sign_in.succeeded(name, address)
        return cleaned


class MemberForm(forms.Form):
    """Roles of a member, and the member's own e-mail and phone for tests to oneself."""

    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Mobile phone"),
        required=False,
        max_length=20,
        help_text=_("With country code, as +47 …. Used for tests to oneself."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        membership: Membership | None = None,
        editor: User | None = None,
    ) -> None:
        self.own = membership is not None and editor is not None and membership.user == editor
        initial: dict[str, Any] = {}
        if membership is not None:
            user = membership.user
            initial = {"email": user.email, "phone": user.phone, "roles": membership.roles}
        super().__init__(data, initial=initial)
        if membership is not None and members.belongs_elsewhere(membership):
            del self.fields["email"], self.fields["phone"]

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"]
        number = normalised(text)
        if text and (number is None or not can_receive_sms(number)):
            raise forms.ValidationError(_("This is not a mobile number. Write it as +47 …."))
        return number or ""

    def clean_roles(self) -> list[str]:
        roles: list[str] = self.cleaned_data["roles"]
        if self.own and Role.ADMINISTRATOR not in roles:
            raise forms.ValidationError(
                _("You cannot take the administrator role from yourself. Ask another one.")
            )
        return roles


class NewMemberForm(MemberForm):
    username = forms.CharField(
        label=_("User name"), max_length=60, validators=[ASCIIUsernameValidator()]
    )
    field_order = ["username", "email", "phone", "roles"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("The user name is taken. Choose another."))
        return username


class ThemeForm(forms.Form):
    colour = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=7,
        help_text=_("As #0b4f8a, dark enough for white text. Empty: the colour of Geotarget."),
    )
    logo = forms.FileField(
        label=_("New logo"),
        required=False,
        help_text=_("PNG, at most 200 kB and 1,200 × 600 pixels. It stands in the header."),
        widget=forms.FileInput(attrs={"accept": ".png,image/png"}),
    )
    drop_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def clean_colour(self) -> str:
        text: str = self.cleaned_data["colour"]
        return _told(checked_colour, text) if text.strip() else ""

    def clean_logo(self) -> bytes | None:
        file = self.cleaned_data["logo"]
        return _told(theme.checked_logo, file.read(theme.MOST_BYTES + 1)) if file else None

    def chosen(self) -> dict[str, Any]:
        """For `change_theme`: the logo stays where there is no new one and none is taken away."""
        colour, logo = self.cleaned_data["colour"], self.cleaned_data["logo"]
        is_changed = logo is not None or self.cleaned_data["drop_logo"]
        return {"colour": colour, "logo": logo} if is_changed else {"colour": colour}


class SendingForm(forms.Form):
    sends_through_altinn = forms.BooleanField(
        label=_("SMS and e-mail go through Altinn"),
        required=False,
        help_text=_(
            "Altinn finds phone and e-mail itself, so that they never reach us. It is slower, who "
            "shares a number gets a message each, and information cannot be sent. Your "
            "organisation must be a service owner at Altinn."
        ),
    )
    announces_letters = forms.BooleanField(
        label=_("Announce letters by SMS or e-mail"),
        required=False,
        help_text=_(
            "Says that a letter has been sent, and nothing of what stands in it. Not to those who "
            "are reserved. Digital mailboxes announce letters themselves too."
        ),
    )
    written_in = forms.ChoiceField(
        label=_("Form of Norwegian in the messages"),
        required=False,
        choices=[(WrittenIn.BOKMAL.value, "Bokmål"), (WrittenIn.NYNORSK.value, "Nynorsk")],
        help_text=_(
            "Of the words that are added to each: who sends it, why, and whether it is genuine. "
            "What you write yourselves is sent as you wrote it."
        ),
    )
    sms_part_price = forms.DecimalField(
        label=_("Price of one SMS, in kroner"),
        required=False,
        min_value=0,
        max_value=50,
        max_digits=4,
        decimal_places=2,
        localize=True,
        help_text=_("For one part of an SMS, as in your agreement. It is shown before sending."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    first_account = forms.ChoiceField(
        label=_("SMS account"),
        required=False,
        help_text=_("Whose agreement with the gateway is used. Accounts are set up by operations."),
    )
    second_account = forms.ChoiceField(
        label=_("When it takes nothing"),
        required=False,
        help_text=_("Gets what the first surely did not take: nobody is told twice."),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        ore = organisation.sms_part_ore
        first, second = [*organisation.sms_accounts, "", ""][:2]
        initial = {
            "sends_through_altinn": organisation.sends_through_altinn,
            "announces_letters": organisation.announces_letters,
            "written_in": organisation.written_in,
            "sms_part_price": None if ore is None else Decimal(ore) / 100,
            "first_account": first,
            "second_account": second,
        }
        super().__init__(data, initial=initial)
        self._offer(organisation)

    def _offer(self, organisation: Organisation) -> None:
        """Accounts only where there is something to choose, or a choice to be taken back."""
        offered = [(name, account_name(name)) for name in accounts_of(organisation)]
        if len(offered) < 2 and not organisation.sms_accounts:
            del self.fields["first_account"], self.fields["second_account"]
            return
        usual = ", ".join(account_name(name) for name in shared_accounts())
        nothing = {
            "first_account": gettext("As usual: %s") % usual,
            "second_account": gettext("None"),
        }
        for name, text in nothing.items():
            cast(forms.ChoiceField, self.fields[name]).choices = [("", text), *offered]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("first_account"), cleaned.get("second_account")
        if second and not first:
            self.add_error("first_account", _("Choose the first account too."))
        elif second and first == second:
            self.add_error("second_account", _("Choose another account than the first."))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """For `change_sending`."""
        price = self.cleaned_data["sms_part_price"]
        accounts = (self.cleaned_data.get(f"{place}_account") for place in ("first", "second"))
        return {
            "sends_through_altinn": self.cleaned_data["sends_through_altinn"],
            "announces_letters": self.cleaned_data["announces_letters"],
            "written_in": self.cleaned_data["written_in"] or self.initial["written_in"],
            "sms_part_ore": None if price is None else int(price * 100),
            "sms_accounts": [name for name in accounts if name],
        }


def _told(check: Callable[[T], T], value: T) -> T:
    """What a check gives back; its error as that of the field."""
    try:
        return check(value)
    except InputError as error:
        text = gettext(error.template) % (error.params or {})
        raise forms.ValidationError(text) from error


class ApiTokenForm(forms.Form):
    name = forms.CharField(
        label=_("What will use it"),
        max_length=80,
        help_text=_("The name of the program, so that others know what stops when it is revoked."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope.value, text) for scope, text in SCOPE_EXPLANATIONS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("At most a year from now; then make a new one."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not name.isprintable():
            raise forms.ValidationError(_("The name has signs that cannot be shown."))
        return name

    def clean_last_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today <= day <= today + datetime.timedelta(days=api_tokens.LONGEST_DAYS):
            raise forms.ValidationError(_("Choose a day from today until a year from now."))
        return day
