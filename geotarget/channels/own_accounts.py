"""SMS accounts that organisations have themselves, from a file of the installation.

The passwords stand in that file alone, never in the database: an organisation names its accounts by
their names. See docs/decisions/second-provider.md.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_TEXTS = ("base_url", "username", "password", "platform_id", "platform_partner_id")
_OTHERS = frozenset({"organisations", "receipt_gates", "per_second"})


class AccountsError(ValueError):
    """The file cannot be used. The text tells the operator what to mend, and no password."""


@dataclass(frozen=True)
class OwnAccount:
    provider: str
    """Its name among providers and gates, as `link-sms-strandvik`."""
    organisation_numbers: frozenset[str]
    """Who may send by it."""
    settings: dict[str, Any] = field(repr=False)
    """Of the channel."""
    per_second: float
    """Messages, as agreed with the gateway; 0: as fast as it takes."""


def read_accounts(path: str) -> list[OwnAccount]:
    """None where no file is named. Raises `AccountsError`."""
    if not path:
        return []
    try:
        if Path(path).stat().st_mode & 0o077:
            raise AccountsError(f"{path}: others can read it. It holds passwords: chmod 600.")
        accounts = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise AccountsError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        if isinstance(error, AccountsError):
            raise
        raise AccountsError(f"{path} is no JSON; see docs/running.md.") from None
    if not isinstance(accounts, dict):
        raise AccountsError(f"{path}: accounts by their names are wanted; see docs/running.md.")
    return [_account(f"{path}, account {name!r}", name, each) for name, each in accounts.items()]


def _account(where: str, name: str, given: Any) -> OwnAccount:
    if not _NAME.fullmatch(name):
        raise AccountsError(f"{where}: a name has small letters, digits and hyphens.")
    if not isinstance(given, dict):
        raise AccountsError(f"{where}: give its fields; see docs/running.md.")
    if unknown := set(given) - {*_TEXTS, *_OTHERS}:
        raise AccountsError(f"{where}: there is no field {', '.join(sorted(unknown))}.")
    for text in _TEXTS:
        if not isinstance(given.get(text), str) or not given[text]:
            raise AccountsError(f"{where}: {text} is missing, or no text.")
    settings = {text: given[text] for text in _TEXTS}
    gates = _texts(where, given, "receipt_gates", least=0)
    numbers = _texts(where, given, "organisations", least=1)
    return OwnAccount(
        f"link-sms-{name}",
        frozenset(numbers),
        settings | {"receipt_gates": gates},
        _rate(where, given.get("per_second", 0)),
    )


def _texts(where: str, given: dict[str, Any], name: str, *, least: int) -> list[str]:
    values = given.get(name, [])
    is_list = isinstance(values, list) and all(isinstance(each, str) for each in values)
    if not is_list or len(values) < least:
        raise AccountsError(f"{where}: {name} is missing, or no list of texts.")
    return list(values)


def _rate(where: str, value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value < 1e6:
        raise AccountsError(f"{where}: per_second is a number of messages; 0 for no limit.")
    return float(value)
