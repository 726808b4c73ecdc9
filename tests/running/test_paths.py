from __future__ import annotations

import os
from pathlib import Path

import pytest

from geotarget.running import paths
from geotarget.running.errors import CannotRun
from geotarget.running.paths import Account


def test_the_state_lives_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOTARGET_VAR", "/srv/geotarget/../elsewhere")
    assert paths.var() == Path("/srv/elsewhere")
    assert paths.sockets() == Path("/srv/elsewhere/run")


def test_a_long_directory_gets_a_short_socket_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOTARGET_VAR", "/srv/" + "ø" * 60)
    sockets = paths.sockets()
    assert len(os.fsencode(sockets / paths.SOCKET_NAME)) <= 107
    monkeypatch.setenv("GEOTARGET_VAR", "/srv/" + "å" * 60)
    assert paths.sockets() != sockets


def test_a_private_directory_is_closed_to_others(tmp_path: Path) -> None:
    directory = tmp_path / "run"
    directory.mkdir(mode=0o755)
    paths.make_private(directory)
    assert directory.stat().st_mode & 0o777 == 0o700


def test_a_private_directory_of_somebody_else_is_refused(tmp_path: Path) -> None:
    stranger = Account(uid=os.geteuid() + 1, gid=os.getegid(), switches=True)
    (tmp_path / "run").mkdir()
    with pytest.raises(CannotRun, match="does not belong"):
        paths.make_private(tmp_path / "run", stranger)


def test_a_link_in_place_of_a_private_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "target")
    with pytest.raises(CannotRun):
        paths.make_private(tmp_path / "run")


def test_a_closed_home_directory_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    stranger = Account(uid=os.geteuid() + 1, gid=os.getegid(), switches=True)
    with pytest.raises(CannotRun, match="cannot enter"):
        paths.check_reachable(tmp_path / "postgresql", stranger)
