"""Receipts that LINK Mobility posts to the receipt address: one JSON object per message."""

from __future__ import annotations

import json
from typing import Any

from geotarget.channels import link_codes
from geotarget.channels.contract import REFERENCE_FORM, Receipt, UnreadableReceipt
from geotarget.domain.moment import read_moment


def parse_receipt(body: bytes) -> Receipt:
    """Read one receipt. Raises `UnreadableReceipt`, which must be answered with 400.

    The same receipt may come twice, late, before the answer to the send, or after a later one:
    the reader has to bear it. Nothing signs a receipt; the address it is sent to has to be secret.
    """
    try:
        fields: dict[str, Any] = json.loads(body)
        reference, code = str(fields["refId"]), int(fields["resultCode"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise UnreadableReceipt("The receipt is not JSON with refId and resultCode.") from None
    if not REFERENCE_FORM.fullmatch(reference):
        raise UnreadableReceipt("The refId of the receipt is none of ours.")
    return Receipt(
        reference=reference,
        outcome=link_codes.delivery_of(code),
        code=f"link-{code}",
        at=read_moment(fields.get("timestamp")),
        permanent=link_codes.is_permanent(code),
    )
