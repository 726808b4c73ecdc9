"""All simulated systems as one WSGI application, with the pages for the person who tries it out."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from geotarget.simulators import control, folkeregisteret, geonorge, krr, pages
from geotarget.simulators.altinn import Altinn
from geotarget.simulators.arrived import Arrived
from geotarget.simulators.exchange import Request, Response, json_response
from geotarget.simulators.faults import Faults, afterwards, instead
from geotarget.simulators.fiks import Integration
from geotarget.simulators.link import Link
from geotarget.simulators.pace import documented_seconds
from geotarget.simulators.population import PopulationFile
from geotarget.simulators.svarut import SvarUt
from geotarget.simulators.tokens import Tokens

_FREG_DOORS = re.compile(
    r"/folkeregisteret/offentlig-med-hjemmel/api/v1/personer(?P<direct>/.+)"
    r"|/folkeregister/api/v1/[^/]+/v1/personer(?P<fiks>/.+)"
)


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class World:
    """Everything the simulators know."""

    people: PopulationFile
    tokens: Tokens
    integration: Integration
    link: Link
    svarut: SvarUt
    altinn: Altinn
    arrived: Arrived
    faults: Faults
    deliveries: Path
    """Folder of the files that the download service offers."""
    calls: Counter[str] = field(default_factory=Counter)
    """Questions answered, by backend and path."""


class App:
    """The WSGI application."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._routes: dict[tuple[str, str], tuple[str, Callable[[Request], Response]]] = {
            ("POST", "/maskinporten/token"): ("maskinporten", self._token),
            ("GET", "/maskinporten/jwk"): ("maskinporten", lambda _: world.tokens.jwks()),
            ("GET", "/altinn/authentication/api/v1/exchange/maskinporten"): (
                "maskinporten",
                world.altinn.exchange,
            ),
            ("POST", "/krr/rest/v2/personer"): ("krr", self._krr),
            ("POST", "/link/sms/send"): ("link", self._link(world.link.send)),
            ("POST", "/link/sms/sendbatch"): ("link", self._link(world.link.send_batch)),
            ("POST", "/link2/sms/sendbatch"): ("link2", self._link(world.link.send_batch)),
            ("GET", "/health"): ("", self._health),
            ("GET", "/arrived.json"): ("", lambda r: control.arrived(r, world.arrived)),
            ("GET", "/control.json"): ("", lambda _: control.state(world.faults, world.calls)),
            ("POST", "/control"): ("", lambda r: control.change(r, world.faults, world.arrived)),
            ("GET", "/"): ("", lambda r: pages.arrived_page(r, world.arrived)),
            ("GET", "/arrived"): ("", lambda r: pages.arrived_page(r, world.arrived)),
            ("GET", "/control"): ("", lambda r: pages.control_page(r, world.faults, world.calls)),
            ("GET", "/style.css"): ("", lambda _: pages.style()),
        }

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """WSGI. Raises Dropped where the connection shall break."""
        response = self._answer(Request.of(environ))
        phrase = HTTPStatus(response.status).phrase
        headers = {
            "Content-Type": response.content_type,
            "Content-Length": str(len(response.body)),
            "Cache-Control": "no-store",
            **response.headers,
        }
        start_response(f"{response.status} {phrase}", list(headers.items()))
        return [response.body]

    def _answer(self, request: Request) -> Response:
        backend, handler = self._route(request)
        if not backend:
            return handler(request)
        self._world.calls[f"{backend} {_question(request.path)}"] += 1
        return self._with_faults(backend, handler, request)

    def _with_faults(
        self, backend: str, handler: Callable[[Request], Response], request: Request
    ) -> Response:
        faults = self._world.faults
        fault = faults.take(backend)
        time.sleep(fault.latency_ms / 1000)
        if faults.documented_pace:
            time.sleep(documented_seconds(request))
        if fault.kind.startswith("MP-"):
            error = {"error": "invalid_grant", "error_description": f"Simulated ({fault.kind})"}
            return json_response(error, 403 if fault.kind in ("MP-250", "MP-251") else 400)
        return instead(faults, fault) or afterwards(faults, fault, handler(request))

    def _route(self, request: Request) -> tuple[str, Callable[[Request], Response]]:
        if door := _FREG_DOORS.fullmatch(request.path):
            rest = door["direct"] or door["fiks"]
            return "folkeregisteret", lambda r: self._freg(r, rest, door["fiks"] is not None)
        if request.method == "GET" and request.path.startswith("/geonorge/"):
            return "geonorge", lambda r: geonorge.answer(r, self._world.deliveries)
        if request.path.startswith("/altinn/notifications/api/v1/"):
            return "altinn", lambda r: self._world.altinn.answer(r, self._world.people.now())
        if request.path.startswith("/svarut/api/"):
            return "svarut", lambda r: self._world.svarut.answer(r, self._world.people.now())
        return self._routes.get((request.method, request.path), ("", _not_found))

    def _token(self, request: Request) -> Response:
        issuer = f"http://{request.headers.get('host', '')}/maskinporten/"
        return self._world.tokens.grant(request, issuer)

    def _freg(self, request: Request, rest: str, through_fiks: bool) -> Response:
        integration = self._world.integration if through_fiks else None
        refusal = folkeregisteret.let_in(request, self._world.tokens, integration)
        if refusal:
            return refusal
        people = self._world.people.now()
        if rest == "/soek" and request.method == "GET":
            return folkeregisteret.search(request, people)
        if rest == "/bulkoppslag" and request.method == "POST":
            return folkeregisteret.bulk(request, people)
        return folkeregisteret.single(rest.lstrip("/"), request, people)

    def _krr(self, request: Request) -> Response:
        refusal = krr.let_in(request, self._world.tokens)
        return refusal or krr.persons(request, self._world.people.now())

    def _link(self, handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
        return lambda request: self._world.link.let_in(request) or handler(request)

    def _health(self, _: Request) -> Response:
        people = len(self._world.people.now())
        return json_response({"status": "ok", "people": people})


def _question(path: str) -> str:
    """The end of a path; a number or an id stands for what it is."""
    *_, before, last = path.split("/")
    if last.isdigit():
        return "person"
    return f"{before} by id" if _UUID.fullmatch(last) else last


def _not_found(_: Request) -> Response:
    return Response(404, b"<html><body>Not found</body></html>", "text/html; charset=utf-8")
