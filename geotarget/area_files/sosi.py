"""The part of SOSI that plans use: FLATE bounded by KURVE, LINJE and BUEP.

Source: SOSI standard, part 1 (realisering i SOSI-format). GDAL 3.6 refuses SOSI in UTF-8, which is
how plans are delivered today; so this reads the text itself. Lines begin with as many dots as they
lie deep; positions are integers, north before east, times ENHET plus ORIGO-NØ.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field

import shapely

from geotarget.domain.arcs import Position, arc
from geotarget.domain.errors import InputError, gettext_noop

from .layers import Feature, Layer, attributes_of, label_of
from .systems import system_of

_ENCODINGS = {"UTF-8": "utf-8", "ISO8859-1": "iso8859-1", "ISO8859-10": "iso8859-10",
              "ANSI": "cp1252", "DOSN8": "cp865"}  # fmt: skip
_SYSTEMS = {
    "21": 25831,
    "22": 25832,
    "23": 25833,
    "24": 25834,
    "25": 25835,
    "26": 25836,
    "84": 4258,
}
"""KOORDSYS: EUREF89 in UTM zones 31 to 36, and in degrees."""
_ELEMENT = re.compile(r"(\.+)([^\s:]+)\s*(.*)")
_OUTLINES = ("KURVE", "LINJE", "BUEP")
_REFERENCE = re.compile(r"[()]|:-?\d+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass
class _Object:
    """An element with one dot, and what stands below it."""

    kind: str
    number: int
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    references: str = ""
    positions: list[Position] = field(default_factory=list)


@dataclass
class _Head:
    system: int | None = None
    unit: float = 1.0
    north: float = 0.0
    east: float = 0.0


def read_sosi(content: bytes, system: int | None) -> list[Layer]:
    """One layer with every FLATE. `system`: EPSG code for a file that names none.
    Raises `InputError`."""
    lines = _text(content.removeprefix(BOM_UTF8)).splitlines()
    head = _head(lines)
    code = head.system or system
    objects = list(_objects(lines, head))
    outlines = {each.number: each for each in objects if each.kind in _OUTLINES}
    surfaces = [each for each in objects if each.kind == "FLATE"]
    crs = system_of(code) if code else None
    return [Layer("FLATE", crs, [_feature(each, outlines) for each in surfaces])]


def _text(content: bytes) -> str:
    found = re.search(rb"TEGNSETT\s+(\S+)", content[:4_096])
    named = found[1].decode("ascii", "replace").upper() if found else "ISO8859-1"
    if named not in _ENCODINGS:
        raise InputError(
            gettext_noop("The SOSI file has the character set %(name)s. Export it as UTF-8."),
            name=named[:20],
        )
    try:
        return content.decode(_ENCODINGS[named])
    except UnicodeDecodeError as error:
        raise InputError(
            gettext_noop("The SOSI file says that it is %(name)s, but byte %(byte)s is not."),
            name=named,
            byte=error.start + 1,
        ) from None


def _head(lines: list[str]) -> _Head:
    """Also that the file is whole: its last element is .SLUTT."""
    if not any(line.strip().upper() == ".SLUTT" for line in lines[-20:]):
        raise InputError(
            gettext_noop("The SOSI file does not end with .SLUTT: it was cut short. Fetch it anew.")
        )
    head = _Head()
    for line in lines[_start(lines) :]:
        found = _ELEMENT.match(line.strip())
        if found and found[1] == ".":
            break
        if found:
            _read_head(head, found[2].upper(), found[3])
    return head


def _start(lines: list[str]) -> int:
    """The line after .HODE: blank lines and comments may stand before it."""
    for number, line in enumerate(lines, start=1):
        found = _ELEMENT.match(line.strip())
        if found and (found[1], found[2].upper()) == (".", "HODE"):
            return number
    raise InputError(gettext_noop("The SOSI file has no head (.HODE). Export it anew."))


def _read_head(head: _Head, name: str, value: str) -> None:
    if name == "KOORDSYS":
        if value.split()[:1] and value.split()[0] not in _SYSTEMS:
            raise InputError(
                gettext_noop("KOORDSYS %(code)s of the SOSI file is not EUREF89. Export it anew."),
                code=value[:20],
            )
        head.system = _SYSTEMS[value.split()[0]] if value.split() else None
    elif name == "ENHET":
        head.unit = _decimal(value.split()[:1], name)[0]
    elif name == "ORIGO-NØ":
        head.north, head.east = _decimal(value.split()[:2], name, 2)


def _decimal(words: list[str], name: str, count: int = 1) -> list[float]:
    if len(words) != count or not all(_NUMBER.fullmatch(word) for word in words):
        raise InputError(
            gettext_noop("%(name)s in the head of the SOSI file is not a number."), name=name
        )
    return [float(word) for word in words]


def _objects(lines: list[str], head: _Head) -> Iterator[_Object]:
    now: _Object | None = None
    reading = ""
    for number, line in enumerate(lines, start=1):
        text = line.split("!", 1)[0].strip()
        found = _ELEMENT.match(text)
        if found is None:
            if now is not None and text:
                _continue(now, reading, text, head, number)
            continue
        dots, name, value = found.groups()
        name = name.upper()
        if dots == ".":
            if now is not None:
                yield now
            known = re.match(r"\d+", value)
            now = _Object(name, int(known[0][:18]) if known else 0, number)
            reading = ""
        elif now is not None and len(dots) == 2:
            reading = {"REF": "references"}.get(name, "positions" if _holds_places(name) else "")
            if reading and value:
                _continue(now, reading, value, head, number)
            elif not reading:
                now.attributes.setdefault(name, value.strip('" '))
    if now is not None:
        yield now


def _holds_places(name: str) -> bool:
    return name in ("NØ", "NØH", "NØD")


def _continue(now: _Object, reading: str, text: str, head: _Head, line: int) -> None:
    """A line that belongs to the element before it."""
    if reading == "references":
        now.references += f" {text}"
    elif reading == "positions":
        words = text.split("...", 1)[0].split()[:2]
        if len(words) < 2 or not all(_NUMBER.fullmatch(word) for word in words):
            raise InputError(
                gettext_noop("Line %(line)s of the SOSI file is not a position."), line=line
            )
        north, east = (float(word[:30]) * head.unit for word in words)
        now.positions.append((east + head.east, north + head.north))


def _feature(surface: _Object, outlines: dict[int, _Object]) -> Feature:
    name = label_of(surface.attributes) or f"FLATE {surface.number}"
    try:
        shape = _polygon(surface, outlines)
        return Feature(name, shape, attributes=attributes_of(surface.attributes))
    except InputError as fault:
        return Feature(name, None, fault)


def _polygon(surface: _Object, outlines: dict[int, _Object]) -> shapely.Polygon:
    """The first references are the outline, those in brackets a hole each."""
    rings: list[list[list[Position]]] = [[]]
    is_hole = False
    for word in _REFERENCE.findall(surface.references):
        if word == "(":
            is_hole = True
            rings.append([])
        elif word == ")":
            is_hole = False
        else:
            part = _part(int(word[1:]), outlines, surface)
            rings[-1 if is_hole else 0].append(part)
    if not rings[0] or _REFERENCE.sub("", surface.references).strip():
        raise InputError(
            gettext_noop("FLATE %(number)s (line %(line)s) names no outline that can be read."),
            number=surface.number,
            line=surface.line,
        )
    outline, *holes = (_ring(parts, surface) for parts in rings)
    return shapely.Polygon(outline, holes)


def _part(reference: int, outlines: dict[int, _Object], surface: _Object) -> list[Position]:
    """Against its own direction where the reference is negative."""
    found = outlines.get(abs(reference))
    if found is None or len(found.positions) < 2:
        raise InputError(
            gettext_noop(
                "FLATE %(number)s (line %(line)s) refers to %(reference)s: there is no KURVE, "
                "LINJE or BUEP of that number with positions. Export the area with its outlines."
            ),
            number=surface.number,
            line=surface.line,
            reference=abs(reference),
        )
    positions = found.positions
    if found.kind == "BUEP" and len(positions) == 3:
        positions = arc(positions[0], positions[1], positions[2])
    return positions[::-1] if reference < 0 else positions


def _ring(parts: list[list[Position]], surface: _Object) -> list[Position]:
    """The parts joined end to end, each turned where it only then continues the one before."""
    ring = list(parts[0])
    if len(parts) > 1 and ring[-1] not in (parts[1][0], parts[1][-1]):
        ring.reverse()
    for part in parts[1:]:
        onward = part if part[0] == ring[-1] else part[::-1]
        if onward[0] != ring[-1]:
            break
        ring.extend(onward[1:])
    else:
        if len(ring) >= 4 and ring[0] == ring[-1]:
            return ring
    raise InputError(
        gettext_noop(
            "The outline of FLATE %(number)s (line %(line)s) is not closed. Export it anew."
        ),
        number=surface.number,
        line=surface.line,
    )
