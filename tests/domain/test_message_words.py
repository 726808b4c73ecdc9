"""The added words stand in both forms of Norwegian, with the same places to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from geotarget.domain.contact_policy import OPT_OUT_HONOURED
from geotarget.domain.message_class import MessageClass
from geotarget.domain.message_words import FIXED_WORDS, WrittenIn

SAME_IN_BOTH = {"is_it_genuine"}


def places(form: WrittenIn) -> dict[str, list[str]]:
    return {
        name: re.findall(r"{\w+}", str(words)) for name, words in asdict(FIXED_WORDS[form]).items()
    }


def texts(form: WrittenIn) -> Iterator[tuple[str, str]]:
    for name, words in asdict(FIXED_WORDS[form]).items():
        if isinstance(words, dict):
            yield from ((f"{name} {key}", text) for key, text in words.items())
        else:
            yield name, words


def test_both_forms_say_everything_and_in_their_own_words() -> None:
    assert set(FIXED_WORDS) == set(WrittenIn)
    bokmal, nynorsk = (dict(texts(form)) for form in WrittenIn)
    assert bokmal.keys() == nynorsk.keys()
    assert all(bokmal.values())
    same = {name for name in bokmal if bokmal[name] == nynorsk[name]}
    assert same == SAME_IN_BOTH
    assert places(WrittenIn.BOKMAL) == places(WrittenIn.NYNORSK)


@pytest.mark.parametrize("form", WrittenIn)
def test_who_can_not_opt_out_is_told_why(form: WrittenIn) -> None:
    told = FIXED_WORDS[form].why_no_opt_out
    assert set(told) | OPT_OUT_HONOURED | {MessageClass.FORMAL} == set(MessageClass)
