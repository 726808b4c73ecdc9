"""Plain files and zips. No database."""

from __future__ import annotations

import os
import zipfile
from concurrent.futures import Future
from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused, Limits
from cadastre_import.delivery import Delivery, open_delivery


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def content_of(path: Path) -> bytes:
    with open_delivery(path, Limits()) as delivery:
        return delivery.stream.read()


def refusal_of(path: Path) -> str:
    with pytest.raises(DeliveryRefused) as refused:
        content_of(path)
    return str(refused.value)


def test_the_data_file_is_found_in_the_zips_folder(tmp_path: Path) -> None:
    members = {"Basisdata_9901/readme.txt": b"hei", "Basisdata_9901/x.csv": b"a;b\r\n"}
    assert content_of(zipped(tmp_path / "x.zip", members)) == b"a;b\r\n"


def test_a_zip_that_is_being_made_anew_is_refused(tmp_path: Path) -> None:
    assert "Download it again later" in refusal_of(zipped(tmp_path / "x.zip", {"folder/": b""}))


def test_a_path_that_leads_out_of_the_zip_is_refused(tmp_path: Path) -> None:
    for name in ("../x.csv", "/etc/x.csv", "a/../../x.csv", "..\\x.csv", "C:/x.csv"):
        assert "leads out of the zip" in refusal_of(zipped(tmp_path / "x.zip", {name: b"a"}))


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    members = {".": b"", "x.csv": b"a;b\r\n"}
    assert content_of(zipped(tmp_path / "x.zip", members)) == b"a;b\r\n"
    assert "Download it again later" in refusal_of(zipped(tmp_path / "y.zip", {".": b"a"}))


def test_a_decompression_bomb_is_refused(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "x.zip", {"x.csv": b"\0" * 5_000_000})
    assert "would unpack to 5000000 bytes" in refusal_of(bomb)


def test_several_data_files_are_refused(tmp_path: Path) -> None:
    several = zipped(tmp_path / "x.zip", {"a.csv": b"a", "b.gml": b"b"})
    assert "holds 2 data files" in refusal_of(several)


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"x.csv": bytes(range(256)) * 400})
    data = bytearray(path.read_bytes())
    data[200:220] = b"\xff" * 20
    path.write_bytes(bytes(data))
    assert "is damaged. Download it again." in refusal_of(path)


def test_half_a_zip_is_a_damaged_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"x.csv": bytes(range(256)) * 400})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "The zip x.zip is damaged" in refusal_of(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_zip_of_another_method_is_refused(method: int, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("x.csv", bytes(range(256)) * 400)
    data = bytearray(path.read_bytes())
    data[50:100] = b"\xff" * 50
    path.write_bytes(bytes(data))
    assert "is damaged. Download it again." in refusal_of(path)


def test_a_zip_of_an_unknown_method_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"x.csv": b"a;b\r\n"})
    data = path.read_bytes()
    packed_as = [data.index(start) + at for start, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10))]
    path.write_bytes(bytes(9 if at in packed_as else byte for at, byte in enumerate(data)))
    assert "packed with method 9, which cannot be read. Unpack it first." in refusal_of(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("a;b")
    loop, pipe = tmp_path / "loop.csv", tmp_path / "pipe"
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    for path in (tmp_path / "few.csv" / "x", tmp_path / ("x" * 300), loop):
        assert "cannot be read" in refusal_of(path)
    assert "a pipe or a device" in refusal_of(pipe)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in refusal_of(tmp_path / "none.csv")
    assert "cannot be read" in refusal_of(tmp_path)


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Basisdata_3420_Elverum_25833_MatrikkelenAdresse.csv", "3420"),
        ("Basisdata_50_Trondelag_25833_MatrikkelenAdresse_CSV.zip", "50"),
        ("Basisdata_0000_Norge_25833_MatrikkelenAdresse_CSV.zip", ""),
        ("adresser.csv", None),
    ],
)
def test_the_file_name_says_what_is_covered(name: str, area: str | None) -> None:
    assert Delivery(name, Future(), 0, open(__file__, "rb")).declared_area == area  # noqa: SIM115
