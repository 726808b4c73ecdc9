from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "geotarget.notices"
    label = "notices"
    verbose_name = "notices"

    def ready(self) -> None:
        from . import home  # noqa: F401  (registers its cards on the home page)
