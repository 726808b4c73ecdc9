"""Lines that COPY could not survive. No database."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from cadastre_import import DeliveryRefused, Limits
from cadastre_import.delimited import BLOCK_BYTES, DelimitedRows

HEADER = b"\xef\xbb\xbfid;name;town\r\n"


def read(data: bytes, force: bool = False) -> tuple[bytes, DelimitedRows]:
    rows = DelimitedRows(io.BytesIO(HEADER + data), Limits(), force)
    return b"".join(rows), rows


def test_every_line_gets_its_number_in_front() -> None:
    data, rows = read(b"1;Storgata;A\r\n2;;B\n")
    assert data == b"2;1;Storgata;A\n3;2;;B\n"
    assert (rows.header, rows.rows_read, rows.rejected.count) == (["id", "name", "town"], 2, 0)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"7;Storgata", "2 columns instead of 3"),
        (b"7;a;b;c", "4 columns instead of 3"),
        (b"7;a\0;b", "a control character inside the row"),
        (b"7;a\x01;b", "a control character inside the row"),
        (b"7;a\rb;c", "a control character inside the row"),
    ],
)
def test_a_bad_line_is_kept_aside_and_the_others_go_on(line: bytes, reason: str) -> None:
    data, rows = read(b"1;a;b\r\n" + line + b"\r\n2;c;d\r\n")
    assert data == b"2;1;a;b\n4;2;c;d\n"
    assert b"".join(rows.rejected.blocks()) == f"3\t\\N\t{reason}\n".encode()
    assert rows.rows_read == 3


def test_quotes_are_read_as_csv() -> None:
    data, rows = read(b'1;"a;b";c\r\n2;Gamle "Moen";d\r\n3;"Moen ""nedre""";e\r\n')
    assert data == b'2;\x011\x01;\x01a;b\x01;\x01c\x01\n3;2;Gamle "Moen";d\n4;3;Moen "nedre";e\n'
    assert rows.rejected.count == 0


def test_a_windows_byte_is_told_with_line_and_byte() -> None:
    with pytest.raises(DeliveryRefused, match=r"Line 3, byte 3: this is not UTF-8"):
        read(b"1;a;b\r\n2;\xd8vre;c\r\n")


def test_a_file_that_ends_in_the_middle_of_a_line_is_refused() -> None:
    with pytest.raises(DeliveryRefused, match="ends in the middle of line 3: it was cut short"):
        read(b"1;a;b\r\n2;c")


def test_a_whole_last_line_without_line_end_needs_force() -> None:
    with pytest.raises(DeliveryRefused, match="--force"):
        read(b"1;a;b")
    assert read(b"1;a;b", force=True)[0] == b"2;1;a;b\n"


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(DeliveryRefused, match="ends in the middle of line 3"):
        read(b"1;a;b\r\n" + b"x" * 3_000_000)


@pytest.mark.parametrize(
    "before", [0, 1, BLOCK_BYTES - 70_000, BLOCK_BYTES - 65_540, BLOCK_BYTES - 9]
)
@pytest.mark.parametrize("longer", [0, 1, 5_000, 600_000])
def test_how_long_a_line_may_be_does_not_depend_on_where_it_stands(
    before: int, longer: int
) -> None:
    ahead = b"1;" + b"a" * (before % 50_000) + b";b\r\n"
    ahead += (b"1;" + b"a" * 995 + b";\r\n") * (before // 1000)
    line = b"2;c;" + "å".encode() * ((65_536 + longer - 4) // 2) + b"x" * (longer % 2)
    data, rows = read(ahead + line + b"\r\n3;e;f\r\n")
    number = 3 + before // 1000
    assert data.endswith(b"%d;3;e;f\n" % (number + 1))
    reason = f"{number}\t\\N\tthe line is longer than 65536 bytes\n"
    assert b"".join(rows.rejected.blocks()) == (reason.encode() if longer else b"")
    assert rows.rows_read == number


def test_the_form_of_2018_may_end_its_rows_as_its_header() -> None:
    rows = DelimitedRows(
        io.BytesIO(HEADER + b"1;a;b;\n2;c;d\n3;e\n"), Limits(), False, ends_with_separator=True
    )
    assert b"".join(rows) == b"2;1;a;b;\n3;2;c;d;\n"
    assert b"2 columns instead of 3" in b"".join(rows.rejected.blocks())


def test_empty_lines_are_no_rows() -> None:
    data, rows = read(b"1;a;b\r\n\r\n2;c;d\r\n\r\n")
    assert data == b"2;1;a;b\n4;2;c;d\n"
    assert rows.rows_read == 2


def test_many_rejected_lines_take_no_memory() -> None:
    rows = DelimitedRows(io.BytesIO(HEADER + b"7;Storgata\r\n" * 100_000), Limits(), False)
    tracemalloc.start()
    assert list(rows) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows.rejected.count == rows.rows_read == 100_000
    assert peak < 16_000_000
