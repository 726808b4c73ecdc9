"""Area files as people have them, made by GDAL's own programs, and SOSI by hand."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Ring = Sequence[tuple[float, float]]
EAST, NORTH = 140_000.0, 7_130_000.0
"""EPSG:25833, in the open sea off Trøndelag."""
SQUARE = [(0, 0), (100, 0), (100, 100), (0, 100)]
BOW_TIE = [(0, 0), (100, 100), (100, 0), (0, 100)]
HOLE = [(40, 40), (60, 40), (60, 60), (40, 60)]


def placed(ring: Ring) -> list[list[float]]:
    """Closed, at a place in EPSG:25833."""
    return [[EAST + x, NORTH + y] for x, y in (*ring, ring[0])]


def feature(*rings: Ring, **properties: Any) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [placed(ring) for ring in rings]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def geojson(*features: Mapping[str, Any], crs: str = "urn:ogc:def:crs:EPSG::25833") -> bytes:
    named = {"type": "name", "properties": {"name": crs}}
    collection = {"type": "FeatureCollection", "crs": named, "features": list(features)}
    return json.dumps(collection).encode()


def made_by_gdal(
    folder: Path, driver: str, source: bytes, srid: int = 25833, *options: str
) -> bytes:
    """The bytes of a file in another form; of a Shapefile its zip."""
    given = folder / "given.geojson"
    given.write_bytes(source)
    suffix = {"ESRI Shapefile": "shp", "GPKG": "gpkg", "KML": "kml", "GML": "gml"}[driver]
    target = folder / f"Område {driver[:3]}-{srid}.{suffix}"
    command = ["ogr2ogr", "-f", driver, "-t_srs", f"EPSG:{srid}", *options, str(target), str(given)]
    subprocess.run(command, check=True, capture_output=True)
    if suffix != "shp":
        return target.read_bytes()
    parts = sorted(folder.glob(f"{target.stem}.*"))
    return zipped({part.name: part.read_bytes() for part in parts})


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    import io

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def curve(number: int, points: Ring, kind: str = "KURVE") -> str:
    """An outline of a SOSI file, in centimetres from its origin."""
    lines = "\n".join(f"{round(y * 100)} {round(x * 100)}" for x, y in points)
    return f".{kind} {number}:\n..OBJTYPE RpGrense\n..NØ\n{lines}\n"


def surface(number: int, references: str, name: str = "Bygata øst") -> str:
    return (
        f'.FLATE {number}:\n..OBJTYPE RpOmråde\n..PLANNAVN "{name}"\n..REF {references}\n'
        "..NØ\n5000 5000\n"
    )


def sosi(objects: Iterable[str], system: str = "23", charset: str = "UTF-8") -> bytes:
    known = {"UTF-8": "utf-8", "ISO8859-1": "latin-1", "ISO8859-10": "iso8859-10", "ANSI": "cp1252"}
    koordsys = f"...KOORDSYS {system}\n" if system else ""
    text = (
        f".HODE 0:\n..TEGNSETT {charset}\n..TRANSPAR\n{koordsys}"
        f"...ORIGO-NØ {NORTH:.0f} {EAST:.0f}\n...ENHET 0.01\n..SOSI-VERSJON 4.5\n..SOSI-NIVÅ 4\n"
        f"{''.join(objects)}.SLUTT\n"
    )
    return text.encode(known[charset])


PLAN = [curve(1, [(0, 0), (100, 0), (100, 100)]), curve(2, [(0, 0), (0, 100), (100, 100)]),
        surface(3, ":1 :-2")]  # fmt: skip
"""A square of two outlines, the second against its direction."""
