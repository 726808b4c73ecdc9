from __future__ import annotations

from geotarget.domain.printable import printable


def test_control_characters_stand_escaped_and_letters_stay() -> None:
    assert printable("Skjærvøy – “Nord, Øst”") == "Skjærvøy – “Nord, Øst”"
    assert printable("a\x1b[31m\r\nb\udcff\u202e") == r"a\x1b[31m\r\nb\udcff\u202e"
