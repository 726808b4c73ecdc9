"""The words that are added to what staff wrote, in both written forms of Norwegian. Data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .message_class import MessageClass


class WrittenIn(StrEnum):
    """Values are language codes."""

    BOKMAL = "nb"
    NYNORSK = "nn"


@dataclass(frozen=True)
class FixedWords:
    """In braces what is filled in."""

    sender: str
    purpose: str
    legal_basis: str
    is_it_genuine: str
    on_the_web: str
    opt_out: str
    why_no_opt_out: dict[MessageClass, str]
    letter_sent: str
    letter_from: str


FIXED_WORDS = {
    WrittenIn.BOKMAL: FixedWords(
        sender="Avsender: {department}, tlf. {phone}",
        purpose="Formål: {purpose}",
        legal_basis="Rettslig grunnlag: {legal_basis}",
        is_it_genuine="Ekte? Kode {code} på {page}",
        on_the_web="Med kart på nett: {link}\n"
        "Er meldingen ekte? Skriv koden {code} på siden du finner hos kommunen.",
        opt_out="Vil du ikke ha slik informasjon på e-post? Meld deg av: {link}",
        why_no_opt_out={
            MessageClass.SERVICE: "Varselet gjelder tjenester til adressen du er registrert på. "
            "Slike varsler kan du ikke melde deg av.",
            MessageClass.EMERGENCY: "Varselet gjelder fare for liv, helse eller eiendom der du "
            "bor. Slike varsler kan du ikke melde deg av.",
        },
        letter_sent="{organisation} har sendt deg et brev. Det ligger i den digitale postkassen "
        "din eller i Altinn, ellers kommer det i posten.",
        letter_from="Brev fra {organisation}",
    ),
    WrittenIn.NYNORSK: FixedWords(
        sender="Avsendar: {department}, tlf. {phone}",
        purpose="Føremål: {purpose}",
        legal_basis="Rettsleg grunnlag: {legal_basis}",
        is_it_genuine="Ekte? Kode {code} på {page}",
        on_the_web="Med kart på nett: {link}\n"
        "Er meldinga ekte? Skriv koden {code} på sida du finn hos kommunen.",
        opt_out="Vil du ikkje ha slik informasjon på e-post? Meld deg av: {link}",
        why_no_opt_out={
            MessageClass.SERVICE: "Varselet gjeld tenester til adressa du er registrert på. "
            "Slike varsel kan du ikkje melde deg av.",
            MessageClass.EMERGENCY: "Varselet gjeld fare for liv, helse eller eigedom der du bur. "
            "Slike varsel kan du ikkje melde deg av.",
        },
        letter_sent="{organisation} har sendt deg eit brev. Det ligg i den digitale postkassa di "
        "eller i Altinn, elles kjem det i posten.",
        letter_from="Brev frå {organisation}",
    ),
}
