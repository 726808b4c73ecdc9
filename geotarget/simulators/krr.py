"""Kontakt- og reservasjonsregisteret: contacts of up to 1000 persons a call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from geotarget.simulators.exchange import Request, Response, json_response, list_of_texts
from geotarget.simulators.population import Population
from geotarget.simulators.tokens import Tokens

MAX_IDS = 1000
SCOPE = "krr:global/kontaktinformasjon.read"
DELEGATED_SCOPE = "krr:global/kontaktinfo.read"
"""Of a supplier, for the organisation that delegated it."""
_NUMBER = re.compile(r"[0-9]{11}")


def let_in(request: Request, tokens: Tokens) -> Response | None:
    """None where the caller may ask; else the refusal."""
    scopes = tokens.scopes_of(request.bearer)
    if scopes is None:
        return json_response({"error": "invalid_token"}, 401)
    claims = tokens.claims_of(request.bearer) or {}
    allowed = {SCOPE, DELEGATED_SCOPE} if claims.get("supplier") else {SCOPE}
    return None if scopes & allowed else json_response({"error": "insufficient_scope"}, 403)


def persons(request: Request, population: Population) -> Response:
    """`POST v2/personer`. Whoever is not registered is left out unless asked for."""
    try:
        question = request.json
        numbers = list_of_texts(question["personidentifikatorer"])
    except (ValueError, KeyError, TypeError):
        return json_response({"error": "bad_request"}, 400)
    if not 1 <= len(numbers) <= MAX_IDS or not all(map(_NUMBER.fullmatch, numbers)):
        return json_response({"error": "bad_request"}, 400)
    found = [_entry(number, population) for number in numbers]
    if not question.get("inkluderIkkeRegistrerte"):
        found = [entry for entry in found if entry["status"] != "IKKE_REGISTRERT"]
    return json_response({"personer": found})


def _entry(number: str, population: Population) -> dict[str, Any]:
    person = population.by_id.get(number)
    krr = person.krr if person else None
    if not krr:
        return {"personidentifikator": number, "reservasjon": "NEI", "status": "IKKE_REGISTRERT"}
    reserved, status = bool(krr.get("reserved")), str(krr.get("status") or "AKTIV")
    entry = {
        "personidentifikator": number,
        "reservasjon": "JA" if reserved else "NEI",
        "status": status,
        "varslingsstatus": _can_be_notified(krr, status, reserved),
        "kontaktinformasjon": _contact(krr) if status == "AKTIV" else None,
        "spraak": krr.get("language"),
    }
    return {name: value for name, value in entry.items() if value}


def _can_be_notified(krr: Mapping[str, Any], status: str, reserved: bool) -> str:
    reachable = bool(krr.get("email") or krr.get("mobile"))
    return "KAN_VARSLES" if reachable and status == "AKTIV" and not reserved else "KAN_IKKE_VARSLES"


def _contact(krr: Mapping[str, Any]) -> dict[str, Any]:
    contact = {
        "epostadresse": krr.get("email"),
        "epostadresse_oppdatert": krr.get("email_updated"),
        "epostadresse_sist_verifisert": krr.get("email_verified") or krr.get("email_updated"),
        "mobiltelefonnummer": krr.get("mobile"),
        "mobiltelefonnummer_oppdatert": krr.get("mobile_updated"),
        "mobiltelefonnummer_sist_verifisert": krr.get("mobile_verified")
        or krr.get("mobile_updated"),
    }
    return {name: value for name, value in contact.items() if value}
