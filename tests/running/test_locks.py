from __future__ import annotations

from pathlib import Path

import pytest

from geotarget.running.locks import Held, exclusive


def test_the_second_comer_learns_who_holds_the_lock(tmp_path: Path) -> None:
    with exclusive(tmp_path / "lock") as file:
        file.write("process 17")
        file.flush()
        with pytest.raises(Held, match="process 17"), exclusive(tmp_path / "lock", wait=False):
            pass


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with exclusive(tmp_path / "lock", wait=False):
            pass
