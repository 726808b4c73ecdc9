"""What was sent, to which addresses, by whose approval and with what result: a signed file for the
archive, which anybody can verify later with openssl. It has no person in it.

Counts of persons are told as on the page (`domain/small_counts.py`).
See docs/decisions/campaign-record.md.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from geotarget.domain import message_text
from geotarget.domain.small_counts import FEWEST_SHOWN, Telling, told
from geotarget.targeting.models import AddressList

from .history import history
from .models import Approval, Dispatch
from .people import outcomes
from .progress import counts
from .report import report
from .signed_file import PUBLIC_KEY

FORMAT = "geotarget-campaign-record/1"
FILE_NAME = "utsending.json"


def how_to_verify() -> str:
    """To lie beside the file."""
    says = _("%(file)s is signed with RSA and SHA-256. This verifies it:")
    compare = _(
        "Compare public-key.pem with the one that lies in the archive: anybody can make a key."
    )
    command = f"openssl dgst -sha256 -verify {PUBLIC_KEY} -signature {FILE_NAME}.sig {FILE_NAME}"
    return f"{says % {'file': FILE_NAME}}\n\n{command}\n\n{compare}\n"


def campaign_record(dispatch: Dispatch) -> bytes:
    """JSON in UTF-8; times are ISO 8601 in UTC."""
    record = {
        "format": FORMAT,
        "made_at": timezone.now(),
        "organisation": dispatch.organisation.name,
        "dispatch": _dispatch(dispatch),
        "approvals": [_approval(each) for each in _approvals(dispatch)],
        "text": _text(dispatch),
        "addresses": _addresses(dispatch.address_list),
        "result": _result(dispatch),
        "history": [asdict(event) for event in history(dispatch.notice, dispatch)],
    }
    written = json.dumps(record, ensure_ascii=False, indent=1, default=_moment)
    return f"{written}\n".encode()


def _dispatch(dispatch: Dispatch) -> dict[str, Any]:
    return {
        "number": dispatch.pk,
        "message_class": dispatch.message_class,
        "content_sha256": dispatch.approval.content_hash,
        "started_by": dispatch.started_by.get_username(),
        "starts_at": dispatch.starts_at,
        "stopped_at": dispatch.stopped_at,
        "deadline_at": dispatch.deadline_at,
        "waves": dispatch.wave_count,
        "keys_destroyed_at": dispatch.keys_destroyed_at,
        "outcome_per_address_deleted_at": dispatch.outcomes_deleted_at,
    }


def _approvals(dispatch: Dispatch) -> list[Approval]:
    """Of exactly what was sent; two where there are more addresses than one may approve."""
    own = dispatch.notice.approvals.filter(content_hash=dispatch.approval.content_hash)
    return list(own.select_related("approver").order_by("pk"))


def _approval(approval: Approval) -> dict[str, Any]:
    return {
        "kind": approval.kind,
        "approver": approval.approver.get_username(),
        "at": approval.at,
        "reason": approval.reason,
        "overruled": approval.overruled,
    }


def _text(dispatch: Dispatch) -> dict[str, str]:
    """As residents got it. The link by which one opts out is each one's own, and left out."""
    content = dispatch.content()
    return {
        "headline": dispatch.headline,
        "sms_sender": dispatch.sms_sender,
        "sms": message_text.sms(content) if content.sms_text else "",
        "email_sender": dispatch.email_sender,
        "email_subject": content.email_subject,
        "email": message_text.email_body(content, "–"),
    }


def _addresses(listed: AddressList) -> dict[str, Any]:
    return {
        "name": listed.name,
        "version": listed.version,
        "sha256": listed.checksum,
        "address_count": listed.address_count,
        "unit_count": listed.unit_count,
        "rule": listed.rule,
        "frozen_by": listed.created_by.get_username(),
        "frozen_at": listed.created_at,
        "cadastre_version": listed.dataset_version,
        "cadastre_extracted_at": listed.data_extracted_at,
        "selection": listed.drawing,
        "combined_from": listed.combined,
        "area": listed.geom and {"crs": f"EPSG:{listed.geom.srid}", "wkt": listed.geom.wkt},
    }


def _result(dispatch: Dispatch) -> dict[str, Any]:
    counted = counts(dispatch)
    now = report(dispatch, counted)
    return {
        "state": now.state,
        "addresses": counted.addresses,
        "addresses_done": counted.addresses_done,
        "addresses_stopped": counted.addresses_stopped,
        "addresses_failed": counted.addresses_failed,
        "persons": {key: _shown(number) for key, number in outcomes(counted).items()}
        if now.people
        else None,
        "businesses": now.businesses,
    }


def _shown(number: int) -> int | str:
    return f"< {FEWEST_SHOWN}" if told(number).telling is Telling.FEWER else number


def _moment(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="seconds")
    return str(value)
