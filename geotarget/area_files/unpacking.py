"""A zip with area files: counted and measured before and while it is unpacked.

The names in it are shown and never used as paths: each file gets a number of ours.
"""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.printable import printable

MAX_FILES = 100
MAX_UNPACKED = 100_000_000
MAX_RATIO = 100
_ALONE = (".gpkg", ".kml", ".gml", ".xml", ".geojson", ".json", ".sos")
_BESIDE = (".shx", ".dbf", ".prj", ".cpg")
"""What belongs to a .shp."""
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, UnicodeDecodeError, EOFError,
    NotImplementedError, RuntimeError, OSError,
)  # fmt: skip
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Unpacked:
    name: str
    """As the zip has it, without folder and suffix; for people to read."""
    path: Path


def unpack(archive: Path, folder: Path) -> list[Unpacked]:
    """The area files of a zip. Raises `InputError`."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [each for each in opened.infolist() if not each.filename.endswith("/")]
            _check(members)
            found = list(_unpack(opened, [m for m in members if not _is_hidden(m)], folder))
    except _DAMAGED:
        raise InputError(
            gettext_noop("The zip is damaged, encrypted or packed in a way that is not known.")
        ) from None
    if not found:
        raise InputError(
            gettext_noop(
                "There is no Shapefile (.shp), GeoPackage, KML, GML, GeoJSON or SOSI file in the "
                "zip. A zip within a zip is not opened."
            )
        )
    return found


def _check(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(max(member.compress_size, 1) for member in members)
    is_bomb = unpacked > 1_000_000 and unpacked > MAX_RATIO * packed
    if len(members) > MAX_FILES or unpacked > MAX_UNPACKED or is_bomb:
        raise _too_much()
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        names_none = not path.parts
        leads_out = path.is_absolute() or ".." in path.parts or names_none or ":" in path.parts[0]
        if leads_out or stat.S_ISLNK(member.external_attr >> 16):
            raise InputError(
                gettext_noop(
                    "The zip holds “%(name)s”, which leads out of it. Pack the files anew."
                ),
                name=printable(member.filename)[:100],
            )


def _is_hidden(member: zipfile.ZipInfo) -> bool:
    """As macOS packs beside each file: `__MACOSX/._plan.shp`, `.DS_Store`."""
    path = PurePosixPath(member.filename)
    return path.name.startswith(".") or "__MACOSX" in path.parts


def _unpack(
    opened: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path
) -> Iterator[Unpacked]:
    left = MAX_UNPACKED
    shapefiles: dict[str, int] = {}
    stems = {_stem(path) for path in _paths(members) if path.suffix.lower() == ".shp"}
    for number, (member, path) in enumerate(zip(members, _paths(members), strict=True)):
        suffix, stem = path.suffix.lower(), _stem(path)
        if suffix == ".xml" and (stem in stems or stem.endswith(".shp")):
            continue  # what ArcGIS writes about a Shapefile beside it
        if suffix == ".shp" or suffix in _BESIDE:
            number = shapefiles.setdefault(stem, number)
        elif suffix not in _ALONE:
            continue
        target = folder / f"{number}{suffix}"
        left -= _write(opened, member, target, left)
        if suffix not in _BESIDE:
            yield Unpacked(printable(path.stem)[:60], target)


def _paths(members: list[zipfile.ZipInfo]) -> list[PurePosixPath]:
    return [PurePosixPath(member.filename) for member in members]


def _stem(path: PurePosixPath) -> str:
    """With its folder: what the parts of a Shapefile share."""
    return str(path.with_suffix("")).casefold()


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Bytes written. What the zip says of its sizes may be wrong."""
    written = 0
    with opened.open(member) as source, target.open("wb") as file:
        while block := source.read(_CHUNK):
            written += len(block)
            if written > most:
                raise _too_much()
            file.write(block)
    return written


def _too_much() -> InputError:
    return InputError(
        gettext_noop(
            "The zip has more than %(files)s files, or unpacks to more than %(size)s MB or "
            "%(ratio)s times its size. Pack only the area file."
        ),
        files=MAX_FILES,
        size=MAX_UNPACKED // 1_000_000,
        ratio=MAX_RATIO,
    )
