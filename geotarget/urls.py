from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import JavaScriptCatalog

texts = JavaScriptCatalog.as_view(
    packages=["geotarget.organisations", "geotarget.targeting", "geotarget.notices"]
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("geotarget.organisations.urls")),
    path("", include("geotarget.targeting.urls")),
    path("", include("geotarget.notices.urls")),
    path("api/v1/", include("geotarget.api.urls")),
    path("texts.js", texts, name="texts"),
]

handler500 = "geotarget.organisations.views.failed.failed"
