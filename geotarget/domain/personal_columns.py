"""Columns that would bring persons in: what an organisation's own attributes must not be.

A column is refused by its name ("Eier", "Fødselsnr", "E-post"), and by what stands in it. Neither
is proof: that an attribute is a category of few values is the other half of the protection
(`MOST_VALUES`), since names and numbers of persons differ from row to row.
"""

from __future__ import annotations

import itertools
import re

from .national_id import is_valid
from .phone import can_receive_sms, normalised

MOST_VALUES = 200
"""Values that an attribute may have: a pressure zone has some dozens, a name has thousands."""

_WORDS = {
    "a name of persons": "navn|fornavn|etternavn|mellomnavn|eiernavn|eier|eigar|hjemmelshaver|"
    "heimelshavar|fester|beboer|leietaker|abonnent|kunde|kundenavn|mottaker|kontaktperson|name|"
    "firstname|lastname|surname|owner|customer|resident|tenant",
    "an identity number": "fodselsnummer|fodselsnr|fodselsdato|fnr11|personnummer|personnr|dnummer|"
    "dnr|pnr|ssn|cpr|birthdate|birthday|nationalid",
    "a phone number": "telefon|telefonnummer|telefonnr|tlf|tlfnr|mobil|mobilnummer|mobilnr|phone|"
    "mobile|cellphone",
    "an e-mail address": "epost|epostadresse|email|mail|emailaddress",
}
_LETTERS = str.maketrans({"ø": "o", "å": "a", "æ": "ae", "ö": "o", "ä": "a"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}")
_ELEVEN = re.compile(r"\d{6} ?\d{5}")
_PHONE = re.compile(r"(\+|00)?[\d ()-]{8,20}")


def personal_name(column: str) -> str | None:
    """What the name of a column says is in it, as "an e-mail address"; None for anything else."""
    words = re.findall(r"[a-z0-9]+", column.casefold().translate(_LETTERS))
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
    """What a value is, as `personal_name`; None for anything else."""
    text = value.strip()
    if _EMAIL.search(text):
        return "an e-mail address"
    if _ELEVEN.fullmatch(text) and _is_national_id(text.replace(" ", "")):
        return "an identity number"
    number = normalised(text) if _PHONE.fullmatch(text) else None
    return "a phone number" if number and can_receive_sms(number) else None


def _is_national_id(digits: str) -> bool:
    return is_valid(digits) or is_valid(digits, synthetic=True)
