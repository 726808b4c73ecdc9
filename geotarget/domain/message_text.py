"""The text that a resident gets, composed from what staff wrote. The preview shows the same."""

from __future__ import annotations

from dataclasses import dataclass


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


def sms(content: Content) -> str:
    """The SMS: the text, and who sends it with a phone number to ask."""
    return f"{content.sms_text.strip()}\n{content.department}, tlf. {content.contact_phone}"


def email_body(content: Content) -> str:
    """The e-mail: the text, then who sends it, why, and on which legal basis."""
    return f"{content.email_text.strip()}\n\n-- \n{_about(content)}"


def letter_body(content: Content) -> str:
    """The letter below its heading: the same."""
    return f"{content.email_text.strip()}\n\n{_about(content)}"


def _about(content: Content) -> str:
    return (
        f"Avsender: {content.department}, tlf. {content.contact_phone}\n"
        f"Formål: {content.purpose}\n"
        f"Rettslig grunnlag: {content.legal_basis}\n"
    )
