from __future__ import annotations

from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from geotarget.targeting.models import AddressList


def own_list(request: Request, pk: int) -> AddressList:
    """The list if it is the caller's organisation's; another organisation's does not exist."""
    found: AddressList = get_object_or_404(
        AddressList, pk=pk, organisation=request.auth.organisation
    )
    return found
