"""Where the SMS gateway posts its receipts, and the mail server what came back.

They are unsigned: an unguessable path and, where the gateway names its addresses, an allow-list
stand for a signature."""

from __future__ import annotations

import hmac
import logging
from ipaddress import ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from geotarget.channels.contract import Receipt, UnreadableReceipt
from geotarget.channels.email_bounces import parse_bounce
from geotarget.channels.link_answers import parse_answer
from geotarget.channels.link_receipts import parse_receipt
from geotarget.organisations.source import source_address

from .. import answers
from ..receipts import record_receipt
from ..try_out import is_of_a_test

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def link_receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """200 when recorded or none of ours (it must not come again), 400 when it cannot be read."""
    _require(secret, settings.LINK_RECEIPT_SECRET)
    if not _comes_from_the_gateway(request):
        raise Http404
    try:
        receipt = parse_receipt(request.body)
    except UnreadableReceipt:
        return HttpResponse(status=400)
    _record(receipt)
    return HttpResponse()


@csrf_exempt
@require_POST
def link_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """What somebody answered to an SMS. 200 whatever it says, 400 when it cannot be read."""
    _require(secret, settings.LINK_RECEIPT_SECRET)
    if not _comes_from_the_gateway(request):
        raise Http404
    try:
        answers.take(parse_answer(request.body))
    except UnreadableReceipt:
        return HttpResponse(status=400)
    return HttpResponse()


@csrf_exempt
@require_POST
def mail_receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """A mail that came back, as it is (message/rfc822). 200 also for what is no report and for what
    cannot be read: it must not come again, and the server has nowhere else to send it."""
    _require(secret, settings.MAIL_RECEIPT_SECRET)
    try:
        receipt = parse_bounce(request.body)
    except UnreadableReceipt as error:
        logger.warning("a mail that came back is left aside: %s", error)
        return HttpResponse()
    if receipt is not None:
        _record(receipt)
    return HttpResponse()


def _require(secret: str, right: str) -> None:
    if not hmac.compare_digest(secret.encode(), right.encode()):
        raise Http404


def _record(receipt: Receipt) -> None:
    if not record_receipt(receipt) and not is_of_a_test(receipt.reference):
        logger.warning("a receipt names a message that is not ours")


def _comes_from_the_gateway(request: HttpRequest) -> bool:
    allowed = settings.LINK_RECEIPT_SOURCES
    if not allowed:
        return True
    sender = source_address(request)
    return sender is not None and any(sender in ip_network(source) for source in allowed)
