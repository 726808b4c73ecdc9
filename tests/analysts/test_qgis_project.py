"""The QGIS project: every view as a layer, by a service that names no host and no password."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from geotarget.running import cluster

from .desk import HOME, Desk
from .test_contract import promised

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT = REPOSITORY / "docs" / "qgis" / "geotarget.qgs"
SERVICE = REPOSITORY / "docs" / "qgis" / "pg_service.conf"


def layers() -> dict[str, Xml.Element]:
    found = {}
    for layer in Xml.parse(PROJECT).iter("maplayer"):
        view = re.search(r'table="gis"\."(\w+)" \(geom\)', layer.findtext("datasource", ""))
        assert view
        found[view[1]] = layer
    return found


def test_the_script_writes_the_file_that_is_there() -> None:
    command = [sys.executable, REPOSITORY / "scripts" / "qgis-project", "--check"]
    subprocess.run(command, check=True)


def test_every_view_is_a_layer_of_its_type() -> None:
    assert set(layers()) == set(promised())
    for view, layer in layers().items():
        source = layer.findtext("datasource", "")
        shape = promised()[view][1][-1][1]
        assert f"type={layer.get('wkbType')} " in source
        assert shape == f"geometry({layer.get('wkbType')},25833)"
        assert "service='geotarget' key='id' " in source
        assert layer.get("readOnly") == ("0" if view == "area" else "1")


def test_nobody_and_no_place_is_named() -> None:
    text = PROJECT.read_text(encoding="utf-8")
    assert not re.search(r"password|user=|username|host=|authcfg", text)
    service = configparser.ConfigParser()
    service.read(SERVICE)
    assert "password" not in service["geotarget"]
    assert service["geotarget"]["sslmode"] == "verify-full"


@pytest.mark.django_db
def test_a_service_file_like_it_leads_to_the_layers(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = configparser.ConfigParser()
    service.read(SERVICE)
    place = {"host": str(cluster.paths.sockets()), "dbname": desk.database, "user": HOME}
    service["geotarget"].update(place | {"sslmode": "disable"})
    file = tmp_path / "pg_service.conf"
    with file.open("w") as text:
        service.write(text, space_around_delimiters=False)
    monkeypatch.setenv("PGSERVICEFILE", str(file))
    told = desk.ogr("ogrinfo", "-ro", "-so", "PG:service=geotarget active_schema=gis", "area")
    assert "Geometry: Multi Polygon" in told
