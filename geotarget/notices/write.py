"""Write or change a notice. Any change makes it a draft again and voids an approval."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.models import AddressList

from . import transition
from .models import Notice


@transaction.atomic
def write(
    content: Mapping[str, str], *, address_list: AddressList, organisation: Organisation, user: User
) -> Notice:
    """A new draft. `content`: the fields of `NoticeContent`, checked by the form."""
    _check_same_tenant(address_list, organisation)
    notice = Notice(organisation=organisation, address_list=address_list, **content)
    transition.apply("edit", notice, user)
    notice.save()
    notice.authors.add(user)
    record(organisation, user, "write", f"notice:{notice.pk}")
    return notice


@transaction.atomic
def change(
    notice: Notice, content: Mapping[str, str], *, address_list: AddressList, user: User
) -> Notice:
    """Change words or list. Raises `InputError` once the notice has been sent."""
    notice = transition.locked(notice)
    _check_same_tenant(address_list, notice.organisation)
    transition.apply("edit", notice, user)
    for name, value in content.items():
        setattr(notice, name, value)
    notice.address_list = address_list
    notice.save()
    notice.authors.add(user)
    record(notice.organisation, user, "change", f"notice:{notice.pk}")
    return notice


def _check_same_tenant(address_list: AddressList, organisation: Organisation) -> None:
    if address_list.organisation_id != organisation.pk:
        raise InputError(gettext_noop("The address list does not belong to your organisation."))
