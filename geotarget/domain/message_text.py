"""The text that a resident gets, composed from what staff wrote. The preview shows the same."""

from __future__ import annotations

from dataclasses import dataclass

from .contact_policy import OPT_OUT_HONOURED
from .message_class import MessageClass
from .short_code import shown as shown_code


@dataclass(frozen=True)
class Content:
    """What is approved and what is sent. All plain text."""

    sms_text: str
    email_subject: str
    email_text: str
    purpose: str
    legal_basis: str
    department: str
    contact_phone: str
    message_class: str = ""
    """Of `MessageClass`; empty while a form is half filled in."""
    code: str = ""
    """Of the public page (`domain/short_code.py`); empty where the notice has none."""
    code_page: str = ""
    """Where a code is typed, as https://varsel.kommune.example/v/."""


WHY_NO_OPT_OUT = {
    MessageClass.SERVICE: "Varselet gjelder tjenester til adressen du er registrert på. "
    "Slike varsler kan du ikke melde deg av.",
    MessageClass.EMERGENCY: "Varselet gjelder fare for liv, helse eller eiendom der du bor. "
    "Slike varsler kan du ikke melde deg av.",
}


def sms(content: Content) -> str:
    """The SMS: the text, who sends it with a phone number to ask, and how to find out whether it is
    genuine."""
    text = f"{content.sms_text.strip()}\n{content.department}, tlf. {content.contact_phone}"
    return f"{text}\n{_check(content)}" if content.code else text


def _check(content: Content) -> str:
    """No link that one taps: whoever doubts an SMS should not follow it."""
    page = content.code_page.removeprefix("https://").removeprefix("http://").rstrip("/")
    return f"Ekte? Kode {shown_code(content.code)} på {page}"


def email_body(content: Content, opt_out_link: str) -> str:
    """The e-mail: the text, then who sends it, why, and on which legal basis; last how to opt out
    (the recipient's own link), or why one cannot."""
    text = f"{content.email_text.strip()}\n\n-- \n{_about(content)}"
    if content.message_class in OPT_OUT_HONOURED:
        return f"{text}Vil du ikke ha slik informasjon på e-post? Meld deg av: {opt_out_link}\n"
    why = WHY_NO_OPT_OUT.get(MessageClass(content.message_class)) if content.message_class else None
    return f"{text}{why}\n" if why else text


def letter_body(content: Content) -> str:
    """The letter below its heading: the same."""
    return f"{content.email_text.strip()}\n\n{_about(content)}"


def _about(content: Content) -> str:
    about = (
        f"Avsender: {content.department}, tlf. {content.contact_phone}\n"
        f"Formål: {content.purpose}\n"
        f"Rettslig grunnlag: {content.legal_basis}\n"
    )
    return f"{about}{_public(content)}" if content.code else about


def _public(content: Content) -> str:
    code = shown_code(content.code)
    return (
        f"Med kart på nett: {content.code_page}{code}/\n"
        f"Er meldingen ekte? Skriv koden {code} på siden du finner hos kommunen.\n"
    )


def announcement(content: Content, organisation: str) -> str:
    """That a letter has been sent, by SMS or e-mail. Nothing of what stands in it."""
    return (
        f"{organisation} har sendt deg et brev. Det ligger i den digitale postkassen din eller i "
        f"Altinn, ellers kommer det i posten.\n{content.department}, tlf. {content.contact_phone}"
    )


def announcement_subject(organisation: str) -> str:
    """Of the e-mail."""
    return f"Brev fra {organisation}"
