"""Write or change a notice. Any change makes it a draft again and voids an approval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.short_code import new_code
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.models import AddressList, ListedAddress

from . import transition
from .models import Notice

OUTSIDE_MUNICIPALITIES = "^2[12]"
"""How the numbers of Svalbard and of Jan Mayen begin (SSB, standard for regional division)."""


@transaction.atomic
def write(
    content: Mapping[str, Any], *, address_list: AddressList, organisation: Organisation, user: User
) -> Notice:
    """A new draft. `content`: the fields of `NoticeContent`, and of `Notice.PACE_FIELDS` those that
    are chosen; checked by the form."""
    _check_list(address_list, organisation)
    notice = Notice(organisation=organisation, address_list=address_list, **content)
    transition.apply("edit", notice, user)
    _give_code(notice)
    notice.save()
    notice.authors.add(user)
    record(organisation, user, "write", f"notice:{notice.pk}")
    return notice


@transaction.atomic
def change(
    notice: Notice, content: Mapping[str, Any], *, address_list: AddressList, user: User
) -> Notice:
    """Change words or list. Raises `InputError` once the notice has been sent."""
    notice = transition.locked(notice)
    _check_list(address_list, notice.organisation)
    transition.apply("edit", notice, user)
    for name, value in content.items():
        setattr(notice, name, value)
    notice.address_list = address_list
    _give_code(notice)
    notice.save()
    notice.authors.add(user)
    record(notice.organisation, user, "change", f"notice:{notice.pk}")
    return notice


def _give_code(notice: Notice) -> None:
    """The public page of a notice has one code for ever."""
    while notice.is_public and not notice.code:
        code = new_code()
        if not Notice.objects.filter(code=code).exists():
            notice.code = code


def _check_list(address_list: AddressList, organisation: Organisation) -> None:
    if address_list.organisation_id != organisation.pk:
        raise InputError(gettext_noop("The address list does not belong to your organisation."))
    listed = ListedAddress.objects.filter(address_list=address_list, included=True)
    if listed.filter(municipality_number__regex=OUTSIDE_MUNICIPALITIES).exists():
        raise InputError(
            gettext_noop(
                "The list has addresses on Svalbard or Jan Mayen. Who lives there is in no "
                "register that can be asked: leave them out, and tell them by Sysselmesteren or "
                "Longyearbyen lokalstyre."
            )
        )
