"""The invented people: one JSON object a line. Format in docs/simulators.md."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

PREFIX_LETTERS = 3


@dataclass(frozen=True)
class Person:
    """One invented person, with the fields of the file as they are."""

    national_id: str
    name: str
    birth_date: str
    status: str
    address_id: str | None
    address: Mapping[str, Any] | None
    grading: str
    krr: Mapping[str, Any] | None
    second_homes: tuple[Mapping[str, Any], ...] = ()
    """Each with `address_id`, `address`, `grading`: a child's second home."""
    stay: Mapping[str, Any] | None = None
    """A temporary stay, in the same form."""
    bulk_error: str | None = None
    """Search finds the person, the bulk look-up answers with this error instead."""

    def homes(self, *, with_stays: bool) -> Iterable[Mapping[str, Any]]:
        """Addresses that a search matches. The register keeps none for the strictly protected."""
        if self.address and self.grading != "strengtFortrolig":
            yield self.address
        if with_stays and self.stay:
            yield self.stay["address"]


class Population:
    """Everybody, found by number, street, postcode and municipality."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.by_id = {person.national_id: person for person in people}
        self._by_place: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in self.by_id.values():
            for key in {k for home in person.homes(with_stays=True) for k in _places(home)}:
                self._by_place[key].append(person)

    def __len__(self) -> int:
        return len(self.by_id)

    def near(self, *, street: str, postcode: str, municipality: str) -> list[Person]:
        """People to look through for a search: the smallest group that an index gives."""
        if len(street) >= PREFIX_LETTERS:
            return self._by_place.get(("street", street[:PREFIX_LETTERS].casefold()), [])
        if postcode:
            return self._by_place.get(("postcode", postcode), [])
        return self._by_place.get(("municipality", municipality), [])


def read_population(path: Path) -> Population:
    """Read the file. Raises ValueError with the line at fault."""
    people = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                people.append(_person(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}, line {number}: {error!r}") from None
    return Population(people)


def _person(fields: Mapping[str, Any]) -> Person:
    return Person(
        national_id=str(fields["national_id"]),
        name=fields.get("name") or "",
        birth_date=fields.get("birth_date") or "",
        status=fields.get("status") or "bosatt",
        address_id=fields.get("address_id"),
        address=fields.get("address"),
        grading=fields.get("grading") or "ugradert",
        krr=fields.get("krr"),
        second_homes=tuple(fields.get("second_homes") or ()),
        stay=fields.get("stay"),
        bulk_error=fields.get("bulk_error"),
    )


def _places(home: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "municipality", str(home.get("municipality_number") or "")
    yield "postcode", str(home.get("postcode") or "")
    yield "street", str(home.get("street_name") or "")[:PREFIX_LETTERS].casefold()


class PopulationFile:
    """The population in a file that may be written, or written anew, while the simulators run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._read_at: tuple[int, int] | None = None
        self._population = Population()

    def now(self) -> Population:
        """The people of the file as it is now; nobody while there is no file."""
        with self._lock:
            stamp = self._stamp()
            if stamp != self._read_at:
                self._population = read_population(self._path) if stamp else Population()
                self._read_at = stamp
            return self._population

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size
