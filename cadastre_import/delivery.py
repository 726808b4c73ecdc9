"""A delivered file, plain or in a zip, as one stream of bytes. Nothing is unpacked to disk, but for
the databases that GDAL reads: those go into a folder that is removed at the end.
"""

from __future__ import annotations

import contextlib
import hashlib
import lzma
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from .geodatabase import FILE_GEODATABASE, GEOPACKAGE, GeoDatabase
from .gzipped import Unpacked, unpacks_to
from .limits import Limits
from .refusal import DeliveryRefused

DATA_SUFFIXES = (".csv", ".gml", ".xml", ".geojson", ".json")
_GZIP_START = b"\x1f\x8b"
_SQLITE_START = b"SQLi"
_ZIP_START = b"PK\x03\x04"
_DECLARED = re.compile(r"Basisdata_(\d{4}|\d{2})_")
_DECLARED_EPSG = re.compile(r"Basisdata_\d+_[^_]+_(\d{4,5})_")


@dataclass
class Delivery:
    """An opened delivery. `stream` is at the start of the unpacked data."""

    name: str
    """File name as given, without folder."""
    checksum: Future[str]
    """SHA-256 of the file as given, packed or not: made beside the reading of its rows."""
    size: int
    """Bytes unpacked."""
    stream: IO[bytes]
    database: GeoDatabase | None = None
    """Where GDAL reads the delivery, and not we from the stream."""

    @property
    def declared_epsg(self) -> str | None:
        """The coordinate system that the deliverer's file name says; null when it does not."""
        found = _DECLARED_EPSG.match(self.name)
        return found and found[1]

    @property
    def declared_area(self) -> str | None:
        """What the deliverer's file name says it covers: municipality (4 digits), county (2)
        or "" for the whole country; null when the name does not say."""
        found = _DECLARED.match(self.name)
        if found is None:
            return None
        return "" if found[1] == "0000" else found[1]


@contextlib.contextmanager
def open_delivery(path: Path, limits: Limits) -> Iterator[Delivery]:
    """Open a plain or zipped delivery. Raises `DeliveryRefused`, also for a broken zip while it
    is being read."""
    with _opened(path) as file, ThreadPoolExecutor(max_workers=1) as beside:
        start = file.read(len(_ZIP_START))
        digest = beside.submit(_sha256, path)
        try:
            if zipfile.is_zipfile(file):
                yield from _packed(path, file, digest, limits)
            elif start.startswith(_GZIP_START):
                file.seek(0)
                with Unpacked(path.name, file, limits) as opened:
                    unpacked = cast(IO[bytes], opened)
                    yield Delivery(path.name, digest, path.stat().st_size, unpacked)
            elif start == _ZIP_START:
                raise zipfile.BadZipFile  # its end, which has the list of files, is missing
            else:
                file.seek(0)
                packed = start == _SQLITE_START
                database = GeoDatabase(path, GEOPACKAGE, limits) if packed else None
                yield from _given(Delivery(path.name, digest, path.stat().st_size, file, database))
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError):
            raise _damaged(path, start) from None
        except OSError as error:
            if error.errno is not None:
                raise
            raise _damaged(path, start) from None  # what bz2 says of bad data


def _damaged(path: Path, start: bytes) -> DeliveryRefused:
    if start.startswith(_GZIP_START):
        return DeliveryRefused(
            "The gzip %(name)s is damaged or was cut short. Download it again.", name=path.name
        )
    return DeliveryRefused("The zip %(name)s is damaged. Download it again.", name=path.name)


def _opened(path: Path) -> IO[bytes]:
    """The file for reading. Anything but a file is refused: it is read more than once."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            return path.open("rb")
    except OSError as error:
        raise DeliveryRefused("The file cannot be read: %(why)s.", why=error.strerror) from None
    raise DeliveryRefused("This is a pipe or a device. Save it as a file and give that.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _packed(path: Path, file: IO[bytes], digest: Future[str], limits: Limits) -> Iterator[Delivery]:
    with zipfile.ZipFile(file) as archive:
        members = _checked_members(path.name, archive, limits)
        inside = _database_inside(members)
        if inside is not None:
            yield from _unpacked(path, file, digest, archive, inside, limits)
            return
        member = _data_member(path.name, members)
        with _unpacking(path, archive, member) as stream:
            yield Delivery(path.name, digest, member.file_size, stream)


def _unpacking(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(member)
    except NotImplementedError:
        raise DeliveryRefused(
            "%(name)s is packed with method %(method)s, which cannot be read. Unpack it first.",
            name=path.name,
            method=member.compress_type,
        ) from None


def _database_inside(members: list[zipfile.ZipInfo]) -> PurePosixPath | None:
    """The GeoPackage, or the folder of the file geodatabase, among the members of a zip."""
    for member in members:
        path = PurePosixPath(member.filename)
        for part in (path, *path.parents):
            if part.suffix.lower() == (".gpkg" if part == path else ".gdb"):
                return part
    return None


def _unpacked(
    path: Path,
    file: IO[bytes],
    digest: Future[str],
    archive: zipfile.ZipFile,
    inside: PurePosixPath,
    limits: Limits,
) -> Iterator[Delivery]:
    with tempfile.TemporaryDirectory(prefix="geotarget-import-") as folder:
        for member in archive.infolist():
            if inside in (PurePosixPath(member.filename), *PurePosixPath(member.filename).parents):
                archive.extract(member, folder)
        driver = GEOPACKAGE if inside.suffix.lower() == ".gpkg" else FILE_GEODATABASE
        database = GeoDatabase(Path(folder) / inside, driver, limits)
        yield from _given(Delivery(path.name, digest, path.stat().st_size, file, database))


def _given(delivery: Delivery) -> Iterator[Delivery]:
    try:
        yield delivery
    finally:
        if delivery.database:
            delivery.database.close()


def _checked_members(name: str, archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    for member in members:
        _check_member(name, member, limits)
    size = sum(member.file_size for member in members)
    if size > limits.unpacked_bytes:
        raise unpacks_to(name, size, sum(m.compress_size for m in members), limits)
    return [member for member in members if not _is_of_finder(PurePosixPath(member.filename))]


def _is_of_finder(path: PurePosixPath) -> bool:
    """What macOS puts beside the files of a zip."""
    return path.parts[:1] == ("__MACOSX",) or path.name == ".DS_Store" or path.name.startswith("._")


def _data_member(name: str, members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    data = [member for member in members if member.filename.lower().endswith(DATA_SUFFIXES)]
    if not data:
        raise DeliveryRefused(
            "There is no CSV, GML, GeoJSON, GeoPackage or file geodatabase in %(name)s: the "
            "deliverer may be making it anew. Download it again later.",
            name=name,
        )
    if len(data) > 1:
        raise DeliveryRefused(
            "%(name)s holds %(count)s data files. Unpack it and import them one by one.",
            name=name,
            count=len(data),
        )
    return data[0]


def _check_member(name: str, member: zipfile.ZipInfo, limits: Limits) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
        raise DeliveryRefused(
            "%(name)s holds a file with the path %(member)s, which leads out of the zip. "
            "Get the file from the deliverer itself.",
            name=name,
            member=member.filename,
        )
    if member.flag_bits & 0x1:
        raise DeliveryRefused("%(name)s is encrypted. Unpack it first.", name=name)
    if limits.is_bomb(member.file_size, member.compress_size):
        raise unpacks_to(name, member.file_size, member.compress_size, limits)
