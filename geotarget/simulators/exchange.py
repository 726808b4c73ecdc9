"""One HTTP request and its answer, without any framework."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

JSON = "application/json"
HTML = "text/html; charset=utf-8"
# Our pages have no script and load nothing but their own style sheet.
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'"


class Dropped(Exception):
    """Break the connection without an answer. Only the simulators' own server understands it."""


@dataclass(frozen=True)
class Request:
    """What was asked. Header names are lower case."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> Request:
        """Read the whole request from a WSGI environment."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        return cls(
            method=environ["REQUEST_METHOD"],
            path=environ.get("PATH_INFO") or "/",
            query=parse_qs(environ.get("QUERY_STRING", "")),
            headers={
                "content-type": environ.get("CONTENT_TYPE") or "",
                **{
                    name[5:].replace("_", "-").lower(): value
                    for name, value in environ.items()
                    if name.startswith("HTTP_")
                },
            },
            body=environ["wsgi.input"].read(length) if length else b"",
        )

    def first(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return self.query.get(name, [default])[0]

    @property
    def form(self) -> dict[str, str]:
        """Fields of a form body, the first value each."""
        fields = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}

    @property
    def json(self) -> Any:
        """The body as JSON. Raises ValueError."""
        return json.loads(self.body)

    @property
    def bearer(self) -> str:
        """The access token, or nothing."""
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""

    @property
    def basic(self) -> tuple[str, str]:
        """User and password, or two empty strings."""
        kind, _, coded = self.headers.get("authorization", "").partition(" ")
        try:
            user, _, password = (
                b64decode(coded if kind.lower() == "basic" else "").decode().partition(":")
            )
        except ValueError:
            return "", ""
        return user, password


@dataclass(frozen=True)
class Response:
    """What is answered."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def json_response(content: Any, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(status, json.dumps(content, ensure_ascii=False).encode())


def list_of_texts(content: Any) -> list[str]:
    """A list of texts out of JSON. Raises TypeError for anything else: a text alone is none."""
    if not isinstance(content, list) or not all(isinstance(each, str) for each in content):
        raise TypeError("not a list of texts")
    return content


def page(html: str, status: int = 200) -> Response:
    """An answer for a person's browser."""
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
    return Response(status, html.encode(), HTML, {**headers, "Referrer-Policy": "same-origin"})
