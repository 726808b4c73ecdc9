"""The text that a resident gets, composed from what staff wrote. The preview shows the same."""

from __future__ import annotations

from dataclasses import dataclass

from .contact_policy import OPT_OUT_HONOURED
from .message_class import MessageClass
from .message_words import FIXED_WORDS, FixedWords, WrittenIn
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
    written_in: str = WrittenIn.BOKMAL
    """Of `WrittenIn`: the form of Norwegian of the words that are added."""

    @property
    def words(self) -> FixedWords:
        return FIXED_WORDS[WrittenIn(self.written_in)]


def sms(content: Content) -> str:
    """The SMS: the text, who sends it with a phone number to ask, and how to find out whether it is
    genuine."""
    text = f"{content.sms_text.strip()}\n{content.department}, tlf. {content.contact_phone}"
    return f"{text}\n{_check(content)}" if content.code else text


def _check(content: Content) -> str:
    """No link that one taps: whoever doubts an SMS should not follow it."""
    page = content.code_page.removeprefix("https://").removeprefix("http://").rstrip("/")
    return content.words.is_it_genuine.format(code=shown_code(content.code), page=page)


def email_body(content: Content, opt_out_link: str) -> str:
    """The e-mail: the text, then who sends it, why, and on which legal basis; last how to opt out
    (the recipient's own link), or why one cannot."""
    text = f"{content.email_text.strip()}\n\n-- \n{_about(content)}"
    if content.message_class in OPT_OUT_HONOURED:
        return f"{text}{content.words.opt_out.format(link=opt_out_link)}\n"
    why = _why_no_opt_out(content)
    return f"{text}{why}\n" if why else text


def _why_no_opt_out(content: Content) -> str | None:
    if not content.message_class:
        return None
    return content.words.why_no_opt_out.get(MessageClass(content.message_class))


def letter_body(content: Content) -> str:
    """The letter below its heading: the same."""
    return f"{content.email_text.strip()}\n\n{_about(content)}"


def _about(content: Content) -> str:
    words = content.words
    lines = [
        words.sender.format(department=content.department, phone=content.contact_phone),
        words.purpose.format(purpose=content.purpose),
        words.legal_basis.format(legal_basis=content.legal_basis),
    ]
    about = "".join(f"{line}\n" for line in lines)
    return f"{about}{_public(content)}" if content.code else about


def _public(content: Content) -> str:
    code = shown_code(content.code)
    told = content.words.on_the_web.format(link=f"{content.code_page}{code}/", code=code)
    return f"{told}\n"


def announcement(content: Content, organisation: str) -> str:
    """That a letter has been sent, by SMS or e-mail. Nothing of what stands in it."""
    told = content.words.letter_sent.format(organisation=organisation)
    return f"{told}\n{content.department}, tlf. {content.contact_phone}"


def announcement_subject(content: Content, organisation: str) -> str:
    """Of the e-mail."""
    return content.words.letter_from.format(organisation=organisation)
