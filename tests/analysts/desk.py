"""Two municipalities with everything an analyst can see, and a database login in each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psycopg2
import shapely
from shapely.geometry import box, mapping

import cadastre_import
from fixtures.generate import SAMPLE
from geotarget.domain.coordinates import to_degrees
from geotarget.domain.roles import Role
from geotarget.notices.approve import approve, submit
from geotarget.notices.models import Notice
from geotarget.notices.send import send
from geotarget.notices.write import write
from geotarget.organisations.models import Organisation, User
from geotarget.running import cluster
from geotarget.targeting.freeze import freeze
from tests.notices.web.reached import reach
from tests.notices.world import CONTENT
from tests.organisations.members import make_member, make_organisation

HOME, AWAY, OPEN = "strandvik.gis", "fjellvik-gis", "features"
HOME_NUMBER, AWAY_NUMBER = "310000019", "310000027"
TOWN = box(139_000, 7_142_000, 143_000, 7_145_000)
"""EPSG:25833: the invented town of Strandvik."""

VILLAGE = box(149_500, 7_142_000, 151_500, 7_148_000)
"""In the municipality of Fjellvik."""

REACHED = {"delivered": 40, "accepted": 12, "unknown": 3, "nobody": 9}
"""Residents of the dispatch by the state of their message."""


@dataclass(frozen=True)
class Desk:
    database: str
    environment: dict[str, str]
    home: Organisation
    planner: User
    passwords: dict[str, str]

    def ask(self, sql: str, *parameters: Any, login: str = HOME) -> list[tuple[Any, ...]]:
        """Rows as an analyst sees them, each question in a session of its own."""
        connection = psycopg2.connect(self.url(login))
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, parameters or None)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def url(self, login: str) -> str:
        return cluster.url(login, self.database)

    def ogr(self, program: str, *arguments: str, login: str = HOME) -> str:
        """What GDAL's program prints. Raises CalledProcessError with its words."""
        command = [program, *(self.layers(login) if one == "GIS" else one for one in arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def layers(self, login: str) -> str:
        words = f"host={cluster.paths.sockets()} dbname={self.database} user={login}"
        return f"PG:{words} schemas=gis active_schema=gis"

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "geotarget.cli", "analyst", *arguments]
        return subprocess.run(line, env=self.environment, capture_output=True, text=True)


def degrees(shape: Any) -> dict[str, Any]:
    """GeoJSON of a shape in EPSG:25833."""
    return dict(mapping(shapely.transform(shape, lambda at: np.column_stack(to_degrees(*at.T)))))


def build(database: str, broker_url: str) -> Desk:
    forget(database)  # a run that was killed may have left them
    owner = cluster.url("geotarget_owner", database)
    for path in sorted(SAMPLE.glob("*.zip")):
        cadastre_import.run(path, dsn=owner)
    home = make_organisation(HOME_NUMBER, "Strandvik kommune", "9901")
    away = make_organisation(AWAY_NUMBER, "Fjellvik kommune", "9902")
    planner = make_member(home, "planlegger", Role.PLANNER, Role.SENDER)
    stranger = make_member(away, "nabo", Role.PLANNER, Role.SENDER)
    _dispatch(home, planner, make_member(home, "godkjenner", Role.APPROVER, Role.ADMINISTRATOR))
    _dispatch(away, stranger, make_member(away, "leder", Role.APPROVER, Role.ADMINISTRATOR))
    environment = {
        **os.environ,
        "DATABASE_URL": owner,
        "DATABASE_OWNER_URL": owner,
        "DATABASE_ADMIN_URL": cluster.url(cluster.SUPERUSER, database),
        "REDIS_URL": broker_url,
        "DJANGO_SETTINGS_MODULE": "geotarget.settings",
    }
    desk = Desk(database, environment, home, planner, {})
    for login, *options in (
        (HOME, "--organisation", HOME_NUMBER, "--user", "planlegger", "--by", "godkjenner"),
        (AWAY, "--organisation", AWAY_NUMBER, "--user", "nabo", "--by", "leder"),
        (OPEN, "--open-data"),
    ):
        made = desk.command("add", login, *options)
        assert made.returncode == 0, made.stderr
        desk.passwords[login] = made.stdout.split()[-1]
    return desk


def _dispatch(organisation: Organisation, author: User, approver: User) -> None:
    """A list and a dispatch of which some residents are reached and a part is stopped, and a
    draft."""
    numbers = organisation.municipality_numbers()
    drawing = {"include": degrees(TOWN if "9901" in numbers else VILLAGE)}
    frozen = freeze(drawing, name=f"Liste {numbers}", organisation=organisation, user=author)
    notices: list[Notice] = [
        write(CONTENT, address_list=frozen, organisation=organisation, user=author)
        for _ in range(2)
    ]
    notice = submit(notices[0], user=author)
    approve(notice, content_hash=notice.content_hash(), user=approver)
    dispatch = send(notice, user=author, knows_holiday_homes=True)
    reach(dispatch, **REACHED)
    last = dispatch.chunks.latest("position")
    last.state = "stopped"
    last.save()


def forget(database: str) -> None:
    """Roles are of the whole cluster: they would outlive the database of this run."""
    groups = [
        f"{database}_{name}" for name in ("gis_310000019", "gis_310000027", "gis", "gis_open")
    ]
    for role in (HOME, AWAY, OPEN, *groups):
        if cluster.query(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
            cluster.query(f'DROP OWNED BY "{role}"; DROP ROLE "{role}"', database=database)


def saved(path: Path, name: str, shape: Any) -> Path:
    """A file as QGIS exports a selection: GeoJSON in EPSG:25833."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    feature = {"type": "Feature", "properties": {"name": name}, "geometry": mapping(shape)}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    return path
