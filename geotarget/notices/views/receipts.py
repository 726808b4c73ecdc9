"""Where the SMS gateway posts its receipts. They are unsigned: an unguessable path and, where the
gateway names its addresses, an allow-list stand for a signature."""

from __future__ import annotations

import hmac
import logging
from ipaddress import ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from geotarget.channels.contract import UnreadableReceipt
from geotarget.channels.link_receipts import parse_receipt
from geotarget.organisations.source import source_address

from ..receipts import record_receipt
from ..try_out import is_of_a_test

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def link_receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """200 when recorded or none of ours (it must not come again), 400 when it cannot be read."""
    if not hmac.compare_digest(secret.encode(), settings.LINK_RECEIPT_SECRET.encode()):
        raise Http404
    if not _comes_from_the_gateway(request):
        raise Http404
    try:
        receipt = parse_receipt(request.body)
    except UnreadableReceipt:
        return HttpResponse(status=400)
    if not record_receipt(receipt) and not is_of_a_test(receipt.reference):
        logger.warning("a receipt names a message that is not ours")
    return HttpResponse()


def _comes_from_the_gateway(request: HttpRequest) -> bool:
    allowed = settings.LINK_RECEIPT_SOURCES
    if not allowed:
        return True
    sender = source_address(request)
    return sender is not None and any(sender in ip_network(source) for source in allowed)
