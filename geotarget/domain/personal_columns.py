"""Columns that would bring persons in: what an organisation's own attributes must not be.

A column is refused by its name ("Eier", "Fødselsnr", "E-post"), and by what stands in it. Neither
is proof: that an attribute is a category of few values is the other half of the protection
(`MOST_VALUES`), since names and numbers of persons differ from row to row. Columns of free text are
refused by their name alone: nobody can say what stands in the next row of them.
"""

from __future__ import annotations

import itertools
import re

from .given_names import COMMON_GIVEN_NAMES
from .national_id import is_valid
from .phone import can_receive_sms, normalised

MOST_VALUES = 200
"""Values that an attribute may have: a pressure zone has some dozens, a name has thousands."""

_WORDS = {
    "a name of persons": "navn|fakturamottaker|fakturamottakar|fullmektig|ektefelle|samboer|"
    "sambuar|verge|parorende|fornavn|etternavn|mellomnavn|eiernavn|eier|eigar|hjemmelshaver|"
    "heimelshavar|fester|beboer|leietaker|abonnent|kunde|kundenavn|mottaker|kontaktperson|name|"
    "firstname|lastname|surname|owner|customer|resident|tenant|spouse|payer",
    "free text": "merknad|merknader|merknadar|kommentar|kommentarer|fritekst|notat|notater|note|"
    "notes|comment|comments|remark|remarks|freetext",
    "health of persons": "diagnose|sykdom|sjukdom|helse|helseopplysning|diagnosis|illness",
    "an identity number": "fodselsnummer|fodselsnr|fodselsdato|fnr11|personnummer|personnr|dnummer|"
    "dnr|pnr|ssn|cpr|birthdate|birthday|nationalid",
    "a phone number": "telefon|telefonnummer|telefonnr|tlf|tlfnr|mobil|mobilnummer|mobilnr|phone|"
    "mobile|cellphone",
    "an e-mail address": "epost|epostadresse|email|mail|emailaddress",
}
_LETTERS = str.maketrans({"ø": "o", "å": "a", "æ": "ae", "ö": "o", "ä": "a"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}")
_ELEVEN = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)")
_PHONE = re.compile(r"(?<![\d.,])(?:\+|00)?\d(?:[ ()-]{0,2}\d){7,14}(?![\d.,])")
_PLACE = re.compile(
    r"(gata|gate|gaten|vei|veien|veg|vegen|plass|plassen|torg|torget|sone|felt|kai)$"
)


def personal_name(column: str) -> str | None:
    """What the name of a column says is in it, as "an e-mail address"; None for anything else."""
    words = re.findall(r"[a-z0-9]+", _plain(column))
    asked = {
        *words,
        "".join(words),
        *("".join(pair) for pair in itertools.pairwise(words)),
    }
    for what, known in _WORDS.items():
        if asked & set(known.split("|")):
            return what
    return None


def personal_value(value: str) -> str | None:
    """What a value is or holds, as `personal_name`; None for anything else."""
    if holds_email(value):
        return "an e-mail address"
    if any(_is_national_id(each.replace(" ", "")) for each in _ELEVEN.findall(value)):
        return "an identity number"
    if any(map(_is_phone, _PHONE.findall(value))):
        return "a phone number"
    return "a name of persons" if _is_name(value) else None


def holds_email(text: str) -> bool:
    return _EMAIL.search(text) is not None


def _plain(text: str) -> str:
    return text.casefold().translate(_LETTERS)


def _is_phone(digits: str) -> bool:
    number = normalised(digits)
    return number is not None and can_receive_sms(number)


def _is_national_id(digits: str) -> bool:
    return is_valid(digits) or is_valid(digits, synthetic=True)


def _is_name(value: str) -> bool:
    """Two to four capitalised words, a common given name among them, that name no street."""
    words = value.replace(",", " ").split()
    return (
        2 <= len(words) <= 4
        and all(word[0].isupper() and word.replace("-", "").isalpha() for word in words)
        and not _PLACE.search(_plain(words[-1]))
        and any(_plain(word) in COMMON_GIVEN_NAMES for word in words)
    )
