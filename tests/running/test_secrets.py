from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geotarget.running.secrets import key_pair, secret


@pytest.fixture(autouse=True)
def _own_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GEOTARGET_VAR", str(tmp_path))


def test_a_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first = secret("django")
    assert len(first) == 64
    assert secret("django") == first
    assert secret("other") != first
    assert (tmp_path / "secrets" / "django").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_two_starters_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        values = set(pool.map(lambda _: secret("django"), range(32)))
    assert len(values) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["django"]


def test_a_key_pair_is_made_once(tmp_path: Path) -> None:
    private, public = key_pair("maskinporten")
    assert "PRIVATE KEY" in private.read_text()
    assert "PUBLIC KEY" in public.read_text()
    before = private.read_text()
    assert key_pair("maskinporten") == (private, public)
    assert private.read_text() == before
    assert private.stat().st_mode & 0o777 == 0o600
