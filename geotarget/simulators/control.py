"""The switches and the log for other programs: JSON in, JSON out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from geotarget.simulators.arrived import Arrived, as_json
from geotarget.simulators.exchange import JSON, Request, Response, json_response
from geotarget.simulators.faults import Faults, fault_from, receipt_rules_from


def arrived(request: Request, log: Arrived) -> Response:
    """`GET /arrived.json?channel=&to=&reference=&words=&after=&limit=`: oldest first."""
    try:
        after, limit = int(request.first("after") or 0), int(request.first("limit") or 0)
    except ValueError:
        return json_response({"error": "after and limit are whole numbers"}, 400)
    entries = log.matching(
        channel=request.first("channel"),
        to=request.first("to").replace(" ", "+", 1),
        reference=request.first("reference"),
        words=request.first("words"),
        after=after,
    )
    return json_response(as_json(entries, limit))


def state(faults: Faults, calls: Counter[str]) -> Response:
    """`GET /control.json`: every switch, and how often each question was asked."""
    return json_response({**faults.as_json(), "calls": dict(calls)})


def change(request: Request, faults: Faults, log: Arrived) -> Response:
    """`POST /control`, as JSON from programs or as a form from the page."""
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return json_response({"error": "Only the simulators' own page may change switches."}, 403)
    is_json = request.headers["content-type"].startswith(JSON)
    try:
        wishes = request.json if is_json else _from_form(request.form)
        _apply(wishes, faults, log)
    except (ValueError, TypeError, AttributeError) as error:
        return json_response({"error": str(error)}, 400)
    if is_json:
        return json_response(faults.as_json())
    language = "en" if request.form.get("lang") == "en" else "nb"
    return Response(303, headers={"Location": f"/control?lang={language}"})


def _apply(wishes: Mapping[str, Any], faults: Faults, log: Arrived) -> None:
    if wishes.get("reset"):
        faults.clear()
    if wishes.get("clear_arrived"):
        log.clear()
    for backend, fields in (wishes.get("backends") or {}).items():
        faults.set(backend, fault_from(fields))
    if "documented_pace" in wishes:
        faults.documented_pace = bool(wishes["documented_pace"])
    if "receipts" in wishes:
        faults.receipts = receipt_rules_from(wishes["receipts"] or {})


def _from_form(form: Mapping[str, str]) -> dict[str, Any]:
    """The form of the control page: one backend, the receipts, or a button."""
    if form.get("backend"):
        return {"backends": {form["backend"]: form}}
    if form.get("receipts"):
        delay = (form.get("delay_from") or 0, form.get("delay_to") or 0)
        return {"receipts": {**form, "delay_ms": delay}}
    return {name: True for name in ("reset", "clear_arrived") if form.get(name)}
