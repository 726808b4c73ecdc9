"""The text that a resident gets, composed from what staff wrote. The preview shows the same."""

from __future__ import annotations

from dataclasses import dataclass

from .contact_policy import OPT_OUT_HONOURED
from .message_class import MessageClass


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


WHY_NO_OPT_OUT = {
    MessageClass.SERVICE: "Varselet gjelder tjenester til adressen du er registrert på. "
    "Slike varsler kan du ikke melde deg av.",
    MessageClass.EMERGENCY: "Varselet gjelder fare for liv, helse eller eiendom der du bor. "
    "Slike varsler kan du ikke melde deg av.",
}


def sms(content: Content) -> str:
    """The SMS: the text, and who sends it with a phone number to ask."""
    return f"{content.sms_text.strip()}\n{content.department}, tlf. {content.contact_phone}"


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
    return (
        f"Avsender: {content.department}, tlf. {content.contact_phone}\n"
        f"Formål: {content.purpose}\n"
        f"Rettslig grunnlag: {content.legal_basis}\n"
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
