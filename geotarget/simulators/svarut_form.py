"""The multipart form by which a letter comes to SvarUt, with the limits that KS describes."""

from __future__ import annotations

import json
import re
from email import message_from_bytes, policy
from email.message import MIMEPart
from typing import Any, cast

from geotarget.simulators.exchange import Request

Fields = dict[str, Any]
_FORBIDDEN = re.compile(r'[*:"\\/<>|?]')
_ACCOUNTING = re.compile(r"[a-zA-Z0-9_\-.øæåØÆÅ]{0,20}")
_MOST_LINKS = 5
_LONGEST_OF_LINK = {"url": 1000, "tekst": 100, "ledetekst": 100}
_MOST_BYTES = 350 * 1024 * 1024
_LONGEST = {
    "tittel": 1000,
    "avgivendeSystem": 100,
    "konteringskode": 20,
    "eksternReferanse": 100,
    "korrelasjonsid": 100,
}
_LONGEST_OF_ADDRESS = {
    "adresselinje1": 70,
    "adresselinje2": 70,
    "adresselinje3": 70,
    "poststed": 70,
    "postnummer": 20,
}


class Refused(ValueError):
    """The form is not what SvarUt takes; the text is its answer."""


def received_letter(request: Request) -> Fields:
    """The fields of a letter whose documents are all right. Raises Refused."""
    parts = _parts(request)
    if not parts or _name(parts[0]) != "forsendelse":
        raise Refused("Første del må være forsendelse")
    if parts[0].get_content_type() != "application/json":
        raise Refused("forsendelse må være application/json")
    try:
        fields = json.loads(_bytes(parts[0]))
    except ValueError:
        raise Refused("forsendelse er ikke JSON") from None
    if not isinstance(fields, dict):
        raise Refused("forsendelse er ikke et objekt")
    _check_lengths(fields, _LONGEST)
    if not fields.get("tittel"):
        raise Refused("tittel mangler")
    _check_choices(fields)
    _check_receiver(fields.get("mottaker"))
    _check_links(_objects(fields, "lenker"))
    _check_documents(_objects(fields, "dokumenter"), parts[1:])
    return fields


def _parts(request: Request) -> list[MIMEPart]:
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise Refused("Forventet multipart/form-data")
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    return list(message_from_bytes(head + request.body, policy=policy.HTTP).iter_parts())


def _name(part: MIMEPart) -> str:
    return str(part.get_param("name", "", "content-disposition"))


def _bytes(part: MIMEPart) -> bytes:
    return cast(bytes, part.get_payload(decode=True))


def _check_lengths(fields: Fields, longest: dict[str, int]) -> None:
    for name, most in longest.items():
        if name in fields and not (
            isinstance(fields[name], str) and 1 <= len(fields[name]) <= most
        ):
            raise Refused(f"{name} må ha 1 til {most} tegn")


def _objects(fields: Fields, name: str) -> list[Fields]:
    given = fields.get(name) or []
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise Refused(f"{name} må være en liste av objekter")
    return given


def _check_choices(fields: Fields) -> None:
    if not _ACCOUNTING.fullmatch(fields.get("konteringskode") or ""):
        raise Refused("konteringskode har ugyldige tegn")
    if fields.get("sikkerhetsniva") not in (None, "BETYDELIG", "HOYESTE"):
        raise Refused("sikkerhetsniva er ukjent")


def _check_links(links: list[Fields]) -> None:
    if len(links) > _MOST_LINKS:
        raise Refused(f"lenker kan ikke være flere enn {_MOST_LINKS}")
    for link in links:
        _check_lengths({"url": "", "tekst": "", **link}, _LONGEST_OF_LINK)


def _check_receiver(receiver: Any) -> None:
    if not isinstance(receiver, dict):
        raise Refused("mottaker mangler")
    _check_lengths(receiver, {"navn": 100})
    if not receiver.get("navn") or not re.fullmatch(
        r"[0-9]{11}", str(receiver.get("digitalId") or "")
    ):
        raise Refused("mottaker må ha navn og digitalId med 11 siffer")
    address = receiver.get("adresse")
    if address is None:
        return
    if not isinstance(address, dict) or not (
        address.get("adresselinje1") and address.get("poststed")
    ):
        raise Refused("adresse må ha adresselinje1 og poststed")
    _check_lengths(address, _LONGEST_OF_ADDRESS)
    if not re.fullmatch("[A-Z]{2}", address.get("landkode") or "NO"):
        raise Refused("landkode må være to store bokstaver")


def _check_documents(described: list[Fields], files: list[MIMEPart]) -> None:
    names = [str(each.get("filnavn") or "") for each in described]
    if names != [part.get_filename() for part in files] or len(set(names)) < len(names):
        raise Refused("Filene stemmer ikke med dokumenter")
    if any(not name or len(name) > 226 or _FORBIDDEN.search(name) for name in names):
        raise Refused("Ugyldig filnavn")
    if not all(each.get("mimeType") for each in described):
        raise Refused("mimeType mangler")
    if sum(len(_bytes(part)) for part in files) > _MOST_BYTES:
        raise Refused("Dokumentene er for store")
    for each, part in zip(described, files, strict=True):
        if each.get("mimeType") == "application/pdf" and not _bytes(part).startswith(b"%PDF-"):
            raise Refused("Dokumentet er ikke en PDF")
