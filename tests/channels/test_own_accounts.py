"""The file in which an installation keeps organisations' own SMS accounts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geotarget.channels.own_accounts import AccountsError, read_accounts

ACCOUNT: dict[str, Any] = {
    "organisations": ["310000019"],
    "base_url": "https://gateway.example/sms",
    "username": "strandvik",
    "password": "meget hemmelig",
    "platform_id": "1",
    "platform_partner_id": "2",
    "per_second": 20,
}


def written(folder: Path, content: str, mode: int = 0o600) -> str:
    path = folder / "accounts.json"
    path.write_text(content)
    path.chmod(mode)
    return str(path)


def test_an_account_is_read_and_shows_no_password(tmp_path: Path) -> None:
    [account] = read_accounts(written(tmp_path, json.dumps({"strandvik": ACCOUNT})))
    assert account.provider == "link-sms-strandvik"
    assert account.organisation_numbers == {"310000019"}
    assert (account.settings["password"], account.per_second) == ("meget hemmelig", 20)
    assert "hemmelig" not in repr(account)


def test_no_file_is_no_account() -> None:
    assert read_accounts("") == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "no JSON"),
        ("[]", "by their names"),
        (json.dumps({"2": ACCOUNT}), "small letters"),
        (json.dumps({"strandvik": 1}), "give its fields"),
        (json.dumps({"strandvik": ACCOUNT | {"passord": "x"}}), "no field passord"),
        (json.dumps({"strandvik": ACCOUNT | {"password": ""}}), "password is missing"),
        (json.dumps({"strandvik": ACCOUNT | {"organisations": []}}), "organisations is missing"),
        (json.dumps({"strandvik": ACCOUNT | {"receipt_gates": "x"}}), "receipt_gates"),
        (json.dumps({"strandvik": ACCOUNT | {"per_second": "fast"}}), "per_second"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(AccountsError, match=words) as told:
        read_accounts(written(tmp_path, content))
    assert "accounts.json" in str(told.value)
    assert "hemmelig" not in str(told.value)


def test_a_file_that_others_can_read_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AccountsError, match="chmod 600"):
        read_accounts(written(tmp_path, "{}", 0o644))
    with pytest.raises(AccountsError, match="cannot be read"):
        read_accounts(str(tmp_path / "none.json"))
