from __future__ import annotations

from geotarget.organisations.access import MemberRequest, own_or_404

from ..models import Dispatch, Notice


def own_notice(request: MemberRequest, pk: int) -> Notice:
    """The current organisation's notice; 404 for any other."""
    rows = Notice.objects.select_related("organisation", "address_list")
    found: Notice = own_or_404(
        rows.defer("address_list__geom", "address_list__drawing"), request, pk=pk
    )
    return found


def own_dispatch(request: MemberRequest, pk: int) -> Dispatch:
    """The current organisation's dispatch; 404 for any other."""
    rows = Dispatch.objects.select_related(
        "organisation", "address_list", "notice", "approval__approver", "started_by", "reviewed_by"
    )
    found: Dispatch = own_or_404(
        rows.defer("address_list__geom", "address_list__drawing"), request, pk=pk
    )
    return found
