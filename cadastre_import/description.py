"""Descriptions that users write (TOML): what a file of theirs is, told as data.

Every fault is told with the file's name and what to write instead; nothing is guessed.
"""

from __future__ import annotations

import codecs
import fnmatch
import tomllib
from pathlib import Path
from typing import Any

from .refusal import DeliveryRefused

_LARGEST = 1_000_000
_KIND = {str: "a text", dict: "a table", list: "a list", bool: "true or false"}


class Described:
    """A table of a description, read strictly: `end` refuses what nobody has asked for."""

    def __init__(self, table: dict[str, Any], where: str) -> None:
        self._table = table
        self._where = where
        self._asked: set[str] = set()

    def take(self, name: str, kind: type, default: Any = None) -> Any:
        """What stands under a name. Without a default it has to be there."""
        self._asked.add(name)
        if name not in self._table:
            if default is None:
                raise self.fault("“%(name)s” is missing: %(kind)s", name=name, kind=_KIND[kind])
            return default
        value = self._table[name]
        if not isinstance(value, kind):
            raise self.fault("“%(name)s” must be %(kind)s", name=name, kind=_KIND[kind])
        return value

    def texts(self, name: str, *, default: dict[str, str] | None = None) -> dict[str, str]:
        """A table whose values are texts."""
        table = self.take(name, dict, default)
        for key, value in table.items():
            if not isinstance(value, str):
                raise self.fault("“%(name)s” must be a text", name=f"{name}.{key}")
        return dict(table)

    def encoding(self) -> str:
        name = str(self.take("encoding", str, "utf-8"))
        try:
            known = codecs.lookup(name).name
            "æ".encode(known)
        except (LookupError, UnicodeError):
            raise self.fault(
                "“%(name)s” is no encoding; write utf-8 or windows-1252", name=name
            ) from None
        return "utf-8-sig" if known == "utf-8" else known

    def delimiter(self) -> str:
        mark = str(self.take("delimiter", str, ";"))
        if len(mark) != 1 or mark in '"\r\n\0':
            raise self.fault("“delimiter” must be one character, as ; or , or a tab (\\t)")
        return mark

    def end(self) -> None:
        unknown = sorted(set(self._table) - self._asked)
        if unknown:
            raise self.fault(
                "“%(name)s” is not known here. Known: %(known)s",
                name=unknown[0],
                known=", ".join(sorted(self._asked)),
            )

    def fault(self, text: str, **params: Any) -> DeliveryRefused:
        return DeliveryRefused("%(where)s: " + text + ".", where=self._where, **params)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a description. Raises `DeliveryRefused`."""
    try:
        if path.stat().st_size > _LARGEST:
            raise DeliveryRefused("%(name)s is too large for a description.", name=path.name)
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DeliveryRefused(
            "The description %(name)s cannot be read: %(why)s.", name=path.name, why=error.strerror
        ) from None
    except UnicodeDecodeError:
        raise DeliveryRefused(
            "The description %(name)s is not UTF-8. Save it as UTF-8.", name=path.name
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise DeliveryRefused(
            "The description %(name)s is not TOML: %(why)s.", name=path.name, why=error
        ) from None


def refuse_other_name(name: str, pattern: str) -> None:
    """A file that is not called what its description says."""
    if not fnmatch.fnmatchcase(name.casefold(), pattern.casefold()):
        raise DeliveryRefused(
            "The description is of files named %(pattern)s, not %(name)s. "
            "Give the right description, or change “file” in it.",
            pattern=pattern,
            name=name,
        )
