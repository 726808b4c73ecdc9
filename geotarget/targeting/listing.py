"""The rows of a list: of a frozen one, or of a selection that nobody has frozen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from geotarget.domain.selection import Selection

from .models import AddressList, ListedAddress
from .preview import chosen_parameters, of_selection


def frozen_rows(address_list: AddressList) -> QuerySet[ListedAddress]:
    """All rows of a frozen list, in the order in which people read them."""
    return ListedAddress.objects.filter(address_list=address_list).order_by("id")


def selected_rows(
    selection: Selection, territory: Sequence[str] | None = None
) -> Iterator[ListedAddress]:
    """The rows that freezing would write, not saved. `territory` None means no limit."""
    return ListedAddress.objects.raw(
        of_selection("SELECT NULL::bigint AS id, row.* FROM list_selection(:selection) row"),
        chosen_parameters(selection, territory),
    ).iterator()
