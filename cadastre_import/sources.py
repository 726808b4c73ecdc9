"""The known deliveries, read from `sources.toml`."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .described_columns import DescribedColumns

RENEWED = ("address", "unit", "parcel", "building")
"""What is renewed from the deliverer's feeds, in the order in which they need each other."""
_FILE = Path(__file__).with_name("sources.toml")


@dataclass(frozen=True)
class Source:
    """One form of a data set as a deliverer publishes it. Fields as told at the top of the file."""

    name: str
    dataset: str
    title: str
    licence: str
    uuid: str
    file: str
    crs: str
    format: str
    source: str
    key: list[str]
    requires: list[str] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)
    namespace: str = ""
    collection: str = ""
    properties: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    shape: tuple[str, str] = ("", "")
    group_path: str = ""
    group: dict[str, list[str]] = field(default_factory=dict)
    first_line: str = ""
    steps: str = ""
    ends_with_separator: bool = False
    layers: list[str] = field(default_factory=list)
    more: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)
    described: DescribedColumns | None = None
    """What a user says of the columns, where the source is a user's (`described_sources.py`)."""

    @property
    def has_lines(self) -> bool:
        """Whether a row of a GML delivery is told by its line; else it is by its ordinal."""
        return self.shape[0] != "coordinates"

    @property
    def sql_steps(self) -> str:
        """What the files of its steps in sql/staging begin with."""
        return self.steps or self.dataset

    @property
    def check_step(self) -> str:
        """The step in sql/staging that types and checks its rows."""
        return f"described_{self.dataset}_check" if self.described else f"{self.sql_steps}_check"

    def column_for(self, delivered: str, table: str = "") -> str | None:
        """Our staging column for a header name, in any case; null when we do not use it. `table`:
        the name of a table of `more`."""
        wanted = delivered.casefold()
        for ours, names in (self.more[table] if table else self.columns).items():
            if wanted in (name.casefold() for name in names):
                return ours
        return None

    def missing_from(self, header: list[str]) -> list[str]:
        """Required header names that are not there."""
        present = {name.casefold() for name in header}
        return [name for name in self.requires if name.casefold() not in present]


@functools.cache
def known_sources() -> dict[str, Source]:
    """The forms of deliveries by their name."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: Source(**{"name": name, "dataset": name, **table}) for name, table in tables.items()
    }


def known_datasets() -> list[str]:
    return list(dict.fromkeys(source.dataset for source in known_sources().values()))
