"""The OpenAPI document: what this interface can be asked. No page shows it, clients read it."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from .caller import SCHEME
from .described import AREA
from .endpoint import Endpoint


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Open to everybody: it tells of no organisation."""
    return HttpResponse(_document(), content_type="application/json")


@cache
def _document() -> bytes:
    document = SchemaGenerator().get_schema(request=None, public=True)
    rendered: bytes = OpenApiJsonRenderer().render(document)
    return rendered


def made_exact(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """What the generators leave open: bodies refuse unknown members, features have all theirs."""
    components = result["components"]["schemas"]
    components["Area"] = AREA
    for name, component in components.items():
        if name.endswith("Request"):
            component["additionalProperties"] = False
        if "geometry" in component.get("properties", {}):
            _make_feature_exact(component)
    for operations in result["paths"].values():
        for operation in operations.values():
            if operation.get("description") == inspect.getdoc(Endpoint):
                del operation["description"]
    return result


def _make_feature_exact(feature: dict[str, Any]) -> None:
    for part in (feature, feature["properties"]["geometry"], feature["properties"]["properties"]):
        part["required"] = list(part["properties"])
        part["additionalProperties"] = False
    _without_examples(feature["properties"]["geometry"])


def _without_examples(schema: dict[str, Any]) -> None:
    """They lie in other countries."""
    schema.pop("example", None)
    for inner in (*schema.get("properties", {}).values(), schema.get("items")):
        if isinstance(inner, dict):
            _without_examples(inner)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "geotarget.api.caller.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": SCHEME.lower()}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "geotarget.api.caller.MemberAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
