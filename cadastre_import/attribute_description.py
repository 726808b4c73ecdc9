"""The description of an organisation's own file: which column is the key, which are attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geotarget.domain.personal_columns import personal_name, personal_value

from .attribute_keys import KEYS, Key, Unreadable
from .csv_records import Record
from .description import Described, read_toml
from .refusal import DeliveryRefused

LONGEST_VALUE = 100
LONGEST_NAME = 60
MOST_ATTRIBUTES = 20


@dataclass(frozen=True)
class AttributeDescription:
    """As written by a user; docs/own-attributes.md tells the form."""

    title: str
    """What the file is called here; loaded again under the same title, it replaces what it said."""
    file: str
    key: str
    encoding: str
    delimiter: str
    municipality: str
    columns: dict[str, str]
    """Our names of the parts of the key = names of the file's header."""
    attributes: dict[str, str]
    """Names of the attributes as people read them = names of the file's header."""

    @property
    def is_of_property(self) -> bool:
        return self.key == "matrikkel"

    def read(self, record: Record) -> tuple[Key, dict[str, str]]:
        """What a row says: its key, and its attributes without empty ones. Raises `Unreadable`."""
        given = {ours: record[theirs] for ours, theirs in self.columns.items()}
        reader: Callable[[dict[str, str], str], Key] = KEYS[self.key][0]
        values = {
            name: record[theirs] for name, theirs in self.attributes.items() if record[theirs]
        }
        for name, value in values.items():
            if len(value) > LONGEST_VALUE:
                raise Unreadable(f"{name} is longer than {LONGEST_VALUE} characters")
            if not value.isprintable():
                raise Unreadable(f"{name} has a control character")
            what = personal_value(value)
            if what:
                raise _personal(self.attributes[name], what)
        return reader(given, self.municipality), values

    def check_header(self, header: list[str]) -> None:
        missing = [
            n for n in (*self.columns.values(), *self.attributes.values()) if n not in header
        ]
        if missing:
            raise DeliveryRefused(
                "Line 1: there is no column %(missing)s. The file has: %(found)s. Change the "
                "description, or its “delimiter” or “encoding”.",
                missing=", ".join(f"“{name}”" for name in missing),
                found=", ".join(header)[:300],
            )


def read_attribute_description(path: Path) -> AttributeDescription:
    """Checked, worked examples included. Raises `DeliveryRefused`."""
    table = Described(read_toml(path), path.name)
    key = table.take("key", str)
    if key not in KEYS:
        raise table.fault("“key” must be one of: %(known)s", known=", ".join(KEYS))
    described = AttributeDescription(
        title=_short(table, table.take("title", str)),
        file=table.take("file", str),
        key=key,
        encoding=table.encoding(),
        delimiter=table.delimiter(),
        municipality=table.take("municipality", str, ""),
        columns=_columns(table, key),
        attributes=_attributes(table),
    )
    examples = table.take("examples", list)
    table.end()
    _check_examples(described, examples, table)
    return described


def _columns(table: Described, key: str) -> dict[str, str]:
    columns = table.texts("columns")
    _, needed, more = KEYS[key]
    known = set().union(*needed) | more
    if not any(names <= set(columns) for names in needed) or not set(columns) <= known:
        raise table.fault(
            "“columns” of the key %(key)s are %(needed)s; and if there are any: %(more)s",
            key=key,
            needed=" or ".join(" and ".join(sorted(names)) for names in needed),
            more=", ".join(sorted(known.difference(*needed))) or "–",
        )
    return columns


def _attributes(table: Described) -> dict[str, str]:
    attributes = table.texts("attributes")
    if not 1 <= len(attributes) <= MOST_ATTRIBUTES:
        raise table.fault("“attributes” names 1 to %(most)s columns", most=MOST_ATTRIBUTES)
    for name, column in attributes.items():
        _short(table, name)
        for text in (name, column):
            what = personal_name(text)
            if what:
                raise _personal(text, what)
    return attributes


def _short(table: Described, name: str) -> str:
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable() or name != name.strip():
        raise table.fault(
            "“%(name)s” must have 1 to %(most)s characters", name=name[:80], most=LONGEST_NAME
        )
    return name


def _personal(column: str, what: str) -> DeliveryRefused:
    """Says which column, never what stands in it."""
    return DeliveryRefused(
        "The column “%(column)s” seems to hold %(what)s. Attributes are facts about places, never "
        "about persons: leave it out of “attributes”.",
        column=column,
        what=what,
    )


def _check_examples(described: AttributeDescription, examples: list[Any], table: Described) -> None:
    """Each example has a row as in the file and what it must become; at least one is needed."""
    if not examples:
        raise table.fault("“examples” is empty: write at least one row and what it becomes")
    for place, example in enumerate(examples, start=1):
        told = Described(example if isinstance(example, dict) else {}, f"Example {place}")
        record, expected = told.texts("row"), told.texts("expect")
        told.end()
        described.check_header(list(record))
        try:
            key, values = described.read(record)
        except Unreadable as fault:
            raise told.fault("the row cannot be used: %(why)s", why=fault) from None
        found = {"key": _as_text(key), **values}
        if found != expected:
            raise told.fault(
                "the row becomes %(found)s, not %(expected)s", found=found, expected=expected
            )


def _as_text(key: Key) -> str:
    if key.key:
        return key.key
    place = f"{key.municipality_number} {key.postcode}".strip()
    return f"{key.street_name} {key.number}{key.letter}" + (f", {place}" if place else "")
